import { ERROR_EVERYWHERE } from "../../level";
import { stackRule, type Wrong } from "../../rule";
import { flagIn, textIn } from "../../subjects/kubernetes/fields";
import { namespacesIn } from "../../subjects/kubernetes/namespaces";
import { bodyOf, GROUPS, type MadeObject, objectNamed, ofKind } from "../../subjects/kubernetes/objects";
import { optOutOf } from "../../subjects/kubernetes/opt-outs";
import { podMakers } from "../../subjects/kubernetes/pods";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** A service account, or what makes pods. */
interface Holder extends MadeObject {
  readonly pod?: Fields;
}

/** What a platform's own programs say where they ask the API server, as most of them have to. */
const ASKS = "automountServiceAccountToken";

/** V-03: an application has no key to the API server, so whoever gets into it has none either. */
export const noTokenMounted = stackRule<Holder>({
  id: "no-token-mounted",
  info: "no pod of a tenant is given a token of the API server, neither by its service account nor by itself",
  explanation:
    "The token is a file that everybody in the container reads. With it, a leak in an application asks the API server for whatever that account may have.",
  remedy:
    "write automount_service_account_token false in the pod and in its service account, which is one of its own; what of the platform asks the API server says why in straat/opt-out.automountServiceAccountToken",
  promises: ["V-03", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [
    ...ofKind(stack, GROUPS.core, "ServiceAccount"),
    ...podMakers(stack),
    ...namespacesIn(stack),
  ],
  judge(holder, stack) {
    const { object, pod } = holder;
    if (object.kind === "Namespace") return wrongNamespace(object.name, stack);
    const isExcused = stack.model.kind === "platform" && optOutOf(object, ASKS) !== undefined;
    const isMounted = flagIn(pod ?? bodyOf(holder), ASKS) !== false && !isExcused;
    return [
      ...(isMounted ? ["it mounts a token of the API server"] : []),
      ...(pod === undefined ? [] : wrongPod(pod)),
    ];
  },
});

/** The account that is there by itself hands out tokens until somebody says that it does not. */
function wrongNamespace(namespace: string, stack: StackOutput): Wrong {
  const account = objectNamed(stack, GROUPS.core, "ServiceAccount", { namespace, name: "default" });
  return unless(account !== undefined, "nobody says that its default account hands out no tokens");
}

function wrongPod(pod: Fields): readonly string[] {
  const account = textIn(pod, "serviceAccountName") ?? "default";
  const sources = pod
    .blocks("volumes")
    .flatMap((volume) => volume.blocks("projected"))
    .flatMap((projected) => projected.blocks("sources"));
  return problemsOf(
    unless(account !== "default", "its pods are of the service account that everybody in the namespace has"),
    unless(
      !sources.some((source) => source.has("serviceAccountToken")),
      "a volume of it holds a token of a service account",
    ),
  );
}
