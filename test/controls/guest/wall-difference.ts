import { acceptedBy, asTold } from "../../../lib/controls/guest/accepted-by";
import { ORDER, type Place } from "../../../lib/controls/guest/nft-fixed";
import type { Hook, Statement } from "../../../lib/controls/guest/nft-statement";
import type { Chain, Ruleset } from "../../../lib/controls/guest/nftables";
import type { GroupRecord, ModelFile, RuleRecord } from "../../../lib/model/model-file";
import { formatRanges } from "../../../lib/network/range-text";
import { expectedGuards, expectedInward, expectedOutward, expectedVrrp } from "./nft-expected";

/**
 * In what a ruleset differs from what the model file says of the group whose servers have it: its flows, hook by hook
 * and in order, and all that stands around them. Nothing means that the same packets pass, and no others.
 *
 * The addresses of countries are the server's own to know, so of those it is seen only that they are asked.
 */
export function wallDifferences(ruleset: Ruleset, group: GroupRecord, model: ModelFile): readonly string[] {
  const walls = model.walls.filter(({ at }) => at === group.path);
  const filters = walls.map(({ hook }) => hook);
  const hooks: readonly Hook[] = group.role === "edge" ? [...filters, "prerouting", "postrouting"] : filters;
  const extra = [...ruleset.chains.keys()].filter((hook) => !hooks.includes(hook));
  return [
    ...(ruleset.title === group.path ? [] : [`is the ruleset of ${ruleset.title}`]),
    ...(["input", "output"] as const)
      .filter((hook) => !hooks.includes(hook))
      .map((hook) => `the model has no wall for ${hook}`),
    ...extra.map((hook) => `${hook}: is a chain that nobody declared`),
    ...hooks.flatMap((hook) => chainDifferences(ruleset, hook)),
    ...walls.flatMap(({ hook, rules }) => flowDifferences(acceptedBy(ruleset, hook), rules, hook)),
    ...varyingDifferences(ruleset, group, model),
    ...countryDifferences(ruleset),
  ];
}

/** What is the same for all: the chain's own line, and which statements stand in it, in which order. */
function chainDifferences({ chains }: Ruleset, hook: Hook): readonly string[] {
  const chain = chains.get(hook);
  if (chain === undefined) return [`${hook}: there is no such chain, so nothing holds packets there`];
  const places = chain.statements.map(placeOf);
  const order = ORDER[hook];
  const missing = order.filter((place) => isFixed(place) && !places.includes(place));
  const inOrder = places.every((place, index) => {
    const at = order.indexOf(place);
    const before = index === 0 ? -1 : order.indexOf(places[index - 1] as Place);
    return at > before || (at === before && !isFixed(place));
  });
  return [
    ...headerDifferences(chain),
    ...missing.map((place) => `${hook}: lacks the statement for ${place}`),
    ...(inOrder ? [] : [`${hook}: has statements in another order than ${order.join(", ")}`]),
  ];
}

function headerDifferences({ hook, type, priority, policy }: Chain): readonly string[] {
  const expected = {
    input: "filter filter drop",
    output: "filter filter drop",
    forward: "filter filter drop",
    prerouting: "nat dstnat accept",
    postrouting: "nat srcnat accept",
  }[hook];
  const found = `${type} ${priority} ${policy}`;
  return found === expected ? [] : [`${hook}: has type, priority and policy ${found}, not ${expected}`];
}

function placeOf(statement: Statement): Place {
  return statement.kind === "fixed" ? statement.name : statement.kind;
}

function isFixed(place: Place): boolean {
  return !["forged", "vrrp", "flow", "inward", "outward"].includes(place);
}

function flowDifferences(
  accepted: readonly RuleRecord[],
  declared: readonly RuleRecord[],
  hook: Hook,
): readonly string[] {
  const told = declared.map(asTold).filter((rule) => rule !== undefined);
  return listDifferences(hook, accepted.map(flowText), told.map(flowText));
}

function flowText({ id, why, from, to, port, countries, inInterface, outInterface }: RuleRecord): string {
  const cards = `${inInterface ?? "any card"} to ${outInterface ?? "any card"}`;
  const some = countries === undefined ? "" : ` of ${countries.join(" ")}`;
  return `${id} (${why}): ${port} from ${from.join(" ")}${some} to ${to.join(" ")}, ${cards}`;
}

/** What differs by server beside the flows. */
function varyingDifferences(ruleset: Ruleset, group: GroupRecord, model: ModelFile): readonly string[] {
  const of = (hook: Hook, kind: Statement["kind"]) =>
    (ruleset.chains.get(hook)?.statements ?? []).filter((statement) => statement.kind === kind).map(textOf);
  const vrrp = expectedVrrp(group).map(textOf);
  const outward = of("postrouting", "outward");
  const expected = expectedOutward(group, model)
    .map(({ statement, isNeeded }) => ({ text: textOf(statement), isNeeded }))
    .filter(({ text, isNeeded }) => isNeeded || outward.includes(text))
    .map(({ text }) => text);
  return [
    ...listDifferences("input", of("input", "vrrp"), vrrp),
    ...listDifferences("output", of("output", "vrrp"), vrrp),
    ...listDifferences("forward", of("forward", "forged"), expectedGuards(group, model).map(textOf)),
    // A port of an address is one group's, so their order says nothing.
    ...listDifferences(
      "prerouting",
      [...of("prerouting", "inward")].sort(),
      expectedInward(group, model).map(textOf).sort(),
    ),
    ...listDifferences("postrouting", outward, expected),
  ];
}

function textOf(statement: Statement): string {
  const { kind } = statement;
  if (kind === "vrrp") {
    const [source, destination] = [statement.source, statement.destination].map((ranges) =>
      formatRanges(statement.family, ranges).join(" "),
    );
    return `VRRP in IPv${statement.family} from ${source} to ${destination}`;
  }
  if (kind === "forged") {
    const addresses = formatRanges(statement.family, statement.addresses).join(" ") || "(none)";
    return `forged when ${statement.when} of ${addresses} by ${statement.card} in IPv${statement.family}`;
  }
  if (kind === "outward") {
    const [source, destination] = [statement.source, statement.destination].map((ranges) =>
      formatRanges(4, ranges).join(" "),
    );
    return `${source} to ${destination} by ${statement.card} as ${statement.address}`;
  }
  if (kind === "inward") {
    const { port, address, card, to, group } = statement;
    return `${port} of ${address} by ${card} to ${to} for ${group}`;
  }
  return kind;
}

function countryDifferences({ sets, includesCountries }: Ruleset): readonly string[] {
  const asks = [...sets.values()].some(({ countries }) => countries !== undefined);
  if (asks === includesCountries) return [];
  return [
    asks ? "asks for countries that nothing fills" : "reads a file of countries that it does not ask for",
  ];
}

/** What is in one list and not in the other; when it is only the order, that. */
function listDifferences(
  hook: Hook,
  found: readonly string[],
  expected: readonly string[],
): readonly string[] {
  if (found.length === expected.length && found.every((text, index) => text === expected[index])) return [];
  const lacking = expected.filter((text) => !found.includes(text));
  const extra = found.filter((text) => !expected.includes(text));
  if (lacking.length + extra.length === 0)
    return [`${hook}: says the same in another order, or more than once`];
  return [
    ...lacking.map((text) => `${hook}: lacks ${text}`),
    ...extra.map((text) => `${hook}: has ${text}, which nobody declared`),
  ];
}
