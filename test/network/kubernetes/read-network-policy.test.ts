import { describe, expect, test } from "@jest/globals";
import { readNetworkPolicy } from "../../../lib/network/kubernetes/read-network-policy";
import { selects } from "../../../lib/network/kubernetes/selector";
import { parseAddresses } from "../../../lib/network/range-text";
import { mistakeOf, mistakesOf } from "../../support/errors";

function written(spec: unknown, metadata: object = {}): object {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "web", namespace: "verne", ...metadata },
    spec,
  };
}

const peer = (one: unknown) => written({ ingress: [{ from: [one] }] });
const port = (one: unknown) => written({ egress: [{ ports: [one] }] });
const selector = (podSelector: unknown) => written({ podSelector });
const expression = (one: unknown) => selector({ matchExpressions: [one] });
const key = (label: string) => selector({ matchLabels: { [label]: "x" } });

const GOOD: readonly (readonly [string, object])[] = [
  ["without a podSelector, which is then empty", written({})],
  ["with what the API server keeps", written({}, { uid: "1", creationTimestamp: null, managedFields: [{}] })],
  ["with a policyType twice", written({ policyTypes: ["Ingress", "Ingress"] })],
  ["with a label like a property of every object", key("constructor")],
  ["with a domain before a label", key("app.kubernetes.io/name")],
  ["with an empty value", selector({ matchLabels: { app: "" } })],
  ["with Exists and an empty list", expression({ key: "app", operator: "Exists", values: [] })],
  ["with the first and last port", port({ port: 1, endPort: 65_535 })],
  ["with a range of one", port({ port: 7, endPort: 7, protocol: "SCTP" })],
  ["with the longest name of a port", port({ port: "abcdefghijklm-o" })],
  ["with an exception", peer({ ipBlock: { cidr: "::/0", except: ["fd00::/8", "fe80::/10"] } })],
];

test.each(GOOD)("a policy is read %s", (_, policy) => {
  expect(readNetworkPolicy(policy)).toMatchObject({ namespace: "verne", name: "web" });
});

const BAD: readonly (readonly [string, unknown, string])[] = [
  ["that is none", [], ""],
  ["of another group", { ...written({}), apiVersion: "extensions/v1beta1" }, "apiVersion"],
  ["of another kind", { ...written({}), kind: "CiliumNetworkPolicy" }, "kind"],
  ["without a spec", { ...written({}), spec: undefined }, "spec"],
  ["with a status", { ...written({}), status: {} }, "status"],
  ["without a namespace", written({}, { namespace: undefined }), "metadata.namespace"],
  ["with a strange name", written({}, { name: "Web" }), "metadata.name"],
  ["with strange metadata", written({}, { cluster: "a" }), "metadata.cluster"],
  ["with a field misspelt", written({ engress: [] }), "spec.engress"],
  ["with a field of Terraform", written({ pod_selector: {} }), "spec.pod_selector"],
  ["with null for what is missing", written({ ingress: null }), "spec.ingress"],
  ["with a policyType in small letters", written({ policyTypes: ["ingress"] }), "spec.policyTypes[0]"],
  ["with three policyTypes", written({ policyTypes: ["Egress", "Egress", "Egress"] }), "spec.policyTypes"],
  ["with to in ingress", written({ ingress: [{ to: [] }] }), "spec.ingress[0].to"],
  ["with from in egress", written({ egress: [{ from: [] }] }), "spec.egress[0].from"],
  ["with one rule for a list", written({ ingress: {} }), "spec.ingress"],
  ["with an empty peer", peer({}), "spec.ingress[0].from[0]"],
  [
    "with a block and a selector in one peer",
    peer({ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }),
    "spec.ingress[0].from[0]",
  ],
  ["with an unknown peer", peer({ serviceAccount: "a" }), "spec.ingress[0].from[0].serviceAccount"],
  ["with no network", peer({ ipBlock: {} }), "spec.ingress[0].from[0].ipBlock.cidr"],
  [
    "with a network that is none",
    peer({ ipBlock: { cidr: "999.1.1.1/99" } }),
    "spec.ingress[0].from[0].ipBlock.cidr",
  ],
  [
    "with an address for a network",
    peer({ ipBlock: { cidr: "10.0.0.1/8" } }),
    "spec.ingress[0].from[0].ipBlock.cidr",
  ],
  [
    "with an exception outside",
    peer({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16", "11.0.0.0/16"] } }),
    "spec.ingress[0].from[0].ipBlock.except[1]",
  ],
  [
    "with an exception that is the whole",
    peer({ ipBlock: { cidr: "10.0.0.0/8", except: ["10.0.0.0/8"] } }),
    "spec.ingress[0].from[0].ipBlock.except[0]",
  ],
  [
    "with an exception around it",
    peer({ ipBlock: { cidr: "10.0.0.0/16", except: ["10.0.0.0/8"] } }),
    "spec.ingress[0].from[0].ipBlock.except[0]",
  ],
  [
    "with an exception of the other family",
    peer({ ipBlock: { cidr: "0.0.0.0/0", except: ["::/64"] } }),
    "spec.ingress[0].from[0].ipBlock.except[0]",
  ],
  ["with port 0", port({ port: 0 }), "spec.egress[0].ports[0].port"],
  ["with port 65536", port({ port: 65_536 }), "spec.egress[0].ports[0].port"],
  ["with half a port", port({ port: 1.5 }), "spec.egress[0].ports[0].port"],
  ["with a number in quotes", port({ port: "80" }), "spec.egress[0].ports[0].port"],
  ["with a long name of a port", port({ port: "abcdefghijklmnop" }), "spec.egress[0].ports[0].port"],
  ["with two hyphens in a name", port({ port: "a--b" }), "spec.egress[0].ports[0].port"],
  ["with a range from high to low", port({ port: 9, endPort: 8 }), "spec.egress[0].ports[0]"],
  ["with the end of a range alone", port({ endPort: 8 }), "spec.egress[0].ports[0]"],
  ["with a range from a name", port({ port: "http", endPort: 90 }), "spec.egress[0].ports[0]"],
  ["with a range beyond the last", port({ port: 9, endPort: 70_000 }), "spec.egress[0].ports[0].endPort"],
  ["with ICMP", port({ protocol: "ICMP" }), "spec.egress[0].ports[0].protocol"],
  ["with tcp in small letters", port({ protocol: "tcp" }), "spec.egress[0].ports[0].protocol"],
  ["with a strange key", key("_app"), "spec.podSelector.matchLabels._app"],
  ["with two slashes in a key", key("a/b/c"), "spec.podSelector.matchLabels.a/b/c"],
  ["with nothing before the slash", key("/app"), "spec.podSelector.matchLabels./app"],
  ["with a key of 64", key("a".repeat(64)), `spec.podSelector.matchLabels.${"a".repeat(64)}`],
  ["with a number as a value", selector({ matchLabels: { app: 1 } }), "spec.podSelector.matchLabels.app"],
  ["with a space in a value", selector({ matchLabels: { app: "a b" } }), "spec.podSelector.matchLabels.app"],
  ["with an unknown selector", selector({ matchNames: {} }), "spec.podSelector.matchNames"],
  [
    "with In and no values",
    expression({ key: "app", operator: "In", values: [] }),
    "spec.podSelector.matchExpressions[0]",
  ],
  [
    "with NotIn and no values",
    expression({ key: "app", operator: "NotIn" }),
    "spec.podSelector.matchExpressions[0]",
  ],
  [
    "with Exists and values",
    expression({ key: "app", operator: "Exists", values: ["a"] }),
    "spec.podSelector.matchExpressions[0]",
  ],
  [
    "with an operator of nodes",
    expression({ key: "app", operator: "Gt", values: ["1"] }),
    "spec.podSelector.matchExpressions[0].operator",
  ],
];

describe("a policy is refused, at its place and with what to write,", () => {
  test.each(BAD)("%s", (_, policy, property) => {
    // What is undefined is not there.
    const mistake = mistakeOf(() => readNetworkPolicy(JSON.parse(JSON.stringify(policy))));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).not.toBe("");
    expect(mistake.remedy).not.toContain("synthesize");
  });

  test("with all its mistakes at once", () => {
    const policy = written({
      ingress: [{ from: [{}, { podSelector: {} }], ports: [{ port: 0 }] }],
      egress: [{ ports: [{ protocol: "GRE" }] }],
    });
    expect(mistakesOf(() => readNetworkPolicy(policy)).map(({ property }) => property)).toEqual([
      "spec.ingress[0].from[0]",
      "spec.ingress[0].ports[0].port",
      "spec.egress[0].ports[0].protocol",
    ]);
  });
});

describe("what is read", () => {
  test("has empty and missing decided", () => {
    expect(readNetworkPolicy(written({ ingress: [{}], egress: [{ to: [], ports: [] }] }))).toEqual({
      namespace: "verne",
      name: "web",
      pods: { requirements: [] },
      ingress: [{ path: "spec.ingress[0]", peers: "everyone", ports: "all" }],
      egress: [{ path: "spec.egress[0]", peers: "everyone", ports: "all" }],
    });
    expect(readNetworkPolicy(written({ egress: [] }))).toMatchObject({ ingress: [], egress: undefined });
    expect(readNetworkPolicy(written({ policyTypes: ["Egress"] }))).toMatchObject({
      ingress: undefined,
      egress: [],
    });
  });

  test("has networks without their exceptions", () => {
    const policy = readNetworkPolicy(peer({ ipBlock: { cidr: "10.0.0.0/30", except: ["10.0.0.2/32"] } }));
    const left = parseAddresses(["10.0.0.0-10.0.0.1", "10.0.0.3"]);
    expect(policy.ingress?.map(({ peers }) => peers)).toEqual([[{ kind: "networks", addresses: left }]]);
  });

  test("selects by labels of its own, not by what every object has", () => {
    const { pods } = readNetworkPolicy(expression({ key: "constructor", operator: "Exists" }));
    expect(selects(pods, {})).toBe(false);
    expect(selects(pods, { constructor: "yes" })).toBe(true);
  });
});
