import { sharedWhitelist } from "../lib";

/** Where the agency itself looks at acceptance from; on the whitelist of every client whose work it shows around. */
export const agencyOffices = sharedWhitelist("agency offices", [
  { network: "198.51.100.64/29", owner: "Agency, Utrecht", reason: "demonstrations", until: "2027-12-31" },
  { network: "198.51.100.72/29", owner: "Agency, Groningen", reason: "demonstrations", until: "2027-12-31" },
]);
