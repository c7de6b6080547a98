import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";

/** H-22: a server starts nothing that nobody signed. */
export const secureBoot = stackRule({
  id: "secure-boot",
  info: "every server starts by EFI with secure boot",
  explanation:
    "Without secure boot whoever was root once can put a boot loader or a kernel of their own in place, which no check from within the server ever sees.",
  remedy:
    'set firmware to "efi" and efi_secure_boot_enabled to true; the template has to be one that starts so',
  promises: ["H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge({ resource }) {
    const firmware = resource.text("firmware");
    return [
      ...(firmware === "efi" ? [] : [`its firmware is ${firmware}, which has no secure boot`]),
      ...(resource.flag("efi_secure_boot_enabled")
        ? []
        : ["it starts whatever is on its disk, signed or not"]),
    ];
  },
});
