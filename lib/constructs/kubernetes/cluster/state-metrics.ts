import type { Image } from "../../../model/image";
import type { IpAddress } from "../../../model/ip";
import { Port } from "../../../model/port";
import { FIGURES } from "../../../model/promises/figures";
import type { PlatformSpace } from "./platform-space";
import { httpProbe } from "./program";
import { addRedundantProgram } from "./redundant-program";
import { allowInCluster, LIST, type Right } from "./rights";
import type { Scraper } from "./scraper";
import { fromScraper, toAddresses } from "./traffic";

const NAME = "kube-state-metrics";
const FIGURES_PORT = 8080;
const OWN_PORT = 8081;

/** What there are figures of, and by which group of the API it is listed. Neither secrets nor what stands in files. */
const KINDS: readonly (readonly [group: string, resources: readonly string[]])[] = [
  [
    "",
    [
      "limitranges",
      "namespaces",
      "nodes",
      "persistentvolumeclaims",
      "persistentvolumes",
      "pods",
      "resourcequotas",
      "services",
    ],
  ],
  ["apps", ["daemonsets", "deployments", "replicasets", "statefulsets"]],
  ["autoscaling", ["horizontalpodautoscalers"]],
  ["batch", ["cronjobs", "jobs"]],
  ["policy", ["poddisruptionbudgets"]],
];

/** Labels of namespaces by which figures are told apart. */
const NAMESPACE_LABELS = ["straat/client", "straat/stage", "straat/class"];

export interface StateMetricsProps {
  readonly image: Image;
  readonly apiServers: readonly IpAddress[];
  readonly scraper: Scraper;
}

/**
 * Figures of what runs in the cluster and of what should (B-20): pods that are not there, volumes, jobs that failed, scalers at
 * their ceiling. Two with the same figures: whoever fetches them takes one of each.
 */
export function addStateMetrics(
  space: PlatformSpace,
  { image, apiServers, scraper }: StateMetricsProps,
): void {
  addRedundantProgram(space, {
    name: NAME,
    image,
    resources: { cpu: ["50m", "500m"], memory: ["128Mi", "512Mi"], scratch: ["16Mi", "64Mi"] },
    figures: { name: "figures", port: FIGURES_PORT },
    asksBecause: "it lists what runs, which only the API server knows",
    container: {
      args: [
        `--port=${FIGURES_PORT}`,
        `--telemetry-port=${OWN_PORT}`,
        `--resources=${KINDS.flatMap(([, resources]) => resources)
          .toSorted()
          .join(",")}`,
        `--metric-labels-allowlist=namespaces=[${NAMESPACE_LABELS.join(",")}]`,
      ],
      port: [
        { name: "figures", containerPort: FIGURES_PORT, protocol: "TCP" },
        { name: "own", containerPort: OWN_PORT, protocol: "TCP" },
      ],
      readinessProbe: httpProbe("/readyz", "own", 10),
      livenessProbe: httpProbe("/livez", "figures", 20, 5),
    },
  });
  allowInCluster(
    space,
    NAME,
    KINDS.map(([group, resources]): Right => ({ group, resources, verbs: LIST })),
  );
  space.allow(NAME, {
    ingress: [fromScraper(scraper, FIGURES_PORT)],
    egress: [toAddresses(apiServers, Port.KUBERNETES_API)],
  });
  const { redundantMembers: two } = FIGURES;
  space.note(NAME, [{ name: "figures", port: FIGURES_PORT, target: FIGURES_PORT }], { min: two, max: two });
}
