import { normalName } from "../../../model/name";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { type MadeObject, madeObjects, recordOf } from "../../subjects/kubernetes/objects";
import { podMakers } from "../../subjects/kubernetes/pods";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";

/** The one object that is there before anybody writes it: of it, only what it may is changed. */
const OF_THE_CLUSTER = { kind: "ServiceAccount", name: "default" };

/** B-09, V-02: whatever stands on a cluster says whose it is, of which stage and class, and who answers for it. */
export const objectsSayWhose = stackRule<MadeObject>({
  id: "objects-say-whose",
  info: "every object in the cluster carries labels that say whose it is: of a tenant its client, stage, class and owner, of a platform its site",
  explanation:
    "Logs, bills, backups and alarms are sorted by these labels. What has none, or another client's, is nobody's to answer for, and is restored and read with the wrong things.",
  remedy: "give every object tenant.labels, as the library's constructs do",
  promises: ["B-09", "V-02"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => madeObjects(stack).filter(isOurs),
  judge(made, stack) {
    const { labels, namespace } = made.object;
    const own = recordOf(stack).namespaces.map(({ name }) => name);
    const isElsewhere =
      stack.model.kind === "platform" && namespace !== undefined && !own.includes(namespace);
    const wrong = Object.entries(isElsewhere ? ofPlatform(stack) : labelsOf(stack))
      .filter(([key, value]) => labels[key] !== value)
      .map(([key, value]) => `its label ${key} is ${labels[key] ?? "not there"}, not ${value}`);
    return isElsewhere
      ? wrong
      : [...wrong, ...wrongInstance(labels[INSTANCE], own, stack), ...wrongPods(made, stack)];
  },
});

const INSTANCE = "app.kubernetes.io/instance";

/** Logs are sorted by the labels of pods, which are those of what makes them. */
function wrongPods({ id, object: { labels } }: MadeObject, stack: StackOutput): readonly string[] {
  const maker = podMakers(stack).find((one) => one.id === id);
  if (maker === undefined) return [];
  return Object.keys({ ...labelsOf(stack), [INSTANCE]: "" })
    .filter((key) => maker.podLabels[key] !== labels[key])
    .map((key) => `the label ${key} of its pods is ${maker.podLabels[key] ?? "not there"}, not its own`);
}

function wrongInstance(
  instance: string | undefined,
  own: readonly string[],
  { name }: StackOutput,
): readonly string[] {
  return instance !== undefined && own.includes(instance)
    ? []
    : [`its label ${INSTANCE} is ${instance ?? "not there"}, and no namespace of ${name}`];
}

function isOurs({ object: { kind, name } }: MadeObject): boolean {
  return kind !== OF_THE_CLUSTER.kind || name !== OF_THE_CLUSTER.name;
}

function labelsOf({ model }: StackOutput): Readonly<Record<string, string>> {
  const { client, stage, stack, kind } = model;
  if (kind === "platform")
    return { ...ofPlatform({ model }), "straat/client": "platform", "straat/stage": "platform" };
  if (client === undefined || stage === undefined) throw new Unreadable(`${stack} is of no client's stage`);
  return {
    "app.kubernetes.io/part-of": client.name,
    "app.kubernetes.io/managed-by": "straat",
    "straat/client": client.name,
    "straat/stage": stage.name,
    "straat/class": client.classification.name,
    "straat/owner": normalName(client.team) || "unnamed",
  };
}

/** Of what stands in the namespaces of operators, such as what Velero is told. */
function ofPlatform({ model: { site } }: Pick<StackOutput, "model">): Readonly<Record<string, string>> {
  return {
    "app.kubernetes.io/part-of": "platform",
    "app.kubernetes.io/managed-by": "straat",
    "straat/site": site.name,
  };
}
