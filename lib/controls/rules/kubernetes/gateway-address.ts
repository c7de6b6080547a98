import type { WorkloadRecord } from "../../../model/kubernetes-record";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { inner, mapIn, textIn } from "../../subjects/kubernetes/fields";
import { gatewayObject, gatewaysIn, proxyOf, stageNetwork } from "../../subjects/kubernetes/gateways";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

interface Gateway extends Subject {
  readonly gateway: WorkloadRecord;
}

/** By which Calico gives a Service just these addresses. */
const ASKED = "projectcalico.org/loadBalancerIPs";

/** B-09, H-06: the edge lets visitors through to an address, so it has to be the gateway's own, and stay so. */
export const gatewayAddress = stackRule<Gateway>({
  id: "gateway-address",
  info: "every gateway answers at an address of its own, of its client's stage, and asks for just that one",
  explanation:
    "The edge's rules are about addresses. A gateway that takes whichever is free stands where another one was, with that one's visitors let through to it.",
  remedy:
    "let the library deal the address: the stage's network of fronts has one for each class of exposure",
  promises: ["B-09", "H-06"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "one gateway's visitors could be let through to another" },
  subjects: (stack) => gatewaysIn(stack).map((gateway) => ({ id: gateway.path, gateway })),
  judge: ({ gateway }, stack, { models }) => {
    const network = stageNetwork(stack.model, "fronts");
    const others = models
      .flatMap(({ kubernetes }) => kubernetes?.workloads ?? [])
      .filter(({ path }) => path !== gateway.path);
    return problemsOf(
      unless(gateway.front.length === 1, `it answers at ${gateway.front.length} addresses, not one`),
      ...gateway.front.flatMap((address) => [
        unless(network.contains(address), `${address} is not in ${network}, where its stage's gateways are`),
        ...others
          .filter(({ front }) => front.some((one) => one.equals(address)))
          .map(({ path }) => `${path} answers at ${address} too`),
        unless(
          askedBy(gateway, stack).join() === `${address}`,
          `its load balancer asks for ${askedBy(gateway, stack).join(", ") || "any address"}, not ${address}`,
        ),
      ]),
    );
  },
});

/** Addresses its Service asks for. */
function askedBy(gateway: WorkloadRecord, stack: StackOutput): readonly string[] {
  const made = gatewayObject(gateway, stack);
  const service = inner(proxyOf(made, stack).spec, "provider", "kubernetes", "envoyService");
  const written = mapIn(service, "annotations")[ASKED];
  const listed: unknown = written === undefined ? [] : JSON.parse(written);
  const own = textIn(service, "loadBalancerIP");
  const addresses = made.spec.blocks("addresses").map((address) => address.text("value"));
  return [
    ...new Set([...(Array.isArray(listed) ? listed.map(String) : []), ...(own ? [own] : []), ...addresses]),
  ];
}
