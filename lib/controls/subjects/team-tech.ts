import type { House } from "../house";

export const TEAM_TECH = {
  subject: { id: "fleet" },
  /** Who changes something, and who did not. */
  approving: 2,
} as const;

/** The members of team Tech, each once. */
export function teamTechNames({ teamTech }: House): ReadonlySet<string> {
  return new Set(teamTech);
}
