import { Port } from "../model/port";
import { type Look, type Markup, stack, swatch, table, text } from "./dot";

const INK = "#1b2733";
const PALE_INK = "#43505e";
/** What is wall is brick, and nothing else is. */
const BRICK = "#b3401f";
/** Between the two faces of the wall. */
const WALL = "#f8e1d8";

/** What an environment stands on, and its part of the cluster. */
const GROUND = "#eaf1f8";
const CLUSTER_GROUND = "#d9e6f3";

const FONT: Look = { fontname: "Helvetica", fontcolor: INK, fontsize: "13" };
const FILLED: Look = { style: "filled" };
const ROUNDED: Look = { style: "filled,rounded" };
const GROUP: Look = { class: "group", color: BRICK, penwidth: "2.6", margin: "0.17,0.08" };
const WORKLOAD: Look = { ...GROUP, ...ROUNDED, class: "workload" };
const SIGN: Look = { class: "sign", shape: "plain", style: "" };
const HIDDEN: Look = { style: "invis", weight: "0" };

/**
 * How each kind of thing is drawn; `class` goes into the SVG. Sizes are in pixels, distances in inches of 72 pixels,
 * which is how Graphviz counts.
 */
export const LOOK = {
  graph: {
    ...FONT,
    bgcolor: "white",
    ranksep: "0.42",
    nodesep: "0.3",
    pad: "0.25",
    labelloc: "b",
    labeljust: "l",
    newrank: "true",
    // A second look at crossings would forget what has to stand to the left of what.
    remincross: "false",
  },
  node: { ...FONT, ...FILLED, shape: "box", fillcolor: "white", color: PALE_INK },
  edge: { ...FONT, color: INK, penwidth: "1.3", arrowsize: "0.8" },
  street: { labelloc: "t", penwidth: "0", margin: "4" },
  wall: { ...FILLED, class: "edge", fillcolor: WALL, color: BRICK, penwidth: "3", margin: "12" },
  environment: { ...ROUNDED, class: "environment", fillcolor: GROUND, penwidth: "0", margin: "12" },
  outside: { ...ROUNDED, class: "outside", fillcolor: "#eef1f4", margin: "0.15,0.08" },
  gate: { class: "gate", color: BRICK, margin: "0.1,0.05" },
  group: GROUP,
  dataGroup: { ...GROUP, shape: "cylinder" },
  cluster: { ...ROUNDED, class: "cluster", fillcolor: CLUSTER_GROUND, penwidth: "0", margin: "12" },
  /** Unseen: keeps servers, and the gates on the way to them, on one side of the cluster. */
  servers: { ...FILLED, class: "servers", fillcolor: GROUND, penwidth: "0", margin: "0" },
  /** Two outlines: pods come and go, and there is more than one of a kind. */
  workload: { ...WORKLOAD, peripheries: "2" },
  dataWorkload: { ...WORKLOAD, style: "filled", shape: "cylinder" },
  gateway: { ...WORKLOAD, class: "gateway", style: "filled", peripheries: "2" },
  /** A gate of the edge, where both its sides are inside. */
  crossing: { class: "crossing", color: BRICK, fillcolor: WALL, margin: "0.1,0.05" },
  /** A name and facts without a frame: arrows go around such a node, but across the label of a frame. */
  sign: SIGN,
  closed: { ...SIGN, class: "closed" },
  // Frames pull together with a weight of 128. An arrow into a stage holds against that, also by way of the next.
  flow: { class: "flow", weight: "500" },
  outerPassage: { class: "passage" },
  innerPassage: { class: "passage", weight: "2000" },
  /** Pulls a workload down to the servers it asks: higher up, its arrow would go across those of others. */
  crossingPassage: { class: "passage", weight: "300" },
  /** Unseen: keeps the one above the other. */
  above: HIDDEN,
  /** Unseen: keeps the one above the other, straight. */
  straightAbove: { ...HIDDEN, weight: "2000" },
  /** Unseen: keeps the one to the left of the other, or above it where something else puts that lower. */
  before: { style: "invis", minlen: "0" },
} satisfies Record<string, Look>;

export function large(content: string): Markup {
  return text(content, { size: 15, bold: true });
}

export function small(content: string): Markup {
  return text(content, { size: 12, color: PALE_INK });
}

/** What a sign says: a name, and facts below it. */
export function signLook(name: string, facts: readonly string[]): Look {
  return { ...LOOK.sign, label: leftAligned([large(name), ...facts.map(small)]), tooltip: name };
}

/**
 * What has to be known to draw the right conclusion from what is not there.
 *
 * @param cluster whether pods are in the picture
 */
export function legend(cluster: boolean): Markup {
  const walls = ["the edge of the street, with a gate for each port and reason", "one on every server"];
  const wall = `a firewall: ${cluster ? `${walls.join(", ")}, and one around the pods of each workload` : walls.join(", and ")}`;
  const arrow = "may open connections over this port, for this reason; replies belong to it";
  const closed = [
    "what is not drawn is closed, in both directions, IPv4 and IPv6, also between stages;",
    `only this goes without saying: administrators reach every server through the VPN (${Port.SSH}, ${Port.PING}),`,
    "and every server reaches the dns, ntp, logs, packages and backup of the sites;",
    "the edge answers pings of its networks, its members keep each other in step, and members of a group ping each other",
  ];
  const ofCluster = [
    "every pod asks the resolvers of the cluster for names, is asked by its node whether it is well,",
    "and the proxies of a gateway are told by their controller what to do",
  ];
  const told = cluster ? [...closed.slice(0, -1), `${closed.at(-1)};`, ...ofCluster] : closed;
  return table(
    [
      [swatch(BRICK), text(wall)],
      [text("→", { size: 16 }), text(arrow)],
      [text("×", { size: 16 }), leftAligned(told.map((line) => text(line)))],
    ],
    { align: "left", padding: 3 },
  );
}

export function leftAligned(rows: readonly Markup[], padding = 1): Markup {
  return stack(rows, { align: "left", padding });
}
