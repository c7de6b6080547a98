import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";

/** H-22: where a site can give servers a TPM, each has one. A site without a key provider cannot, and says so. */
export const virtualTpm = stackRule({
  id: "virtual-tpm",
  info: "every server of a site with virtual TPMs has one, of version 2.0",
  explanation:
    "A TPM keeps what was measured while the server started, and keys that leave with nobody. Without it a copied disk is a working server.",
  remedy:
    'give the machine vtpm { version = "2.0" }, or say in the site file that the site has no key provider',
  promises: ["H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => (stack.model.site.virtualTpm ? Machine.in(stack) : []),
  judge({ resource }) {
    const [tpm] = resource.blocks("vtpm");
    if (tpm === undefined) return "it has no virtual TPM";
    const version = tpm.text("version");
    return version === "2.0" ? undefined : `its virtual TPM is of version ${version}`;
  },
});
