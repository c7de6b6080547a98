import type { KubernetesRecord } from "../../../model/kubernetes-record";
import {
  isOfKind,
  type KubernetesObject,
  kubernetesResourcesOf,
  objectOf,
} from "../../kubernetes/kubernetes-object";
import { onceFor } from "../../once-for";
import type { Subject } from "../../rule";
import { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";
import { inner } from "./fields";

/** An object of a stack as the API server would be sent it, known by the resource that makes it. */
export interface MadeObject extends Subject {
  readonly object: KubernetesObject;
  readonly spec: Fields;
}

/**
 * All objects of a stack that can be read. The others are findings of `objects-are-known`, which no waiver may allow, and are left
 * out here so that each is told once.
 */
export const madeObjects = onceFor((stack: StackOutput): readonly MadeObject[] =>
  kubernetesResourcesOf(stack).flatMap((resource) => {
    try {
      const object = objectOf(stack, resource);
      const spec = inner(new Fields(object.body, object.address), "spec");
      return [{ id: stack.subjectId(resource.address), object, spec }];
    } catch (error) {
      if (error instanceof Unreadable) return [];
      throw error;
    }
  }),
);

/** Groups of the API whose objects rules look at. */
export const GROUPS = {
  core: "",
  apps: "apps",
  batch: "batch",
  scaling: "autoscaling",
  policy: "policy",
  network: "networking.k8s.io",
  access: "rbac.authorization.k8s.io",
  gateway: "gateway.networking.k8s.io",
  envoy: "gateway.envoyproxy.io",
  certificates: "cert-manager.io",
  backups: "velero.io",
} as const;

/** The objects of a kind, in the stack's order. @param group such as `apps`; see {@link GROUPS} */
export function ofKind(stack: StackOutput, group: string, kind: string): readonly MadeObject[] {
  return madeObjects(stack).filter(({ object }) => isOfKind(object, group, kind));
}

/** An object by kind, namespace and name; undefined when there is none. */
export function objectNamed(
  stack: StackOutput,
  group: string,
  kind: string,
  { namespace, name }: { readonly namespace: string | undefined; readonly name: string },
): MadeObject | undefined {
  return ofKind(stack, group, kind).find(
    ({ object }) => object.name === name && object.namespace === namespace,
  );
}

/** All of an object, field by field. */
export function bodyOf({ object }: MadeObject): Fields {
  return new Fields(object.body, object.address);
}

/** What people call an object: `Deployment web`. */
export function shownObject({ object: { kind, name } }: MadeObject): string {
  return `${kind} ${name}`;
}

/** What the model says a stack has in the cluster. @throws Unreadable where it says nothing, and something stands there */
export function recordOf({ model, name }: StackOutput): KubernetesRecord {
  if (model.kubernetes !== undefined) return model.kubernetes;
  throw new Unreadable(`the model of ${name} knows of nothing in the cluster`);
}
