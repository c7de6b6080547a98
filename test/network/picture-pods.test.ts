import { beforeAll, describe, expect, test } from "@jest/globals";
import { instance, type Viz } from "@viz-js/viz";
import { Peer, Port, RedundantVms, VmSize } from "../../lib";
import { exposeService } from "../../lib/constructs/kubernetes/exposure/expose";
import type { ModelFile } from "../../lib/model/model-file";
import { FLOWS_ANNOTATION } from "../../lib/network/network-policy";
import { pictureOf } from "../../lib/network/picture";
import { type AppView, buildStreet } from "../support/app";
import { tenantOf } from "../support/cluster-site";
import { drawnFlows, type Graph, rowsOf } from "../support/graph";
import { streetWithPods } from "../support/street-with-pods";
import { WorkloadOfKind } from "../support/workload-of-kind";

let viz: Viz;
let files: readonly ModelFile[];
beforeAll(async () => {
  viz = await instance();
  files = filesOf(streetWithPods());
});

/** The model files, as they are read back after a synth. */
function filesOf(built: AppView): readonly ModelFile[] {
  if (built.complaint !== "") throw new Error(built.complaint);
  return JSON.parse(JSON.stringify(built.straatStacks.map((stack) => stack.toModel())));
}

function read(models: readonly ModelFile[], stage?: string): Graph {
  return JSON.parse(viz.renderString(pictureOf(models, stage), { format: "dot_json" })) as Graph;
}

/** The rows of everything of a class, with its shape. */
function shown({ objects }: Graph, kind: string): readonly (readonly (string | undefined)[])[] {
  return objects.filter((thing) => thing.class === kind).map(({ label, shape }) => [...rowsOf(label), shape]);
}

describe("a picture with pods", () => {
  test("draws each flow once: through the edge, inside the cluster, and between pods and servers", () => {
    expect(drawnFlows(read(files, "production"))).toEqual(
      [
        "Networks -> production/pods gateway-restricted tcp/443: care providers",
        "Networks -> production/pods gateway-restricted tcp/80: care providers",
        "VPN -> production/pods gateway-closed tcp/443: administration",
        "VPN -> production/pods gateway-closed tcp/80: administration",
        "production/pods worker -> logs tcp/5044: audit trail",
        "production/pods gateway-restricted -> production/pods front tcp/8080: care providers",
        "production/pods gateway-closed -> production/pods front tcp/8080: administration",
        "production/pods worker -> production/pods front tcp/8080: letters that are ready",
        "production/pods front -> production/pods index tcp/8080: finding records",
        "production/pods index -> production/pods index tcp/9300: votes and shards",
        "production/pods front -> production/records tcp/5432: patient records",
        "production/pods cleanup -> production/records tcp/5432: records past their term",
        "production/records -> production/pods gateway-restricted tcp/443: tells of a switch",
        "production/records -> production/pods gateway-restricted tcp/80: tells of a switch",
        "production/records -> production/records tcp/5432: replication",
      ].toSorted(),
    );
    expect(drawnFlows(read(files))).toHaveLength(4 * 15);
  });

  test("says what each workload is, how many pods it has, and where a gateway is found", () => {
    const graph = read(files, "production");
    expect(shown(graph, "workload")).toEqual([
      ["front", "web service, 2–6 pods", "box"],
      ["index", "stateful service, 3 pods, data", "cylinder"],
      ["worker", "worker, 2–4 pods", "box"],
      ["cleanup", "scheduled job, 1 pod", "box"],
    ]);
    // A host name that two audiences come to is still one.
    expect(shown(graph, "gateway")).toEqual([
      ["gateway-restricted", "gateway, 2–6 pods", "10.0.13.130", "production.pods.example.nl", "box"],
      ["gateway-closed", "gateway, 2–6 pods", "10.0.13.131", "beheer.production.pods.example.nl", "box"],
    ]);
  });

  test("has the pods of each environment in a frame of the cluster, under its namespace and their network", () => {
    const graph = read(files);
    const clusters = graph.objects.filter((thing) => thing.class === "cluster");
    const inside = clusters.map(({ nodes = [] }) =>
      graph.objects.filter(({ _gvid }) => nodes.includes(_gvid)).map(({ label }) => rowsOf(label)[0]),
    );
    const names = [
      "cluster oost",
      "front",
      "index",
      "worker",
      "cleanup",
      "gateway-restricted",
      "gateway-closed",
    ];
    expect(inside).toEqual(Array(4).fill(names));
    const signs = shown(graph, "sign").filter(([title]) => title === "cluster oost");
    expect(signs.map((rows) => rows.slice(1, -1))).toEqual([
      ["namespace verne-development", "pods 10.0.10.0/25"],
      ["namespace verne-test", "pods 10.0.10.128/25"],
      ["namespace verne-acceptance", "pods 10.0.11.0/25"],
      ["namespace verne-production", "pods 10.0.11.128/25"],
    ]);
  });

  test("marks what goes between pods and servers, and nothing else, as passing the edge inside a stage", () => {
    const graph = read(files, "production");
    expect(shown(graph, "crossing")).toEqual(
      [
        ["tcp/443", "tells of a switch"],
        ["tcp/80", "tells of a switch"],
        ["tcp/5432", "patient records"],
        ["tcp/5432", "records past their term"],
      ].map((rows) => [...rows, "by way of the edge", "box"]),
    );
    const frame = graph.objects.find((thing) => thing.class === "cluster");
    const crossings = graph.objects.filter((thing) => thing.class === "crossing");
    expect(crossings.filter(({ _gvid }) => frame?.nodes?.includes(_gvid))).toEqual([]);
  });

  test("has one gate for workloads that ask the same servers for the same reason, with an arrow from each", () => {
    const built = tenantOf(
      (tenant, environment) => {
        const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
        for (const [name, why] of [
          ["front", "records"],
          ["letters", "records"],
          ["report", "figures"],
        ] as const) {
          const pods = new WorkloadOfKind(tenant, name, {});
          database.connections.allowFrom(pods, Port.POSTGRES, { why });
        }
      },
      { stages: ["development"] },
    );
    const graph = read(filesOf(built));
    expect(shown(graph, "crossing").map(([port, why]) => `${port} ${why}`)).toEqual([
      "tcp/5432 records",
      "tcp/5432 figures",
    ]);
    expect(drawnFlows(graph)).toEqual([
      "development/pods front -> development/database tcp/5432: records",
      "development/pods letters -> development/database tcp/5432: records",
      "development/pods report -> development/database tcp/5432: figures",
    ]);
    const [shared] = graph.objects.filter((thing) => thing.class === "crossing");
    expect(shared?.tooltip).toBe(
      "tcp/5432 from front to database: records; tcp/5432 from letters to database: records",
    );
  });

  test("has a host name in one line, and a very long one broken before a dot", () => {
    const [short, part] = [
      "werkplek.van.de.apotheek.op.de.hoek.example.nl",
      "a-part-of-a-name-of-some-length",
    ];
    const built = tenantOf(
      (tenant) => {
        const web = new WorkloadOfKind(tenant, "web", {});
        for (const hostname of [short, `${part}.${part}.${part}.example.nl`])
          exposeService(web, Peer.vpn(), { hostname, why: "work" });
      },
      { stages: ["development"] },
    );
    const [gateway] = shown(read(filesOf(built)), "gateway");
    expect(gateway?.slice(3, -1)).toEqual([short, `${part}.${part}`, `.${part}.example.nl`]);
  });

  test("draws nothing of the platform's part of the cluster", () => {
    const [environment] = files.filter(({ kind }) => kind === "environment");
    const platform = { ...environment, stack: "platform-oost", kind: "platform", client: undefined };
    expect(pictureOf([...files, platform as ModelFile])).toBe(pictureOf(files));
  });

  test("shows a namespace with nothing in it yet", () => {
    const graph = read(filesOf(tenantOf(() => {}, { stages: ["development"] })));
    expect(shown(graph, "sign").map(([title]) => title)).toEqual([
      "Edge firewall",
      "development",
      "cluster oost",
    ]);
    expect(shown(graph, "closed")).toHaveLength(1);
    expect(shown(graph, "workload")).toEqual([]);
  });

  test("says nothing of how many pods where that is not for Straat to say", () => {
    const graph = read(
      filesOf(
        tenantOf((tenant) => new WorkloadOfKind(tenant, "web", { replicas: undefined }), {
          stages: ["development"],
        }),
      ),
    );
    expect(shown(graph, "workload")).toEqual([["web", "web service", "box"]]);
  });

  test("shows text of people as they wrote it, also where pods and servers meet", () => {
    const why = `"];} <b>\\N & &amp; 'é' \\" -->`;
    const built = tenantOf(
      (tenant, environment) => {
        const web = new WorkloadOfKind(tenant, "web", {});
        const search = new WorkloadOfKind(tenant, "search", {});
        const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
        search.connections.allowFrom(web, Port.tcp(8080), { why });
        database.connections.allowFrom(web, Port.POSTGRES, { why });
        web.connections.allowTo(Peer.service("logs"), Port.LOGSTASH, { why });
      },
      { stages: ["development"] },
    );
    expect(drawnFlows(read(filesOf(built)))).toEqual([
      `development/pods web -> development/database tcp/5432: ${why}`,
      `development/pods web -> development/pods search tcp/8080: ${why}`,
      `development/pods web -> logs tcp/5044: ${why}`,
    ]);
  });

  test("is the same bytes for the same street, in any order of files, read back or not", () => {
    const built = streetWithPods();
    expect(pictureOf(files.toReversed())).toBe(pictureOf(files));
    expect(pictureOf(built.straatStacks.map((stack) => stack.toModel()))).toBe(pictureOf(files));
  });

  test("never leaves out a flow in silence: one with a workload that is not there is a defect", () => {
    const broken = files.map((file) => ({ ...file, kubernetes: undefined }));
    expect(() => pictureOf(broken)).toThrow(/gateway-restricted, which is no workload of it/);
  });
});

describe("the legend of a picture with pods", () => {
  /** What the policies of a tenant allow without a flow, by their names, and how the legend tells it. */
  const TOLD: Readonly<Record<string, string>> = {
    "allow-dns": "every pod asks the resolvers of the cluster for names",
    "default-deny": "what is not drawn is closed, in both directions",
  };

  test("tells whatever a tenant's policies let through beside what is drawn", () => {
    const policies = files.flatMap(({ kubernetes }) => kubernetes?.policies ?? []) as unknown as {
      readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
    }[];
    const silent = policies.filter(({ metadata }) => metadata.annotations?.[FLOWS_ANNOTATION] === undefined);
    expect([...new Set(silent.map(({ metadata }) => metadata.name))].toSorted()).toEqual(Object.keys(TOLD));
    const legend = rowsOf(read(files).label).join(" ");
    for (const told of Object.values(TOLD)) expect(legend).toContain(told);
  });

  test("tells of pods where there are any, and only there", () => {
    const legend = (models: readonly ModelFile[]) => rowsOf(read(models).label).join(" ");
    expect(legend(files)).toContain("one around the pods of each workload");
    expect(legend(filesOf(buildStreet({ stages: ["development"] })))).not.toMatch(/pod|cluster|gateway/);
  });
});
