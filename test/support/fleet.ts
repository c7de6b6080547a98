import { addClient, clientNames } from "../../lib/synth/fleet";
import { fleet } from "../../stacks/main";
import { type AppView, type Body, buildApp } from "./app";
import { digestOf, payloadOf, unpacked } from "./guestinfo";
import { ZorgpleinOnServers } from "./zorgplein-on-servers";

/** The platform and the named clients of `stacks/`, as they are declared; all clients unless named. */
export function buildFleet(names: readonly string[] = clientNames(fleet)): AppView {
  return buildApp((app) => {
    fleet.platform(app);
    for (const name of names) addClient(fleet, app, name);
  });
}

/** The same fleet, with all of every client on servers: what rules about servers are tried with. */
export function buildFleetOnServers(): AppView {
  return buildApp((app) => {
    fleet.platform(app);
    for (const name of clientNames(fleet).filter((client) => client !== "zorgplein"))
      addClient(fleet, app, name);
    new ZorgpleinOnServers(app);
  });
}

/**
 * The whole of a stack as a reviewer would want to see it change: parsed, without what differs between engines or
 * repeats an address, and with what servers are given to read in the clear. A text that several servers are given
 * is told once.
 */
export function wholeOf(built: AppView, path: string) {
  const { json, model } = built.stack(path);
  return { terraform: readable(json, new Set()), model };
}

function readable(value: unknown, told: Set<string>, key = ""): unknown {
  if (typeof value === "string") return isDocument(key) ? once(key, value, told) : value;
  if (Array.isArray(value)) return value.map((item) => readable(item, told));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as Body).filter(([name]) => name !== "//");
  return Object.fromEntries(entries.map(([name, item]) => [name, readable(item, told, name)]));
}

function once(key: string, encoded: string, told: Set<string>): string {
  // What a server is made of is the same for all of a role, and is shown by test/guest/roles.test.ts.
  if (key === "guestinfo.userdata") return `(user data ${digestOf(unpacked(encoded))})`;
  if (key.startsWith("guestinfo.straat-files.")) return `(files ${digestOf(encoded)})`;
  if (told.has(encoded)) return "(as above)";
  told.add(encoded);
  return key.startsWith("guestinfo.straat.") ? payloadOf(encoded) : unpacked(encoded);
}

function isDocument(key: string): boolean {
  return key.startsWith("guestinfo.") && !key.endsWith(".encoding");
}
