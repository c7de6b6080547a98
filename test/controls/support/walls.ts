import type { Body } from "../../support/app";
import type { EditableFleet } from "./editable-fleet";

/** A wall of a model file by the end of its name, such as `web/input`. @throws Error when it is not there */
export function wall(fleet: EditableFleet, stack: string, name: string): Body {
  const found = fleet
    .stack(stack)
    .model.walls.find(({ at, hook }: Body) => `${at}/${hook}`.endsWith(`/${name}`));
  if (found === undefined) throw new Error(`${stack} has no wall ${name}`);
  return found;
}

/** A rule of a wall by a part of its id or reason, and its port where that tells. @throws Error when it is not there */
export function rule(fleet: EditableFleet, stack: string, name: string, about: string, port = ""): Body {
  const found = wall(fleet, stack, name).rules.find(
    (one: Body) => `${one.id} ${one.why}`.includes(about) && one.port.startsWith(port),
  );
  if (found === undefined) throw new Error(`${name} has no rule about ${about}`);
  return found;
}

/** Takes a rule out of a wall. @throws Error when it is not there */
export function dropRule(fleet: EditableFleet, stack: string, name: string, about: string, port = ""): void {
  const found = rule(fleet, stack, name, about, port);
  const { rules } = wall(fleet, stack, name);
  rules.splice(rules.indexOf(found), 1);
}

/** Adds a rule that is another one but for some of what it says. */
export function addRule(
  fleet: EditableFleet,
  stack: string,
  name: string,
  about: string,
  changes: Body,
): void {
  wall(fleet, stack, name).rules.push({ ...rule(fleet, stack, name, about), ...changes });
}

/** A declared flow by its reason, of which there is one. @throws Error when it is not there */
export function flow(fleet: EditableFleet, stack: string, why: string): Body {
  const found = fleet.stack(stack).model.flows.find((one: Body) => one.why === why);
  if (found === undefined) throw new Error(`${stack} has no flow for ${why}`);
  return found;
}

/** A whitelist entry as a model file writes it. */
export function entry(changes: Body = {}): Body {
  const {
    network = "198.51.100.128/28",
    owner = "Reform Club",
    reason = "testers",
    until = "2027-12-31",
  } = changes;
  return { network, owner, reason, until };
}

/** Addresses a service published. */
export const LIST = {
  name: "Detectify",
  source: "https://example.net/addresses",
  date: "2026-12-01",
  networks: ["192.0.2.0/28"],
} as const;

/** Changes what one server of a stack is given to load. */
export function editFirewall(stack: string, server: string, change: (text: string) => string) {
  return (fleet: EditableFleet) => fleet.machine(stack, server).document("firewall", change);
}

/** Puts a line in a chain before the one that logs what is dropped. */
export function withLine(hook: string, line: string) {
  const log = `\t\tlimit rate 5/second burst 20 packets log prefix "straat drop ${hook}`;
  return (text: string) => text.replace(log, `\t\t${line}\n${log}`);
}

/** Takes all lines out that have a text in them. */
export function without(part: string) {
  return (text: string) =>
    text
      .split("\n")
      .filter((line) => !line.includes(part))
      .join("\n");
}
