import { FIGURES } from "../../../model/promises";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { groups } from "../../subjects/groups";

/** H-03, B-06: a group goes on when one of its members fails. The gateways of a platform stand in for each other. */
export const enoughMembers = stackRule({
  id: "enough-members",
  info: `groups in acceptance and production, and edges, have at least ${FIGURES.redundantMembers} members`,
  explanation:
    "A group of one is down whenever its server is: at each failure, each update and each restart. 99.99 percent leaves four minutes a month.",
  remedy: "write members: 2 or more; development and test may say members: { development: 1, test: 1 }",
  promises: ["H-03", "B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => groups(stack).filter(({ record: { role } }) => role === "server" || role === "edge"),
  judge({ record }, { stage }) {
    const mayBeAlone = record.role === "server" && (stage === "development" || stage === "test");
    const needed = mayBeAlone ? 1 : FIGURES.redundantMembers;
    // Two records of one machine are one member.
    const members = new Set(record.servers.map(({ address }) => address)).size;
    return members < needed ? `it has ${members} of the ${needed} members it needs` : undefined;
  },
});
