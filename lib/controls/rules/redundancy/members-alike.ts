import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Group, groupsWithPeers } from "../../subjects/groups";

/** What is a member's own: who it is, where its disks are, and how often it was replaced. */
const OWN = ["name", "datastore_id", "replace_trigger", "guestinfo.metadata"];

/** H-03: any member can stand in for any other. */
export const membersAlike = stackRule<Group>({
  id: "members-alike",
  info: "members of a group are alike in all but name, addresses, datastore and generation",
  explanation:
    "A member that is smaller, in another network, or told something else than its peers serves differently from the day it has to stand in.",
  remedy: "change what the group says, not one member",
  promises: ["H-03", "B-07"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "a plan has what vSphere made of each member, and the first boot each of them had",
  subjects: groupsWithPeers,
  judge({ record }, stack) {
    const [first, ...others] = Machine.ofGroup(stack, record);
    if (first === undefined) return undefined;
    const pattern = pictureOf(first);
    return others.flatMap((other) => {
      const picture = pictureOf(other);
      const keys = new Set([...pattern.keys(), ...picture.keys()]);
      return [...keys]
        .filter((key) => pattern.get(key) !== picture.get(key))
        .map((key) => `${other.resource.address} has another ${key} than ${first.resource.address}`);
    });
  },
});

/** What a member is, by attribute and by setting. Texts stand for themselves: some are files of a whole server. */
function pictureOf({ resource, settings }: Machine): ReadonlyMap<string, unknown> {
  const { extra_config: _, ...values } = resource.values;
  const all = Object.entries({ ...values, ...settings.values });
  return new Map(
    all
      .filter(([key]) => !OWN.includes(key))
      .map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
