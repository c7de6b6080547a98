import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";

const BLOCKED = "/etc/modprobe.d/straat-baseline.conf";

/** CIS 1.1.1, 3.1.2, 3.1.3 and 3.2: file systems, protocols and devices that no server of this house uses. */
const MODULES: readonly string[] = [
  ...["cramfs", "freevxfs", "hfs", "hfsplus", "jffs2", "overlay", "squashfs", "udf", "usb-storage"],
  ...["afs", "befs", "ceph", "exofs", "gfs2", "minix", "ocfs2", "reiserfs", "ufs"],
  ...["cfg80211", "mac80211", "bluetooth"],
  ...["dccp", "tipc", "rds", "sctp"],
];

/** H-22: code of the kernel that nothing needs is code that only an attacker asks for. */
export const modulesAreBlocked = stackRule({
  id: "modules-are-blocked",
  info: "kernel modules that no server needs cannot be loaded",
  explanation:
    "The kernel loads a module when a user's program asks for its protocol or file system, and seldom used modules are where holes are found that make that user root.",
  remedy:
    "leave /etc/modprobe.d to the library; a role that needs a module gets an exception in the baseline",
  promises: ["H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => {
    const lines = new Set(wordsOf(textIn(files, BLOCKED)));
    const loads = filesUnder(files, "/etc/modules-load.d").flatMap(([path, { text }]) =>
      wordsOf(text)
        .filter((name) => MODULES.includes(name))
        .map((name) => `${path} loads ${name}`),
    );
    const open = MODULES.filter(
      (name) => !lines.has(`install ${name} /bin/false`) || !lines.has(`blacklist ${name}`),
    );
    const others = filesUnder(files, "/etc/modprobe.d").flatMap(([path, { text }]) =>
      wordsOf(text)
        .filter((line) => /^(install|alias) /.test(line) && !/^install [\w-]+ \/bin\/false$/.test(line))
        .map((line) => `${path} says ${line}`),
    );
    return [...others, ...open.map((name) => `${BLOCKED} does not keep ${name} from being loaded`), ...loads];
  }),
});
