import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { missingLines, wrongSettings } from "../../subjects/settings";
import { unitIn } from "../../subjects/units";

const LIMITS = "/etc/security/limits.d/straat.conf";
const DUMPS = "/etc/systemd/coredump.conf.d/straat.conf";

/** H-22, V-02: what was in memory goes when its program does. */
export const memoryIsNotDumped = stackRule({
  id: "memory-is-not-dumped",
  info: "a program that fails leaves no copy of its memory on disk",
  explanation:
    "A core dump holds keys and clients' data in the clear. It stays on the system disk, in no backup's encryption and under nobody's retention.",
  remedy: "leave limits.d and coredump.conf.d to the library",
  promises: ["H-22", "V-02"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => [
    ...missingLines(LIMITS, textIn(files, LIMITS), ["* hard core 0", "root hard core 0"]),
    ...wrongSettings(DUMPS, unitIn(files, DUMPS), {
      "Coredump.Storage": "none",
      "Coredump.ProcessSizeMax": "0",
    }),
  ]),
});
