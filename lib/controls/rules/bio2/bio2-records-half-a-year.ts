import { Profile } from "../../../model/profile";
import { FIGURES } from "../../../model/promises";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { forFiles } from "../../subjects/served-files";
import { sudoLogDays, sudoOutputDays } from "../../subjects/sudo-log";

/** BIO2 8.18.02: what was done with tools of administrators is kept for half a year. */
export const bio2RecordsHalfAYear = stackRule({
  id: "bio2-records-half-a-year",
  info: `servers keep what administrators did with sudo for ${FIGURES.logRetentionDays} days, beside the central logs`,
  explanation:
    "BIO2 8.18.02 asks for half a year. What commands answered may hold clients' data, so it is not sent, and is nowhere else.",
  remedy: "leave the rotation of sudo's records to the library",
  promises: ["B-13", "V-01"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  profile: Profile.BIO2,
  subjects: Machine.in,
  judge: forFiles((files) =>
    [
      { what: "sudo's log of commands", days: sudoLogDays(files) },
      { what: "sudo's record of answers", days: sudoOutputDays(files) },
    ]
      .filter(({ days }) => days < FIGURES.logRetentionDays)
      .map(({ what, days }) => `${what} is kept ${days} days`),
  ),
});
