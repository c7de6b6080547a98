import { ERROR_FROM_ACCEPTANCE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";
import { planOf } from "../../subjects/patch-nights";
import { Unreadable } from "../../unreadable";

/** H-18: every server is patched, each knows when, and whom it has to see before it begins. */
export const patchPlanOfEveryServer = stackRule({
  id: "patch-plan-of-every-server",
  info: "every server is told when it is patched, beside all members of its group, and waits for a fresh backup where it holds data",
  explanation:
    "A server without a plan is never patched. One that does not know its peers takes itself down while they are down.",
  remedy: "declare servers through the library, which plans the patches of a whole group",
  promises: ["H-18", "I-04", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  // That one is not given its plan is told by every-document-is-there.
  subjects: machinesTold("patch"),
  judge: (machine) => {
    const { members, places, data } = planOf(machine);
    const { group } = machine;
    if (group === undefined)
      throw new Unreadable(`${machine.resource.address} is in no group of the model file`);
    const holdsData = group.role === "server" && group.data;
    return [
      ...wrongMembers(machine),
      ...(places >= members.length ? [] : [`has ${places} places for ${members.length} members`]),
      ...(data === holdsData
        ? []
        : [
            holdsData
              ? "does not wait for a backup of its data"
              : "waits for a backup that nothing makes of it",
          ]),
    ];
  },
});

function wrongMembers(machine: Machine): readonly string[] {
  const { members } = planOf(machine);
  const servers = machine.group?.servers ?? [];
  const known = servers.map(({ member }) => member);
  return [
    ...members
      .filter(({ number }) => !known.includes(number))
      .map(({ number }) => `plans a member ${number}, which the group does not have`),
    ...servers.flatMap(({ member, name, interfaces }) => {
      const planned = members.find(({ number }) => number === member);
      if (planned === undefined) return [`plans nothing for member ${member}, ${name}`];
      const own = interfaces.flatMap(({ addresses }) => addresses);
      return own.some((address) => address.equals(planned.address))
        ? []
        : [`looks for ${name} at ${planned.address}, which is not an address of it`];
    }),
  ];
}
