import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, textIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, objectNamed, ofKind } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";

const KINDS = ["SecurityPolicy", "ClientTrafficPolicy", "EnvoyProxy"];

/** V-09, V-10: what is judged of a gateway is what holds for it. */
export const gatewaySettingsAreOne = stackRule<MadeObject>({
  id: "gateway-settings-are-one",
  info: "whatever sets up a gateway or a route is about the whole of one that is there, and the only thing of its kind that is",
  explanation:
    "Of two policies about one route the older holds, and one about a part of a gateway goes before that about the whole: an allow-list that everybody read is then not the one that is kept.",
  remedy: "expose the service with service.expose(…), which writes one policy for each route and gateway",
  promises: ["V-09", "V-10"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "nobody could say which allow-list holds" },
  subjects: (stack) => KINDS.flatMap((kind) => ofKind(stack, GROUPS.envoy, kind)),
  judge: (made, stack) =>
    made.object.kind === "EnvoyProxy" ? wrongProxy(made, stack) : wrongPolicy(made, stack),
});

/** Of what a policy is about, as people call it. */
function targetsOf({ spec }: MadeObject): readonly string[] {
  return [...spec.blocks("targetRefs"), ...spec.blocks("targetRef")].map((target) => {
    const part = textIn(target, "sectionName");
    return `${target.text("kind")} ${target.text("name")}${part === undefined ? "" : `, part ${part}`}`;
  });
}

function wrongPolicy(policy: MadeObject, stack: StackOutput): readonly string[] {
  const { kind, namespace } = policy.object;
  const targets = targetsOf(policy);
  const [target] = targets;
  if (target === undefined || targets.length > 1) return [`it is about ${targets.length} things, not one`];
  // With a part behind it, it is the name of nothing.
  const [of = "", name = ""] = target.split(/ (.*)/);
  const isThere = objectNamed(stack, GROUPS.gateway, of, { namespace, name }) !== undefined;
  const twins = ofKind(stack, GROUPS.envoy, kind).filter(
    (other) => other.object.namespace === namespace && targetsOf(other).includes(target),
  );
  return [
    ...(isThere ? [] : [`it is about ${target}, which is not there as a whole`]),
    ...(twins.length === 1 ? [] : [`${twins.length} of its kind are about ${target}`]),
  ];
}

function wrongProxy({ object: { name, namespace } }: MadeObject, stack: StackOutput): readonly string[] {
  const isUsed = ofKind(stack, GROUPS.gateway, "Gateway").some(
    ({ object, spec }) =>
      object.namespace === namespace &&
      textIn(inner(spec, "infrastructure", "parametersRef"), "name") === name,
  );
  return isUsed ? [] : ["it sets up no gateway that is there"];
}
