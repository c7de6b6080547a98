import { normalName } from "../../../model/name";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { type MadeObject, madeObjects } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";

/** The one object that is there before anybody writes it: of it, only what it may is changed. */
const OF_THE_CLUSTER = { kind: "ServiceAccount", name: "default" };

/** B-09, V-02: whatever stands on a cluster says whose it is, of which stage and class, and who answers for it. */
export const objectsSayWhose = stackRule<MadeObject>({
  id: "objects-say-whose",
  info: "every object of a tenant carries the labels of its client, stage, class and owner",
  explanation:
    "Logs, bills, backups and alarms are sorted by these labels. What has none, or another client's, is nobody's to answer for, and is restored and read with the wrong things.",
  remedy: "give every object tenant.labels, as the library's constructs do",
  promises: ["B-09", "V-02"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => (stack.model.kind === "environment" ? madeObjects(stack).filter(isOurs) : []),
  judge({ object: { labels } }, stack) {
    return Object.entries(labelsOf(stack))
      .filter(([key, value]) => labels[key] !== value)
      .map(([key, value]) => `its label ${key} is ${labels[key] ?? "not there"}, not ${value}`);
  },
});

function isOurs({ object: { kind, name } }: MadeObject): boolean {
  return kind !== OF_THE_CLUSTER.kind || name !== OF_THE_CLUSTER.name;
}

function labelsOf({ model: { client, stage, stack } }: StackOutput): Readonly<Record<string, string>> {
  if (client === undefined || stage === undefined) throw new Unreadable(`${stack} is of no client's stage`);
  return {
    "app.kubernetes.io/part-of": client.name,
    "app.kubernetes.io/managed-by": "straat",
    "straat/client": client.name,
    "straat/stage": stage.name,
    "straat/class": client.classification.name,
    "straat/owner": normalName(client.team),
  };
}
