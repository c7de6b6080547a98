import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { groups } from "../../subjects/groups";

/** Fewest that go on voting when one is lost. */
const VOTES_MIN = 3;

/** H-03: whoever votes keeps a majority when one of them is lost. */
export const oddNumberOfVotes = stackRule({
  id: "odd-number-of-votes",
  info: "servers that vote are odd in number, and at least three in acceptance and production",
  explanation:
    "Two that vote stop when one of them does, and four are no better than three: the majority of an even number is lost sooner.",
  remedy: "write members: 3 or 5; development and test may say 1",
  promises: ["H-03", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => groups(stack).filter(({ record }) => record.quorum),
  judge({ record: { servers } }, { stage }) {
    const needed = stage === "development" || stage === "test" ? 1 : VOTES_MIN;
    if (servers.length % 2 === 0) return `${servers.length} servers vote, which is an even number`;
    return servers.length < needed ? `${servers.length} of the ${needed} servers it needs vote` : undefined;
  },
});
