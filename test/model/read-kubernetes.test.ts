import { describe, expect, test } from "@jest/globals";
import { readModelFile } from "../../lib/model/read-model-file";
import { readNetworkPolicy } from "../../lib/network/kubernetes/read-network-policy";
import type { Body } from "../support/app";
import { mistakesOf } from "../support/errors";
import { fullModels } from "../support/full-models";

const full = fullModels();

function written(stack: string): Body {
  const model = full.find((candidate) => candidate.stack === stack);
  if (model === undefined) throw new Error(`there is no ${stack}`);
  return JSON.parse(JSON.stringify(model));
}

/** What is wrong with a file of which something in the cluster was changed. */
function mistakesWith(change: (kubernetes: Body) => void, stack = "verne-test") {
  const json = written(stack);
  change(json.kubernetes);
  return mistakesOf(() => readModelFile(JSON.stringify(json), "x/straat.json"));
}

/** The wall of the workload that has the most in it: pods and networks as peers. */
const wall = ({ policies }: Body): Body =>
  policies.find(
    (policy: Body) => policy.metadata.name === "front" && policy.metadata.namespace === "verne-test",
  );

const gateway = ({ workloads }: Body): Body => workloads.find(({ kind }: Body) => kind === "gateway");

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
  type Change = (kubernetes: Body) => void;
  const set =
    (find: (kubernetes: Body) => Body, changes: Body): Change =>
    (kubernetes) =>
      void Object.assign(find(kubernetes), changes);
  const without =
    (find: (kubernetes: Body) => Body, key: string): Change =>
    (kubernetes) =>
      void delete find(kubernetes)[key];
  const first = (key: string) => (kubernetes: Body) => kubernetes[key][0];
  const peer = (kubernetes: Body) => wall(kubernetes)["spec"].ingress[0].from[0];
  const block = (kubernetes: Body) => wall(kubernetes)["spec"].egress.at(-1).to[0];
  const port = (kubernetes: Body) => wall(kubernetes)["spec"].ingress[0].ports[0];
  const rule = (kubernetes: Body) => wall(kubernetes)["spec"].ingress[0];

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
    [
      "a policy of another API",
      set(first("policies"), { apiVersion: "extensions/v1beta1" }),
      "policies[0].apiVersion",
      "networking.k8s.io/v1",
    ],
    ["a policy that is none", set(first("policies"), { kind: "Pod" }), "policies[0].kind", "NetworkPolicy"],
    [
      "a policy of no namespace",
      without(({ policies }) => policies[0].metadata, "namespace"),
      "policies[0].metadata.namespace",
      "is not a text",
    ],
    [
      "a policy of no pods",
      without(({ policies }) => policies[0].spec, "podSelector"),
      "policies[0].spec.podSelector",
      "is not an object",
    ],
    [
      "a policy that leaves a direction open",
      set(({ policies }) => policies[0].spec, { policyTypes: ["Ingress"] }),
      "policies[0].spec.policyTypes",
      "both directions",
    ],
    [
      "a rule for everyone, by leaving out",
      without(rule, "from"),
      "policies[2].spec.ingress[0].from",
      "is not a list",
    ],
    [
      "a rule for everyone, by an empty list",
      set(rule, { from: [] }),
      "policies[2].spec.ingress[0].from",
      "is empty",
    ],
    [
      "a rule for every port, by leaving out",
      without(rule, "ports"),
      "policies[2].spec.ingress[0].ports",
      "is not a list",
    ],
    [
      "a rule for every port, by an empty list",
      set(rule, { ports: [] }),
      "policies[2].spec.ingress[0].ports",
      "is empty",
    ],
    [
      "a rule of the other direction",
      set(rule, { to: [] }),
      "policies[2].spec.ingress[0].to",
      "not a property",
    ],
    [
      "pods of every namespace",
      set(peer, { namespaceSelector: { matchLabels: {} } }),
      "policies[2].spec.ingress[0].from[0].namespaceSelector.matchLabels",
      "means everything",
    ],
    [
      "all pods of a namespace",
      without(peer, "podSelector"),
      "policies[2].spec.ingress[0].from[0]",
      "neither a network nor the pods",
    ],
    [
      "pods and a network at once",
      set(peer, { ipBlock: { cidr: "10.0.0.0/8" } }),
      "policies[2].spec.ingress[0].from[0]",
      "neither a network nor the pods",
    ],
    [
      "a peer that is nobody",
      without(block, "ipBlock"),
      "policies[2].spec.egress[1].to[0]",
      "neither a network nor the pods",
    ],
    [
      "a network with an exception, which Straat never writes",
      set((kubernetes) => block(kubernetes).ipBlock, { except: [] }),
      "policies[2].spec.egress[1].to[0].ipBlock.except",
      "not a property",
    ],
    [
      "a network that is none",
      set((kubernetes) => block(kubernetes).ipBlock, { cidr: "10.0.0.1/8" }),
      "policies[2].spec.egress[1].to[0].ipBlock.cidr",
      "10.0.0.0/8",
    ],
    [
      "a port by its name",
      set(port, { port: "http" }),
      "policies[2].spec.ingress[0].ports[0].port",
      "whole number",
    ],
    [
      "a port of no protocol",
      without(port, "protocol"),
      "policies[2].spec.ingress[0].ports[0].protocol",
      '"TCP"',
    ],
    [
      "a range that ends before it begins",
      set(port, { endPort: 80 }),
      "policies[2].spec.ingress[0].ports[0].endPort",
      "is not above port",
    ],
    [
      "selectors in another form",
      set((kubernetes) => peer(kubernetes).podSelector, { matchExpressions: [] }),
      "policies[2].spec.ingress[0].from[0].podSelector.matchExpressions",
      "not a property",
    ],
  ])("is told where it is: %s", (_what, change, property, problem) => {
    const mistakes = mistakesWith(change);
    expect(mistakes[0]?.property).toContain(property.split(".").slice(0, -1).join("."));
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
