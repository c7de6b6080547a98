import { describe, expect, test } from "@jest/globals";
import { readModelFile } from "../../lib/model/read-model-file";
import { readNetworkPolicy } from "../../lib/network/kubernetes/read-network-policy";
import type { Body } from "../support/app";
import { type Change, mistakesWith, set, without, written } from "../support/damaged-record";
import { mistakesOf } from "../support/errors";
import { fullModels } from "../support/full-models";

const full = fullModels();

describe("what a stack has in the cluster", () => {
  test("occurs in the files that these tests read, of every kind", () => {
    const records = full.flatMap(({ kubernetes }) => kubernetes ?? []);
    const kinds = records.flatMap(({ workloads }) => workloads.map(({ kind }) => kind));
    expect([...new Set(kinds)].toSorted()).toEqual([
      "gateway",
      "platform",
      "scheduled-job",
      "stateful-service",
      "web-service",
      "worker",
    ]);
    const exposures = records.flatMap((record) => record.exposures);
    expect(new Set(exposures.map(({ exposure }) => exposure))).toEqual(new Set(["restricted", "closed"]));
    expect(JSON.stringify(records)).toMatch(/"ipBlock"/);
    expect(full.flatMap(({ site }) => site.kubernetes ?? []).length).toBeGreaterThan(1);
  });

  test("is read as values of the model, and its policies as the API is given them", () => {
    const text = JSON.stringify(written("verne-test"));
    const { kubernetes, site } = readModelFile(text, "x");
    expect(kubernetes?.workloads[0]?.pods[0]?.contains(kubernetes.workloads[0].pods[0].first)).toBe(true);
    expect(kubernetes?.workloads.find(({ kind }) => kind === "gateway")?.front[0]?.family).toBe(4);
    expect(site.kubernetes?.pods.prefix).toBe(16);
    const policies = kubernetes?.policies ?? [];
    expect(policies).toEqual(written("verne-test").kubernetes.policies);
    expect(policies.length).toBeGreaterThan(5);
    for (const policy of policies) expect(() => readNetworkPolicy(policy)).not.toThrow();
  });

  test("may be counted in any way that can be: from none, and as many as there always are", () => {
    for (const replicas of [{ min: 0, max: 1 }, { min: 3, max: 3 }, undefined]) {
      const json = written("verne-test");
      if (replicas === undefined) delete json.kubernetes.workloads[0].replicas;
      else json.kubernetes.workloads[0].replicas = replicas;
      const { kubernetes } = readModelFile(JSON.stringify(json), "x");
      expect(kubernetes?.workloads[0]?.replicas).toEqual(replicas);
    }
  });
});

describe("a damaged record of the cluster", () => {
  const first = (key: string) => (kubernetes: Body) => kubernetes[key][0];
  const gateway = ({ workloads }: Body): Body => workloads.find(({ kind }: Body) => kind === "gateway");

  test.each<[string, Change, string, string]>([
    [
      "a namespace that none can be",
      set(first("namespaces"), { name: "Verne" }),
      "namespaces[0].name",
      "name of a namespace",
    ],
    [
      "a name that is too long",
      set(first("namespaces"), { name: "a".repeat(64) }),
      "namespaces[0].name",
      "name of a namespace",
    ],
    ["no labels", without(first("namespaces"), "labels"), "namespaces[0].labels", "is not an object"],
    [
      "the key of no label",
      set(first("namespaces"), { labels: { "a/b/c": "d" } }),
      "namespaces[0].labels.a/b/c",
      "key of a label",
    ],
    [
      "the value of no label",
      set(first("namespaces"), { labels: { a: "b c" } }),
      "namespaces[0].labels.a",
      "value of a label",
    ],
    [
      "a label of a number",
      set(first("namespaces"), { labels: { a: 1 } }),
      "namespaces[0].labels.a",
      "is not a text",
    ],
    [
      "an unknown property",
      set(first("namespaces"), { owner: "me" }),
      "namespaces[0].owner",
      "not a property",
    ],
    ["a workload of no kind", set(first("workloads"), { kind: "pod" }), "workloads[0].kind", '"web-service"'],
    ["a workload without path", without(first("workloads"), "path"), "workloads[0].path", "is not a text"],
    [
      "a workload that all pods are",
      set(first("workloads"), { labels: {} }),
      "workloads[0].labels",
      "means everything",
    ],
    ["a workload that nobody finds", set(first("workloads"), { pods: [] }), "workloads[0].pods", "is empty"],
    [
      "a network with host bits",
      set(first("workloads"), { pods: ["10.0.10.1/25"] }),
      "workloads[0].pods[0]",
      "10.0.10.0/25",
    ],
    [
      "a front that is a network",
      set(gateway, { front: ["10.0.0.0/24"] }),
      "workloads[4].front[0]",
      "address",
    ],
    ["no list of fronts", without(gateway, "front"), "workloads[4].front", "is not a list"],
    [
      "a floor above the ceiling",
      set(first("workloads"), { replicas: { min: 3, max: 2 } }),
      "workloads[0].replicas",
      "floor above its ceiling",
    ],
    [
      "a ceiling of none",
      set(first("workloads"), { replicas: { min: 0, max: 0 } }),
      "workloads[0].replicas.max",
      "whole number from 1",
    ],
    [
      "half a pod",
      set(first("workloads"), { replicas: { min: 0.5, max: 1 } }),
      "workloads[0].replicas.min",
      "whole number",
    ],
    [
      "a port with a name that none has",
      set(({ workloads }) => workloads[0].ports[0], { name: "the-port-of-the-web" }),
      "workloads[0].ports[0].name",
      "name of a port",
    ],
    [
      "a port without letters",
      set(({ workloads }) => workloads[0].ports[0], { name: "8080" }),
      "workloads[0].ports[0].name",
      "name of a port",
    ],
    [
      "port 0",
      set(({ workloads }) => workloads[0].ports[0], { port: 0 }),
      "workloads[0].ports[0].port",
      "whole number from 1",
    ],
    [
      "a port beyond the last",
      set(({ workloads }) => workloads[0].ports[0], { target: 65536 }),
      "workloads[0].ports[0].target",
      "to 65535",
    ],
    [
      "data that may be",
      set(first("workloads"), { data: "no" }),
      "workloads[0].data",
      "neither true nor false",
    ],
    [
      "a host name that is a wildcard",
      set(first("exposures"), { hostname: "*.example.nl" }),
      "exposures[0].hostname",
      "host name",
    ],
    ["no host name", without(first("exposures"), "hostname"), "exposures[0].hostname", "is not a text"],
    [
      "an exposure of no class",
      set(first("exposures"), { exposure: "open" }),
      "exposures[0].exposure",
      '"public"',
    ],
    [
      "an exposure to nobody",
      set(first("exposures"), { from: { kind: "networks", networks: [] } }),
      "exposures[0].from.networks",
      "is empty",
    ],
    [
      "an exposure to who is not known",
      set(first("exposures"), { from: { kind: "friends" } }),
      "exposures[0].from.kind",
      '"vpn"',
    ],
  ])("is told where it is: %s", (_what, change, property, problem) => {
    const mistakes = mistakesWith(change);
    const mistake = mistakes.find((one) => one.property.startsWith(`kubernetes.${property}`));
    expect(mistake?.problem).toContain(problem);
    expect(mistakes.every(({ remedy }) => remedy.startsWith("synthesize again"))).toBe(true);
  });

  test("is told of its site too, with the checks with which a site is made", () => {
    const json = written("platform-oost");
    Object.assign(json.site.kubernetes, { podSecurity: "latest", zones: ["one"], pods: "10.64.0.0/30" });
    delete json.site.kubernetes.context;
    const mistakes = mistakesOf(() => readModelFile(JSON.stringify(json), "x"));
    expect(mistakes.map(({ property }) => property)).toEqual(["site.kubernetes.context"]);
    json.site.kubernetes.context = "oost";
    const others = mistakesOf(() => readModelFile(JSON.stringify(json), "x"));
    expect(others.map(({ property }) => property)).toEqual([
      "site.kubernetes.podSecurity",
      "site.kubernetes.zones",
      "site.kubernetes.pods",
    ]);
  });
});
