import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { isExempt } from "../../subjects/kubernetes/namespaces";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { optOutOf } from "../../subjects/kubernetes/opt-outs";
import { containerName, containersOf, type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

/** H-05, V-09: what comes in comes in through a gateway, and so through the edge. */
export const noNodePortsOrHost = stackRule<MadeObject>({
  id: "no-node-ports-or-host",
  info: "no Service or container answers outside the cluster; gateways alone do, at addresses of their own",
  explanation:
    "A port of a node, a load balancer of somebody's own or an external address is a second way in, which passes neither the edge nor the allow-lists of a gateway.",
  remedy: "write ClusterIP, and let visitors in with service.expose(…)",
  promises: ["H-05", "H-06", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would be a way in past the edge" },
  subjects: (stack) => [
    ...ofKind(stack, GROUPS.core, "Service"),
    ...ofKind(stack, GROUPS.envoy, "EnvoyProxy"),
    ...podMakers(stack),
  ],
  judge(made, stack) {
    switch (made.object.kind) {
      case "Service":
        return wrongService(made);
      case "EnvoyProxy":
        return wrongProxy(made);
      default:
        return wrongPods(made as PodMaker, stack);
    }
  },
});

function wrongService({ spec }: MadeObject): readonly string[] {
  const type = textIn(spec, "type") ?? "ClusterIP";
  const ports = spec.blocks("ports").filter((port) => port.has("nodePort"));
  return problemsOf(
    unless(type === "ClusterIP", `it is of type ${type}, not ClusterIP`),
    unless(ports.length === 0, "it has a port on every node"),
    unless(textsIn(spec, "externalIPs").length === 0, "it answers at external addresses"),
    unless(!spec.has("loadBalancerIP"), "it asks for an address of a load balancer"),
  );
}

/** Visitors keep their addresses only where no node passes them on to another. */
function wrongProxy({ spec }: MadeObject): readonly string[] {
  const service = inner(spec, "provider", "kubernetes", "envoyService");
  const type = textIn(service, "type") ?? "LoadBalancer";
  return problemsOf(
    unless(type === "LoadBalancer", `its proxies answer at a ${type}`),
    unless(
      (textIn(service, "externalTrafficPolicy") ?? "Local") === "Local",
      "nodes pass visitors on under their own addresses, so no allow-list knows who they are",
    ),
    unless(!service.has("patch"), "its Service is patched into whatever somebody wrote"),
  );
}

function wrongPods(maker: PodMaker, stack: StackOutput): readonly string[] {
  const { pod, object } = maker;
  if (isExempt(maker, stack) && optOutOf(object, "hostPort") !== undefined) return [];
  return containersOf(pod)
    .filter((container) => container.blocks("ports").some((port) => port.has("hostPort")))
    .map((container) => `${containerName(container)} answers at its node's own address`);
}
