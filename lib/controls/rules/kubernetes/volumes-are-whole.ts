import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { flagIn, inner, textIn } from "../../subjects/kubernetes/fields";
import { bodyOf, GROUPS, ofKind } from "../../subjects/kubernetes/objects";
import {
  containerName,
  containersOf,
  type PodMaker,
  podMakers,
  proxyMakers,
} from "../../subjects/kubernetes/pods";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** B-06, B-07: what a pod reads and writes is there, and where its program looks. */
export const volumesAreWhole = stackRule<PodMaker>({
  id: "volumes-are-whole",
  info: "every volume of a pod has something in it that the stack makes, and a container that mounts it at a whole path",
  explanation:
    "A pod whose settings or secrets are not there waits for them for ever, and an apply that made it has succeeded. A volume that nobody mounts is a secret that did not arrive, or a folder that a program cannot write.",
  remedy: "use the library's workloads, which write volumes, mounts and what is in them from one place",
  promises: ["B-06", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [...podMakers(stack), ...proxyMakers(stack)],
  judge(maker, stack) {
    const containers = containersOf(maker.pod);
    const mounts = containers.flatMap((container) => container.blocks("volumeMounts"));
    const mounted = mounts.map((mount) => textIn(mount, "name"));
    const volumes = maker.pod.blocks("volumes");
    return [
      ...volumes.flatMap((volume) => wrongVolume(volume, mounted, maker, stack)),
      ...mounts.flatMap((mount) => {
        const path = textIn(mount, "mountPath") ?? "";
        return path.startsWith("/") || path === ""
          ? []
          : [`a volume is mounted at ${path}, which is no whole path`];
      }),
      ...containers.flatMap((container) => wrongEnvironment(container, maker, stack)),
    ];
  },
});

function wrongVolume(
  volume: Fields,
  mounted: readonly (string | undefined)[],
  maker: PodMaker,
  stack: StackOutput,
): readonly string[] {
  const name = textIn(volume, "name") ?? "of no name";
  const kinds = Object.keys(volume.values).filter((key) => key !== "name");
  const sources = inner(volume, "projected").blocks("sources");
  return problemsOf(
    unless(kinds.length === 1, `the volume ${name} is of ${kinds.length} kinds, not one`),
    unless(mounted.includes(name), `no container mounts the volume ${name}`),
    unless(
      !volume.has("hostPath") || textIn(volume.map("hostPath"), "path")?.startsWith("/") === true,
      `the volume ${name} is no folder of its node`,
    ),
    unless(!volume.has("projected") || sources.length > 0, `the volume ${name} has nothing in it`),
    ...sources.map((source) =>
      unless(Object.keys(source.values).length === 1, `a part of the volume ${name} has nothing in it`),
    ),
    ...[volume, ...sources].flatMap((source) => wrongSource(source, name, maker, stack)),
  );
}

function wrongSource(
  source: Fields,
  name: string,
  { object: { namespace } }: PodMaker,
  stack: StackOutput,
): readonly string[] {
  const [settings, secret] = [inner(source, "configMap"), inner(source, "secret")];
  const items = [...settings.blocks("items"), ...secret.blocks("items")];
  return problemsOf(
    ...(source.has("configMap") ? [missing(settings, "ConfigMap", namespace, stack)] : []).flat(),
    ...(source.has("secret") ? [missing(secret, "Secret", namespace, stack)] : []).flat(),
    ...items.map((item) =>
      unless(item.has("key") && item.has("path"), `a file of the volume ${name} has no key, or no name`),
    ),
  );
}

function wrongEnvironment(
  container: Fields,
  { object: { namespace } }: PodMaker,
  stack: StackOutput,
): readonly string[] {
  const name = containerName(container);
  return [
    ...container.blocks("env").flatMap((one) => {
      const from = inner(one, "valueFrom");
      if (!one.has("valueFrom")) return [];
      if (Object.keys(from.values).length !== 1) return [`${name} has ${one.text("name")} from nowhere`];
      return from.has("configMapKeyRef")
        ? missing(from.map("configMapKeyRef"), "ConfigMap", namespace, stack)
        : [];
    }),
    ...container
      .blocks("envFrom")
      .flatMap((one) =>
        one.has("configMapRef") ? missing(one.map("configMapRef"), "ConfigMap", namespace, stack) : [],
      ),
  ];
}

/** What a pod may do without is not missed. Secrets of a platform are made by whoever runs the cluster. */
function missing(
  reference: Fields,
  kind: "ConfigMap" | "Secret",
  namespace: string | undefined,
  stack: StackOutput,
): readonly string[] {
  if (flagIn(reference, "optional") === true) return [];
  const name = textIn(reference, "name") ?? textIn(reference, "secretName");
  if (kind === "Secret" && name !== undefined && stack.model.kind === "platform") return [];
  const made =
    kind === "ConfigMap" ? named(stack, GROUPS.core, "ConfigMap", namespace) : secretsIn(stack, namespace);
  return name !== undefined && made.includes(name)
    ? []
    : [`it waits for the ${kind} ${name ?? "of no name"}, which this stack does not make`];
}

function named(
  stack: StackOutput,
  group: string,
  kind: string,
  namespace: string | undefined,
): readonly string[] {
  return ofKind(stack, group, kind)
    .filter(({ object }) => object.namespace === namespace)
    .map(({ object }) => object.name);
}

/** Names of the Secrets that come to be in a namespace: written, fetched, or made with a certificate. */
function secretsIn(stack: StackOutput, namespace: string | undefined): readonly string[] {
  const fetched = ofKind(stack, "external-secrets.io", "ExternalSecret").filter(
    ({ object }) => object.namespace === namespace,
  );
  const proven = ofKind(stack, GROUPS.certificates, "Certificate").filter(
    ({ object }) => object.namespace === namespace,
  );
  return [
    ...named(stack, GROUPS.core, "Secret", namespace),
    ...fetched.map((one) => textIn(inner(bodyOf(one), "spec", "target"), "name") ?? one.object.name),
    ...proven.map(({ spec }) => spec.text("secretName")),
  ];
}
