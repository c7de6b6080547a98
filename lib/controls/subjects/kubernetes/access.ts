import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";
import { textIn, textsIn } from "./fields";
import { bodyOf, GROUPS, type MadeObject, ofKind } from "./objects";

/** What one rule of a role allows. */
export interface Allowance {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  /** Names of the objects; none for all of the kind. */
  readonly names: readonly string[];
  readonly verbs: readonly string[];
  readonly urls: readonly string[];
}

/** Roles of namespaces and of the cluster. */
export function rolesIn(stack: StackOutput): readonly MadeObject[] {
  return ["Role", "ClusterRole"].flatMap((kind) => ofKind(stack, GROUPS.access, kind));
}

export function bindingsIn(stack: StackOutput): readonly MadeObject[] {
  return ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) => ofKind(stack, GROUPS.access, kind));
}

export function allowancesOf(role: MadeObject): readonly Allowance[] {
  return bodyOf(role)
    .blocks("rules")
    .map((rule) => ({
      groups: textsIn(rule, "apiGroups"),
      resources: textsIn(rule, "resources"),
      names: textsIn(rule, "resourceNames"),
      verbs: textsIn(rule, "verbs"),
      urls: textsIn(rule, "nonResourceURLs"),
    }));
}

/** What an allowance is about, as `kubectl` writes it: `pods`, `deployments.apps/scale`, `secrets "web-key"`. */
export function thingsIn({ groups, resources, names, urls }: Allowance): readonly string[] {
  const kinds = groups.flatMap((group) => resources.map((resource) => inGroup(resource, group)));
  const named =
    names.length === 0
      ? kinds
      : kinds.flatMap((kind) => names.map((name) => `${kind} ${JSON.stringify(name)}`));
  return [...named, ...urls];
}

function inGroup(resource: string, group: string): string {
  if (group === GROUPS.core) return resource;
  const [kind, ...part] = resource.split("/");
  return [`${kind}.${group}`, ...part].join("/");
}

/** Somebody a role is given to. */
export interface Holder {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

export function holdersOf(binding: MadeObject): readonly Holder[] {
  return bodyOf(binding)
    .blocks("subjects")
    .map((subject: Fields) => ({
      kind: subject.text("kind"),
      name: subject.text("name"),
      namespace: textIn(subject, "namespace"),
    }));
}

/** The role a binding gives, by kind and name. */
export function roleOf(binding: MadeObject): { readonly kind: string; readonly name: string } {
  const reference = bodyOf(binding).map("roleRef");
  return { kind: reference.text("kind"), name: reference.text("name") };
}

/** Whether a binding gives this role: one of the cluster may be given in any namespace. */
export function gives(binding: MadeObject, role: MadeObject): boolean {
  const { kind, name } = roleOf(binding);
  return (
    kind === role.object.kind &&
    name === role.object.name &&
    (kind === "ClusterRole" || binding.object.namespace === role.object.namespace)
  );
}
