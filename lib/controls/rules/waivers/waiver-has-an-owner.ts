import { isError } from "../../assessment";
import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** Somebody answers for what is allowed: a named person always (the model sees to that), and for an error one of team Tech. */
export const waiverHasAnOwner = waiverRule({
  id: "waiver-has-an-owner",
  info: "every waiver of an error is owned by a member of team Tech",
  explanation:
    "Changes of the infrastructure are approved by team Tech. A waiver of an error is one, so one of them answers for it by name.",
  remedy: "write the full name of the member of team Tech who answers for it, as stacks/team-tech.ts has it",
  promises: ["I-05", "I-06"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge({ waiver: { owner }, matches }, { teamTech }) {
    if (!matches.some(isError) || teamTech.includes(owner)) return undefined;
    return `it allows an error, and ${owner} is not of team Tech (${teamTech.join(", ") || "nobody is named"})`;
  },
});
