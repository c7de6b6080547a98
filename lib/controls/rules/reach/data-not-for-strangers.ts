import { isDatabase } from "../../../model/software";
import { WARNING_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type Group, groups } from "../../subjects/groups";
import { networksOfZone, poolsOfModel, union } from "../../subjects/walls/networks-of";
import { shownRule } from "../../subjects/walls/read-rule";
import { wallOf } from "../../subjects/walls/walls";
import { clusterAddresses } from "../../subjects/walls/workloads";

/** H-05: a server that answers outside and one that keeps what is worth having are better two than one. */
export const dataNotForStrangers = stackRule<Group>({
  id: "data-not-for-strangers",
  info: "servers that hold data let in servers of their own network, pods of their stage and administrators, and nobody from outside",
  explanation:
    "What answers outside is what is broken into first. Where the data is on the same server there is no second wall to pass.",
  remedy: "put the application on a group of its own, and let the group with the data answer to that",
  promises: ["H-05"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: (stack) =>
    groups(stack).filter(({ record }) => record.role === "server" && record.data && !isDatabase(record.runs)),
  judge({ record }, { model }) {
    const known = union([
      poolsOfModel(model),
      clusterAddresses(model),
      ...model.zones.map((zone) => networksOfZone(zone)),
    ]);
    const { rules } = wallOf(model, record.path, "input");
    return rules.filter(({ from }) => !known.covers(from)).map((rule) => `${shownRule(rule)} lets others in`);
  },
});
