import type { ModelFile } from "../../model/model-file";
import type { StackRights } from "../subjects/kubernetes/stack-rights";
import { groupsIn } from "./access-cluster";
import { type Block, code, codes, heading, link, paragraph, type Text } from "./page";

/** What a stage has in the cluster of its site, and what of it would be lost with the cluster. */
export interface RestoredTenant {
  readonly namespace: string;
  /** Context of the cluster in a kubeconfig. */
  readonly context: string;
  readonly site: string;
  /** Paths of its workloads; gateways are made with them. */
  readonly workloads: readonly string[];
  /** Of those that keep data on volumes. */
  readonly withData: readonly string[];
  /** Groups of people with rights there; undefined where nobody looked. */
  readonly groups: ReturnType<typeof groupsIn> | undefined;
}

/** A stage's tenant; undefined where it has none. */
export function restoredTenant(
  { kubernetes, site, stack }: ModelFile,
  rights: readonly StackRights[] = [],
): RestoredTenant | undefined {
  const [space] = kubernetes?.namespaces ?? [];
  if (kubernetes === undefined || space === undefined || site.kubernetes === undefined) return undefined;
  const known = rights.find((one) => one.stack === stack);
  const own = kubernetes.workloads.filter(({ kind }) => kind !== "gateway");
  return {
    namespace: space.name,
    context: site.kubernetes.context,
    site: site.name,
    workloads: own.map(({ path }) => path),
    withData: own.filter(({ data }) => data).map(({ path }) => path),
    groups: known && known.notRead.length === 0 ? groupsIn(space.name, known) : undefined,
  };
}

/** How a tenant comes back: its objects by the plan, its volumes from Velero, its secrets from where they came from. */
export function tenantBlocks(tenant: RestoredTenant, platformPhase: string): readonly Block[] {
  const { namespace, context, site, workloads, withData, groups } = tenant;
  const kubectl = `kubectl --context ${context}`;
  return [
    heading(3, `Bring back ${namespace} in the cluster`),
    {
      kind: "facts",
      facts: [
        ["Cluster", `of ${site}`],
        ["Workloads", codes(workloads)],
        ["Keep data", withData.length === 0 ? "none of them" : codes(withData)],
        ["May look at it (V-03)", peopleIn(groups?.look)],
        ["May change something (V-03)", peopleIn(groups?.change)],
      ],
    },
    paragraph(
      "The plan makes its objects, once the cluster has what it is to have (",
      code("docs/cluster.md"),
      ") and ",
      link(platformPhase),
      " is done. Secrets from a store come by themselves; those of variables are asked for by the plan.",
    ),
    ...(withData.length === 0
      ? [paragraph("Nothing of it has to be restored.")]
      : [
          paragraph(
            "Volumes come out of the newest backup that is whole. Before the plan is applied, or the claims are there already and are left as they are:",
          ),
          {
            kind: "commands" as const,
            lines: [
              `velero --kubecontext ${context} backup get`,
              `velero --kubecontext ${context} restore create --from-backup NAME --include-namespaces ${namespace} \\`,
              "  --include-resources persistentvolumeclaims,persistentvolumes --existing-resource-policy none --wait",
            ],
          },
        ]),
    paragraph("It is back when all of it is ready:"),
    {
      kind: "commands",
      lines: [
        `${kubectl} -n ${namespace} get deployments,statefulsets,cronjobs,pods`,
        `${kubectl} -n ${namespace} get gateways,certificates`,
      ],
    },
  ];
}

/** Groups of people as the cluster's sign-in knows them. */
function peopleIn(groups: readonly string[] | undefined): Text {
  if (groups === undefined) return "was not looked at";
  return groups.length === 0 ? "nobody by what is declared here" : codes(groups);
}
