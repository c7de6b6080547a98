import { checkList } from "./declared-list";
import { InvalidError, type Mistakes } from "./mistake";
import { shownValue } from "./text";

/** A set of rules that a client asks for beside those of the sheet. */
export const Profile = {
  /** Rules that follow from the Baseline Informatiebeveiliging Overheid: clients who are government bodies. */
  BIO2: "bio2",
} as const;

export type Profile = (typeof Profile)[keyof typeof Profile];

/** The profiles somebody chose, each once; mistakes are noted under `profiles`. */
export function checkProfiles(declared: readonly Profile[] | undefined, check: Mistakes): readonly Profile[] {
  return [...new Set(checkList("profiles", declared, "[Profile.BIO2]", check, checkProfile))];
}

function checkProfile(value: unknown): Profile {
  const known = Object.values(Profile).find((profile) => profile === value);
  if (known !== undefined) return known;
  throw new InvalidError({
    value: shownValue(value),
    problem: "is not a profile, so no rule would come of it",
    remedy: "write Profile.BIO2, or leave it out",
  });
}
