import { WARNING_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";

/** What tells a stranger which holes to try: names and versions of systems, and their codes for them. */
const TELLS = /\\[mrsv]|debian|linux/i;

/** H-22: whoever is not in yet is told that they are recorded, and nothing of the system (CIS 1.6). */
export const bannerTellsNothing = stackRule({
  id: "banner-tells-nothing",
  info: "before somebody logs in, a server says that it records, and not what it is",
  explanation:
    "A version on the first line tells a stranger which holes to try, and without a warning they can say nobody told them.",
  remedy: "leave /etc/issue, /etc/issue.net and /etc/motd to the library",
  promises: ["H-22"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) =>
    ["/etc/issue", "/etc/issue.net", "/etc/motd"].flatMap((path) => {
      const text = textIn(files, path);
      const isSilent = path !== "/etc/motd" && text.trim() === "";
      return [
        ...(TELLS.test(text) ? [`${path} tells what system it is`] : []),
        ...(isSilent ? [`${path} warns nobody`] : []),
      ];
    }),
  ),
});
