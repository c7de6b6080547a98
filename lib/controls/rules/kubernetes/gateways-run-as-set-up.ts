import type { WorkloadRecord } from "../../../model/kubernetes-record";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { flagIn, inner, numberIn, textIn } from "../../subjects/kubernetes/fields";
import { gatewayObject, gatewaysIn, proxyOf } from "../../subjects/kubernetes/gateways";
import type { MadeObject } from "../../subjects/kubernetes/objects";
import { isSelected, selectsEverything } from "../../subjects/kubernetes/selectors";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";

interface Gateway extends Subject {
  readonly gateway: WorkloadRecord;
}

/** Where visitors connect, and by which protocol. */
const LISTENED: Readonly<Record<string, number>> = { HTTP: 80, HTTPS: 443 };

/** What a line of the log tells at the least: who came, when, for what, and what they were answered. */
const TOLD = [
  "%START_TIME%",
  "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
  "%REQ(:METHOD)%",
  "%REQ(:AUTHORITY)%",
  "%RESPONSE_CODE%",
];

const PLACES = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];

/** B-06, B-21, B-01: what all visitors pass is redundant, scales, and tells who passed. */
export const gatewaysRunAsSetUp = stackRule<Gateway>({
  id: "gateways-run-as-set-up",
  info: "every gateway has as many proxies as the model says, spread over zones and hosts, answers its own namespace at 80 and 443 alone, and logs each request",
  explanation:
    "One proxy is one failure away from all visitors of a client. A listener that takes routes of every namespace lets another client answer under this one's name, and without a log nobody can tell who came.",
  remedy: "expose the service with service.expose(…), which sets its gateway up",
  promises: ["B-06", "B-21", "B-01"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => gatewaysIn(stack).map((gateway) => ({ id: gateway.path, gateway })),
  judge({ gateway }, stack) {
    const made = gatewayObject(gateway, stack);
    const proxy = proxyOf(made, stack);
    const kubernetes = inner(proxy.spec, "provider", "kubernetes");
    const logs = inner(proxy.spec, "telemetry", "accessLog");
    return [
      ...made.spec.blocks("listeners").flatMap(wrongListener),
      ...wrongReference(made),
      ...wrongNumber(gateway, inner(kubernetes, "envoyHpa")),
      ...wrongSpread(gateway, inner(kubernetes, "envoyDeployment", "pod")),
      ...logs.blocks("settings").flatMap(wrongLog),
      ...problemsOf(
        unless(
          flagIn(inner(kubernetes, "envoyService"), "allocateLoadBalancerNodePorts") === false,
          "its load balancer opens a port on every node",
        ),
        unless(
          textIn(inner(proxy.spec, "provider"), "type") === "Kubernetes",
          "its proxies are of no kind that its controller knows",
        ),
        unless(
          logs.values.disable !== true &&
            logs.blocks("settings").some((one) => one.blocks("sinks").some((sink) => sink.has("file"))),
          "it does not log who came",
        ),
      ),
    ];
  },
});

/** Where no form is said, a line has all that Envoy knows. */
function wrongLog(settings: Fields): readonly string[] {
  const form = inner(settings, "format");
  if (!form.has("json")) return form.has("text") ? ["its log has a form that nobody sorts"] : [];
  const told = Object.values(form.map("json").values);
  return TOLD.filter((word) => !told.includes(word)).map((word) => `its log does not tell ${word}`);
}

function wrongListener(listener: Fields): readonly string[] {
  const [name, protocol] = [listener.text("name"), listener.text("protocol")];
  const from = textIn(inner(listener, "allowedRoutes", "namespaces"), "from") ?? "Same";
  return problemsOf(
    unless(
      numberIn(listener, "port") === LISTENED[protocol],
      `${name} answers ${protocol} at ${numberIn(listener, "port") ?? "no port"}`,
    ),
    unless(from === "Same", `${name} takes routes of other namespaces (${from})`),
  );
}

function wrongReference({ spec }: MadeObject): readonly string[] {
  const reference = inner(spec, "infrastructure", "parametersRef");
  return problemsOf(
    unless(
      textIn(reference, "group") === "gateway.envoyproxy.io" && textIn(reference, "kind") === "EnvoyProxy",
      "how its proxies are set up is of no kind that its controller knows",
    ),
  );
}

function wrongNumber({ replicas }: WorkloadRecord, scaler: Fields): readonly string[] {
  const [least, most] = [numberIn(scaler, "minReplicas") ?? 1, numberIn(scaler, "maxReplicas")];
  return problemsOf(
    unless(
      least === replicas?.min && most === replicas.max,
      `it has ${least} to ${most ?? "any number of"} proxies, and ${replicas?.min} to ${replicas?.max} by the model`,
    ),
    unless(scaler.blocks("metrics").length > 0, "nothing says when it needs more proxies"),
  );
}

function wrongSpread({ labels }: WorkloadRecord, pod: Fields): readonly string[] {
  const spreads = pod.blocks("topologySpreadConstraints");
  return PLACES.filter(
    (place) =>
      !spreads.some(
        (spread) =>
          textIn(spread, "topologyKey") === place &&
          isSelected(spread, "labelSelector", labels) &&
          !selectsEverything(spread, "labelSelector"),
      ),
  ).map((place) => `its proxies may all be in one ${place.replace(/^.*\//, "")}`);
}
