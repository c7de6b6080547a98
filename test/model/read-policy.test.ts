import { describe, expect, test } from "@jest/globals";
import type { Body } from "../support/app";
import { type Change, mistakesWith, set, without } from "../support/damaged-record";

/** The wall of the workload that has the most in it: pods and networks as peers. */
const wall = ({ policies }: Body): Body =>
  policies.find(
    (policy: Body) => policy["metadata"].name === "front" && policy["metadata"].namespace === "verne-test",
  );

describe("a policy in a model file", () => {
  const first = (key: string) => (kubernetes: Body) => kubernetes[key][0];
  const rule = (kubernetes: Body) => wall(kubernetes)["spec"].ingress[0];
  const peer = (kubernetes: Body) => rule(kubernetes).from[0];
  const port = (kubernetes: Body) => rule(kubernetes).ports[0];
  const block = (kubernetes: Body) => wall(kubernetes)["spec"].egress.at(-1).to[0];

  test("may have a range of ports", () => {
    const mistakes = () => mistakesWith(set(port, { endPort: 9000 }));
    expect(mistakes).toThrow("was expected to be refused, and was not");
  });

  test.each<[string, Change, string, string]>([
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
      "policies[2].spec.ingress[0].ports[0]",
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
    const mistake = mistakes.find((one) => one.property.startsWith(`kubernetes.${property}`));
    expect(mistake?.problem).toContain(problem);
    expect(mistakes.every(({ remedy }) => remedy.startsWith("synthesize again"))).toBe(true);
  });
});
