import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Group, groupsWithPeers } from "../../subjects/groups";

/** What is a member's own: who it is, where its disks are, and how often it was replaced. */
const OWN = ["name", "datastore_id", "replace_trigger", "guestinfo.metadata"];

/** Of the files and user data of a first boot same-files-for-a-role tells. */
const FIRST_BOOT = /^guestinfo\.(?:userdata|straat-files\.\d+)$/;

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
      const keys = new Set([...Object.keys(pattern), ...Object.keys(picture)]);
      return [...keys]
        .filter((key) => !OWN.includes(key) && !FIRST_BOOT.test(key) && !isSame(pattern[key], picture[key]))
        .map((key) => `${other.resource.address} has another ${key} than ${first.resource.address}`);
    });
  },
});

/** What a member is, by attribute and by setting. */
function pictureOf({ resource, settings }: Machine): Readonly<Record<string, unknown>> {
  const { extra_config: _, ...values } = resource.values;
  return { ...values, ...settings.values };
}

/** Texts are compared as they are: some are the files of a whole server. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one !== "string" && JSON.stringify(one) === JSON.stringify(other));
}
