import { isDatabase } from "../../../model/software";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type Group, groups } from "../../subjects/groups";
import { networksOfZone, poolsOfModel, union } from "../../subjects/walls/networks-of";
import { shownAddresses, shownRule } from "../../subjects/walls/read-rule";
import { wallOf } from "../../subjects/walls/walls";
import { isWide } from "../../subjects/walls/wide";
import { clusterAddresses } from "../../subjects/walls/workloads";

/** H-05: a database answers to servers of its own environment and to administrators. */
export const databasesNotFromOutside = stackRule<Group>({
  id: "databases-not-from-outside",
  info: "servers that run a database let in servers of their own network, pods of their stage and administrators, and no partner from outside",
  explanation:
    "A database has one lock, its password, and everything is behind it. The application in front has more, and tells who did what.",
  remedy: "let the application in front answer outside; who needs the data itself comes through the VPN",
  promises: ["H-05", "H-06", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => groups(stack).filter(({ record }) => isDatabase(record.runs)),
  judge({ record }, { model }) {
    const known = union([
      poolsOfModel(model),
      clusterAddresses(model),
      ...model.zones.map((zone) => networksOfZone(zone)),
    ]);
    return wallOf(model, record.path, "input").rules.flatMap((rule) => {
      // Of everyone databases-not-for-strangers tells, which nobody may allow.
      if (isWide(rule.from)) return [];
      const others = rule.from.minus(known);
      return others.isEmpty ? [] : `${shownRule(rule)} lets ${shownAddresses(others)} in`;
    });
  },
});
