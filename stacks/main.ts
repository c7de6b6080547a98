import { join } from "node:path";
import type { Fleet } from "../lib";
import { evidence } from "./evidence";
import { platform } from "./platform";
import { teamTech } from "./team-tech";

/** Everything the agency hosts. A file in `clients/` is a client; there is nothing else to register. */
export const fleet: Fleet = { platform, clients: join(__dirname, "clients"), teamTech, evidence };
