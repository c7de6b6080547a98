import { beforeAll, describe, expect, test } from "@jest/globals";
import { instance, type Viz } from "@viz-js/viz";
import { type Environment, Peer, Port, RedundantVms, type StreetProps, VmSize } from "../../lib";
import type { ModelFile } from "../../lib/model/model-file";
import { pictureOf } from "../../lib/network/picture";
import { buildStreet } from "../support/app";
import { drawnFlows, type Graph, rowsOf } from "../support/graph";

let viz: Viz;
beforeAll(async () => {
  viz = await instance();
});

function build(forEach: (environment: Environment) => void, changes: Partial<StreetProps> = {}) {
  const built = buildStreet({ stages: ["development"], ...changes }, forEach);
  expect(built.complaint).toBe("");
  return built.straatStacks.map((stack) => stack.toModel());
}

function read(files: readonly ModelFile[], stage?: string): Graph {
  return JSON.parse(viz.renderString(pictureOf(files, stage), { format: "dot_json" })) as Graph;
}

describe("a picture of much", () => {
  test("has one gate for flows over one port for one reason with the same somebody, and an arrow for each", () => {
    const files = build((environment) => {
      const [web, mail] = ["web", "mail"].map((id) => {
        const group = new RedundantVms(environment, id, { size: VmSize.SMALL });
        group.connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "visitors" });
        group.connections.allowTo(Peer.internet(), Port.HTTPS, { why: "visitors" });
        return group;
      });
      web?.connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "partners" });
      mail?.connections.allowFrom(Peer.vpn(), Port.HTTPS, { why: "visitors" });
    });
    const graph = read(files);
    expect(drawnFlows(graph)).toEqual([
      "Internet -> development/mail tcp/443: visitors",
      "Internet -> development/web tcp/443: partners",
      "Internet -> development/web tcp/443: visitors",
      "VPN -> development/mail tcp/443: visitors",
      "development/mail -> Internet tcp/443: visitors",
      "development/web -> Internet tcp/443: visitors",
    ]);
    const gates = graph.objects.filter((thing) => thing.class === "gate");
    expect(gates.map(({ tooltip }) => tooltip)).toEqual([
      "tcp/443 from internet to web: visitors; tcp/443 from internet to mail: visitors",
      "tcp/443 from web to internet: visitors; tcp/443 from mail to internet: visitors",
      "tcp/443 from internet to web: partners",
      "tcp/443 from vpn to mail: visitors",
    ]);
  });

  test("tells of a long whitelist how many networks each owner has, and of many networks how many more", () => {
    const entries = (number: number) =>
      Array.from({ length: number }, (_, index) => ({
        network: `203.0.113.${index}/32`,
        owner: index === 0 ? "Jo" : "Agency",
        reason: "office",
        until: index < 2 ? "2027-06-30" : "2027-12-31",
      }));
    const rowsFor = (number: number) => {
      const files = build(
        (environment) => {
          const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
          const networks = Array.from({ length: number }, (_, index) => `192.0.2.${index}/32`);
          web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
          web.connections.allowTo(Peer.networks(...networks), Port.HTTPS, { why: "partners" });
        },
        { stages: ["development", "test", "acceptance"], whitelist: entries(number) },
      );
      const outside = read(files, "acceptance").objects.filter((thing) => thing.class === "outside");
      return outside.map(({ label }) => rowsOf(label));
    };
    const [all, networks] = rowsFor(12);
    expect(all).toHaveLength(1 + 2 + 12);
    expect(networks?.join(" ")).toMatch(/^Networks .*192\.0\.2\.11\/32$/);
    const [folded, more] = rowsFor(13);
    expect(folded).toEqual([
      "Whitelist",
      "Jo",
      "1 network until 2027-06-30",
      "Agency",
      "12 networks until 2027-06-30 or later",
    ]);
    expect(more?.join(" ")).toMatch(/^Networks .*192\.0\.2\.10\/32, and 2 more$/);
  });
});
