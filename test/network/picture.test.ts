import { beforeAll, describe, expect, test } from "@jest/globals";
import { instance, type Viz } from "@viz-js/viz";
import { Peer, Port, RedundantVms, VmSize } from "../../lib";
import { InvalidError } from "../../lib/model/mistake";
import type { ModelFile } from "../../lib/model/model-file";
import type { PeerRecord } from "../../lib/model/peer";
import { pictureOf } from "../../lib/network/picture";
import { type AppView, buildStreet } from "../support/app";
import { buildFleet } from "../support/fleet";
import { decoded, drawnFlows, type Graph, rowsOf, sentence, titlesOf } from "../support/graph";

let viz: Viz;
let fleet: AppView;
beforeAll(async () => {
  viz = await instance();
  fleet = buildFleet();
});

const CLIENTS = ["buurtbus", "verne", "zorgplein"];
const STAGES = ["development", "test", "acceptance", "production"];

/** The model files of a client, as they are read back after a synth. */
function filesOf(built: AppView, client: string): readonly ModelFile[] {
  return JSON.parse(JSON.stringify(modelsOf(built, client)));
}

function modelsOf(built: AppView, client: string): readonly ModelFile[] {
  const models = built.straatStacks.map((stack) => stack.toModel());
  return models.filter((model) => model.client?.name === client);
}

function read(files: readonly ModelFile[], stage?: string): Graph {
  return JSON.parse(viz.renderString(pictureOf(files, stage), { format: "dot_json" })) as Graph;
}

function declaredFlows(files: readonly ModelFile[]): readonly string[] {
  const titles = { internet: "Internet", vpn: "VPN", whitelist: "Whitelist", networks: "Networks" };
  const nameOf = (peer: PeerRecord) => {
    if (peer.kind === "service") return peer.name;
    if (peer.kind !== "group" && peer.kind !== "workload")
      return titles[peer.kind as keyof typeof titles] ?? peer.kind;
    const [, stage, ...names] = peer.path.split("/");
    return `${stage}/${peer.kind === "workload" ? `pods ${names.at(-1)}` : names.join("/")}`;
  };
  const flows = files.flatMap((file) => file.flows);
  return flows.map(({ from, to, port, why }) => sentence(nameOf(from), nameOf(to), [`${port}`, why])).sort();
}

describe.each(CLIENTS)("the picture of %s", (client) => {
  test("draws every declared flow once, with its port and reason, and no other", () => {
    const files = filesOf(fleet, client);
    expect(drawnFlows(read(files))).toEqual(declaredFlows(files));
  });

  test("draws every group once, in its environment, with how many servers and the address they share", () => {
    const files = filesOf(fleet, client);
    const { objects } = read(files);
    for (const { stage, groups } of files.filter(({ kind }) => kind === "environment")) {
      const frame = objects.find(({ name, class: kind }) => kind === "environment" && name === `${stage}`);
      const drawn = objects.filter((thing) => thing.class === "group" && frame?.nodes?.includes(thing._gvid));
      expect(drawn.map(({ label, shape }) => [...rowsOf(label), shape])).toEqual(
        groups.map(({ path, servers, data, virtual }) => [
          path.split("/")[2],
          `${servers.length} server${servers.length === 1 ? "" : "s"}${data ? ", data" : ""}`,
          ...virtual.flatMap(({ addresses }) => addresses),
          data ? "cylinder" : "box",
        ]),
      );
    }
    const all = files.filter(({ kind }) => kind === "environment").flatMap(({ groups }) => groups);
    expect(titlesOf(read(files), "group")).toHaveLength(all.length);
  });

  test("draws nothing else that can be seen", () => {
    const { objects, edges = [] } = read(filesOf(fleet, client));
    const kinds = objects.filter(({ nodes }) => nodes === undefined).map((thing) => thing.class);
    expect(["closed", "crossing", "gate", "gateway", "group", "outside", "sign", "workload"]).toEqual(
      expect.arrayContaining([...new Set(kinds)]),
    );
    const others = edges.filter((edge) => edge.class !== "flow" && edge.class !== "passage");
    expect(others.map(({ style }) => style)).toEqual(others.map(() => "invis"));
  });

  test.each(STAGES)("is of %s alone when that is asked for", (stage) => {
    const files = filesOf(fleet, client);
    const alone = files.filter((file) => `${file.stage}` === stage);
    const graph = read(files, stage);
    expect(drawnFlows(graph)).toEqual(declaredFlows(alone));
    const clusters = alone.flatMap(({ kubernetes, site }) =>
      kubernetes === undefined ? [] : [`cluster ${site.name}`],
    );
    expect(titlesOf(graph, "sign")).toEqual(["Edge firewall", stage, ...clusters]);
    expect(titlesOf(graph, "group")).toHaveLength(alone.flatMap(({ groups }) => groups).length);
  });
});

describe("a picture", () => {
  const build = (forEach: Parameters<typeof buildStreet>[1], changes = {}) =>
    filesOf(buildStreet({ stages: ["development"], ...changes }, forEach), "verne");

  test("shows the edge with its servers and address, and each network with its VLAN", () => {
    const { objects } = read(filesOf(fleet, "zorgplein"));
    const signs = objects.filter((thing) => thing.class === "sign").map(({ label }) => rowsOf(label));
    expect(signs.filter(([title]) => title?.startsWith("cluster ") === false)).toEqual([
      ["Edge firewall", "zorgplein-edge-1", "zorgplein-edge-2", "172.20.16.17"],
      ["development", "10.24.0.0/23", "VLAN 1000"],
      ["test", "10.24.2.0/23", "VLAN 1001"],
      ["acceptance", "10.24.4.0/23", "VLAN 1002"],
      ["production", "10.24.6.0/23", "VLAN 1003"],
    ]);
  });

  test("shows who is outside once, a whitelist with the owner of each network and its end date", () => {
    const { objects } = read(filesOf(fleet, "verne"));
    const outside = objects.filter((thing) => thing.class === "outside");
    expect(outside.map(({ label }) => rowsOf(label))).toEqual([
      ["VPN", "administrators"],
      [
        "Whitelist",
        "Agency, Utrecht",
        "198.51.100.64/29 until 2027-12-31",
        "Agency, Groningen",
        "198.51.100.72/29 until 2027-12-31",
        "Reform Club",
        "198.51.100.16/28 until 2027-12-31",
        "2001:db8:5100::/48 until 2027-12-31",
      ],
      ["Internet", "everyone"],
    ]);
  });

  test("has no arrow where nothing is allowed, and says so in the wall", () => {
    const graph = read(filesOf(fleet, "buurtbus"));
    expect(graph.edges?.filter(({ style }) => style !== "invis")).toEqual([]);
    expect(titlesOf(graph, "outside")).toEqual([]);
    const closed = graph.objects
      .filter((thing) => thing.class === "closed")
      .map(({ label }) => rowsOf(label));
    expect(closed).toEqual(STAGES.map((stage) => ["nothing enters", `or leaves ${stage}`]));
  });

  test("draws a flow that leaves as an arrow from the group, out through the wall", () => {
    const files = build((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      web.connections.allowTo(Peer.networks("192.0.2.0/24"), Port.tcp(587), { why: "mail relay" });
    });
    expect(drawnFlows(read(files))).toEqual(["development/web -> Networks tcp/587: mail relay"]);
  });

  test("draws two flows with the same ends and one port twice", () => {
    const files = build((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
      for (const why of ["reading", "writing"]) {
        database.connections.allowFrom(web, Port.POSTGRES, { why });
        web.connections.allowFrom(Peer.internet(), Port.HTTPS, { why });
      }
    });
    expect(drawnFlows(read(files))).toEqual(declaredFlows(files));
    expect(drawnFlows(read(files))).toHaveLength(4);
  });

  test("names every kind of peer", () => {
    const list = {
      name: "Uptrends",
      source: "https://example.com/ip",
      date: "2027-01-01",
      networks: ["192.0.2.1/32"],
    };
    const peers = [Peer.country("NL", "BE"), Peer.checkpoints(list), Peer.service("packages")];
    const files = build((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      for (const peer of peers) web.connections.allowFrom(peer, Port.HTTPS, { why: "each" });
    });
    const outside = read(files).objects.filter((thing) => thing.class === "outside");
    expect(outside.map(({ label }) => rowsOf(label))).toEqual([
      ["Countries", "BE, NL"],
      ["Checkpoints", "Uptrends", "1 network, of 2027-01-01"],
      ["packages", "service of the site"],
    ]);
  });

  test("shows text of people as they wrote it, whatever it looks like", () => {
    const why = `"];} <b>\\N & &amp; 'é' \\" -->`;
    const files = build((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      web.connections.allowInternally(Port.REDIS, { why });
      web.connections.allowFrom(Peer.internet(), Port.HTTPS, { why });
    });
    const graph = read(files);
    expect(drawnFlows(graph)).toEqual(declaredFlows(files));
    const tooltips = [...graph.objects, ...(graph.edges ?? [])].map(({ tooltip = "" }) =>
      decoded(tooltip, 2),
    );
    expect(tooltips.filter((tooltip) => tooltip.endsWith(`: ${why}`))).toHaveLength(4);
  });

  test("is the same bytes for the same street, in any order of files, read back or not", () => {
    const files = filesOf(fleet, "verne");
    const picture = pictureOf(files);
    expect(pictureOf(files.toReversed())).toBe(picture);
    expect(pictureOf(modelsOf(fleet, "verne"))).toBe(picture);
    expect(pictureOf([...files, fleet.stack("platform-amsterdam").model])).toBe(picture);
  });

  test("is refused for no client, for two, and for an environment that is not there", () => {
    const verne = filesOf(fleet, "verne");
    expect(() => pictureOf([])).toThrow(InvalidError);
    expect(() => pictureOf([fleet.stack("platform-amsterdam").model])).toThrow(/street of one client/);
    expect(() => pictureOf([...verne, ...filesOf(fleet, "buurtbus")])).toThrow(/verne, buurtbus/);
    expect(() => pictureOf(verne, "staging")).toThrow(/verne\/staging\n {4}there is no such environment/);
    expect(() => pictureOf(verne.filter(({ kind }) => kind === "street"))).toThrow(/no such environment/);
  });

  test("never leaves out a flow in silence: one that ends nowhere is a defect", () => {
    const files = build((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      web.connections.allowInternally(Port.REDIS, { why: "sessions" });
    });
    const broken = files.map((file) => ({ ...file, groups: [] }));
    expect(() => pictureOf(broken)).toThrow(/verne\/development\/web, which is no group of it/);
  });
});

describe("the legend", () => {
  /** What is open without being declared, by the reason in the rule, and how the legend tells it. */
  const TOLD: Readonly<Record<string, string>> = {
    "administrators, through the VPN": "administrators reach every server through the VPN (tcp/22, icmp)",
    "dns of the site": "every server reaches the dns, ",
    "ntp of the site": " ntp, ",
    "logs of the site": " logs, ",
    "packages of the site": " packages and ",
    "backup of the site": " backup of the sites",
    "is the gateway there": "the edge answers pings of its networks",
    "connections, kept in step between members": "its members keep each other in step",
    "is the other member there": "members of a group ping each other",
  };

  test.each(CLIENTS)("tells whatever the walls of %s let through beside what is drawn", (client) => {
    const files = filesOf(fleet, client);
    const declared = new Set(files.flatMap(({ flows }) => flows).map(({ port, why }) => `${port} ${why}`));
    const rules = files.flatMap(({ walls }) => walls).flatMap((wall) => wall.rules);
    const silent = rules.filter(({ port, why }) => !declared.has(`${port} ${why}`)).map(({ why }) => why);
    const legend = rowsOf(read(files).label).join(" ");
    expect([...new Set(silent)].toSorted()).toEqual(Object.keys(TOLD).toSorted());
    expect(legend).toContain("what is not drawn is closed, in both directions");
    for (const told of Object.values(TOLD)) expect(legend).toContain(told);
  });
});
