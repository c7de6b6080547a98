import { isDatabase } from "../../../model/software";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type Group, groups } from "../../subjects/groups";
import { shownRule } from "../../subjects/walls/read-rule";
import { wallOf } from "../../subjects/walls/walls";
import { isWide } from "../../subjects/walls/wide";

/** H-05, H-06: a database is never everyone's to try. */
export const databasesNotForStrangers = stackRule<Group>({
  id: "databases-not-for-strangers",
  info: "no server that runs a database lets in the internet, a country, or more addresses than anybody has",
  explanation:
    "A database has one lock, its password, and everything is behind it. What everyone can reach is tried within the hour, by programs that do nothing else.",
  remedy: "take the flow away: the application in front is what the internet may reach",
  promises: ["H-05", "H-06", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a database that everyone can try is one password away from everyone" },
  subjects: (stack) => groups(stack).filter(({ record }) => isDatabase(record.runs)),
  judge: ({ record }, { model }) =>
    wallOf(model, record.path, "input")
      .rules.filter(({ from }) => isWide(from))
      .map((rule) => `${shownRule(rule)} lets everyone in`),
});
