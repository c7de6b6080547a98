import { InvalidError } from "./mistake";
import { shownValue } from "./text";

/** What Straat sets up on a group's servers beside the operating system; an application brings the rest. */
export const Software = { NGINX: "nginx", POSTGRESQL: "postgresql", MARIADB: "mariadb" } as const;

export type Software = (typeof Software)[keyof typeof Software];

/** What keeps a group's data in a database, so that a copy of its files alone is no backup (B-15). */
export type DatabaseEngine = "postgresql" | "mariadb";

export function isDatabase(software: Software | undefined): software is DatabaseEngine {
  return software === Software.POSTGRESQL || software === Software.MARIADB;
}

/** @throws InvalidError for anything else */
export function checkSoftware(value: unknown): Software {
  const known = Object.values(Software).find((software) => software === value);
  if (known !== undefined) return known;
  throw new InvalidError({
    value: shownValue(value),
    problem: "is not something Straat sets up on a server",
    remedy: "write Software.NGINX, Software.POSTGRESQL or Software.MARIADB, or leave it out",
  });
}
