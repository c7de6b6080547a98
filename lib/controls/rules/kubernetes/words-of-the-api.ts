import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type MadeObject, madeObjects } from "../../subjects/kubernetes/objects";
import { isObject } from "../../terraform/fields";

/** Words of which the API server takes some only, by the key they stand under, and the key around it where it takes that to tell. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  imagePullPolicy: ["Always", "IfNotPresent"],
  restartPolicy: ["Always", "OnFailure", "Never"],
  "ports.protocol": ["TCP", "UDP"],
  "listeners.protocol": ["HTTP", "HTTPS"],
  sessionAffinity: ["None", "ClientIP"],
  whenUnsatisfiable: ["DoNotSchedule", "ScheduleAnyway"],
  nodeTaintsPolicy: ["Honor", "Ignore"],
  nodeAffinityPolicy: ["Honor", "Ignore"],
  concurrencyPolicy: ["Forbid", "Replace", "Allow"],
  scheme: ["HTTP", "HTTPS", "https"],
  fsGroupChangePolicy: ["OnRootMismatch", "Always"],
  "strategy.type": ["RollingUpdate", "Recreate"],
  "updateStrategy.type": ["RollingUpdate", "OnDelete"],
  "seccompProfile.type": ["RuntimeDefault", "Localhost"],
  "metrics.type": ["Resource", "ContainerResource"],
  "target.type": ["Utilization", "AverageValue"],
  "policies.type": ["Percent", "Pods"],
  selectPolicy: ["Max", "Min", "Disabled"],
  "roleRef.apiGroup": ["rbac.authorization.k8s.io"],
  "subjects.apiGroup": ["rbac.authorization.k8s.io", ""],
  "scaleTargetRef.apiVersion": ["apps/v1"],
  "hostPath.type": ["", "Directory", "DirectoryOrCreate", "File", "FileOrCreate"],
  operator: ["Exists", "Equal", "In", "NotIn", "DoesNotExist"],
  "tolerations.effect": ["NoSchedule", "PreferNoSchedule", "NoExecute"],
};

/** Maps whose keys are anybody's. */
const FREE = ["data", "labels", "annotations", "matchLabels", "json"];

/** B-07: a word that nobody knows is seen before the API server is asked, or passes it over. */
export const wordsOfTheApi = stackRule<MadeObject>({
  id: "words-of-the-api",
  info: "what may be said in a few words only, such as when an image is pulled, is said in one of them",
  explanation:
    "The API server refuses a word it does not know, and an apply ends half-way. Where the field is another's, such as a controller's, it is passed over, and what was meant does not hold.",
  remedy: "write one of the words of the Kubernetes API, as the library's workloads do",
  promises: ["B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: madeObjects,
  judge: ({ object }) => [...strange(object.body, "")],
});

function* strange(value: unknown, around: string): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* strange(item, around);
  if (!isObject(value)) return;
  for (const [key, inside] of Object.entries(value)) {
    const words = WORDS[`${around}.${key}`] ?? WORDS[key];
    if (typeof inside === "string" && words !== undefined && !words.includes(inside)) {
      yield `${key} is ${inside}, which is none of ${words.filter((word) => word !== "").join(", ")}`;
    }
    if (!FREE.includes(key)) yield* strange(inside, key);
  }
}
