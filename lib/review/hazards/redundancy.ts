import { counted } from "../../controls/report/text";
import { MaintenanceWindow } from "../../model/maintenance-window";
import type { Hazard } from "../hazard";
import { type Company, stemOf } from "./companies";
import { awayOf, eventOf, type MachineEvent } from "./machine-events";

/**
 * Servers that stand in for each other and go down in one review (H-03, decision 5): one may, two may not, whichever plan
 * each is in. A server that is restarted or moved is down as well, since nobody waits until it answers.
 */
export function redundancyHazards(companies: readonly Company[]): readonly Hazard[] {
  return companies.flatMap(hazardsOfCompany);
}

function hazardsOfCompany(company: Company): readonly Hazard[] {
  const planned = company.changed.flatMap((member) => eventOf(member) ?? []);
  if (planned.length === 0) return [];
  const taken = new Set(planned.map(keyOf));
  const away = company.drifted
    .flatMap((member) => awayOf(member) ?? [])
    .filter((event) => !taken.has(keyOf(event)));
  const events = [...planned, ...away];
  const single = planned.filter(({ kind }) => kind === "restarted").map(restartHazard);
  if (new Set(events.map(keyOf)).size > 1) return [together(company, events), ...single];
  const [event] = planned;
  return event === undefined || event.kind === "restarted" ? single : [alone(company, event)];
}

function keyOf({ member: { plan, item } }: MachineEvent): string {
  return `${plan.model.stack}/${item.change.address}`;
}

function together(company: Company, events: readonly MachineEvent[]): Hazard {
  const { name, size } = company;
  return {
    kind: "redundancy",
    level: "block",
    stack: stackOf(events),
    subjects: events.map(({ member }) => member.item.change.address),
    text: [
      `${counted(events.length, "server")} of ${name}, which has ${Math.max(size, events.length)}, go down in one review: ${events.map(({ text }) => text).join("; ")}.`,
      ...orderOf(events),
      ...meaningOf(company),
    ].join(" "),
    remedy: remedyFor(events),
  };
}

/** One of several is what redundancy is for; of a group that has no other, its service stops. */
function alone({ name, size }: Company, event: MachineEvent): Hazard {
  const { item, plan } = event.member;
  const isAlone = size < 2;
  return {
    kind: "redundancy",
    level: isAlone ? "team-tech" : "note",
    stack: plan.model.stack,
    subjects: [item.change.address],
    text: `${event.text}. ${isAlone ? `Nothing stands in for ${name} meanwhile.` : `What is left of ${name} carries on.`}`,
    remedy: isAlone
      ? "announce it, or give the group a second member first"
      : "see the others answer before it is applied",
  };
}

function restartHazard({ member, text }: MachineEvent): Hazard {
  const { model } = member.plan;
  const { days, start, end, timeZone } = model.client?.maintenance ?? MaintenanceWindow.SHEET;
  return {
    kind: "restart",
    level: "team-tech",
    stack: model.stack,
    subjects: [member.item.change.address],
    text: `${text}, at the moment it is applied and not in its own night.`,
    remedy: `apply it between ${start} and ${end} (${timeZone}) on one of ${days.join(", ")}, in the night of this member`,
  };
}

/** What Terraform does in which order, and why that does not help. */
function orderOf(events: readonly MachineEvent[]): readonly string[] {
  const stacks = new Set(events.map(({ member }) => member.plan.model.stack));
  const kinds = (kind: MachineEvent["kind"]) => events.filter((event) => event.kind === kind).length;
  const actions = events.map(({ member }) => member.item.change.action);
  return [
    ...(stacks.size > 1 ? ["Their stacks are applied apart, and neither waits for the other."] : []),
    ...(actions.includes("replace") && kinds("destroyed") > 1
      ? ["Terraform destroys all of them, the last one first, before it makes the first anew."]
      : []),
    ...(kinds("restarted") + kinds("moved") > 1 && stacks.size === 1
      ? [
          "Where they depend on each other Terraform takes them one after the other, but waits until a machine is on, not until its service answers.",
        ]
      : []),
  ];
}

function meaningOf({ role, name }: Company): readonly string[] {
  if (role === "edge") return [`Nothing gets into or out of ${name.split("/")[0]} meanwhile.`];
  if (role === "vpn-gateway") return ["No administrator gets in meanwhile, also not to mend it."];
  return [];
}

function remedyFor(events: readonly MachineEvent[]): string {
  if (events.every(({ kind }) => kind === "destroyed" || kind === "away")) {
    return "replace one by raising its own generation, apply, see it answer, and then the next; what is to go for good is taken away by team Tech itself, after its backup was read back";
  }
  return "change one member, see it answer, and then the next; what all members share is applied by team Tech itself, member by member, each in its own night";
}

function stackOf(events: readonly MachineEvent[]): string {
  return [...new Set(events.map(({ member }) => member.plan.model.stack))].join(", ");
}

/** For rules about a group: whether an address such as `….web_apart-hosts` is that of a rule about `….web_1`. */
export function isRuleAbout(address: string, server: string): boolean {
  const name = address.slice(address.lastIndexOf(".") + 1);
  return name.startsWith(`${stemOf(server)}_`);
}
