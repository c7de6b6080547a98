import type { GuestPart } from "../guest-part";
import { program } from "../script";

/** Where a server's data disk is mounted. */
export const DATA_VOLUME = "/srv/data";

/**
 * The data disk of a server: found because it is blank, given a file system and a label once, and mounted by that
 * label ever after. A disk with anything on it is never formatted.
 */
export function dataVolumePart(): GuestPart {
  const make = program("make-data-volume");
  return { name: "data-volume", packages: ["e2fsprogs"], files: [make], commands: [make.path] };
}
