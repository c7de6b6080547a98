import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { unless } from "../../subjects/problems";

/** H-02, H-05: no virtual machine is outside what is judged. */
export const everyMachineIsDeclared = stackRule<Machine>({
  id: "every-machine-is-declared",
  info: "every virtual machine is a server of the model file",
  explanation:
    "A machine that was added beside the library has no walls, is in no picture of who reaches whom, and is neither patched nor backed up.",
  remedy: "declare it through RedundantVms",
  promises: ["H-02", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: {
    never: "who reaches a machine that the model file does not know can be neither judged nor reviewed",
  },
  subjects: (stack) => Machine.in(stack),
  judge: ({ server, resource }) =>
    unless(server !== undefined, `the model file knows no ${resource.address}`),
});
