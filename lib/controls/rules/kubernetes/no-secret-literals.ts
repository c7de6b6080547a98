import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { findSecrets } from "../../secrets/find-secrets";
import { bodyOf, GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { containerName, containersOf, type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** What of a typed Secret goes to the state, and whoever reads that. What is written only does not. */
const IN_STATE = ["data", "binary_data"];

/** Permissions of a file of a secret at the most: its owner and its group may read. */
const MODE_MAX = 0o440;

/** V-02, V-03: a secret is with the application alone: not in a file of ours, a state or what every process tells its children. */
export const noSecretLiterals = stackRule<MadeObject>({
  id: "no-secret-literals",
  info: "no Secret holds values that Terraform knows, and applications get theirs as files that only they read, never in their environment",
  explanation:
    "A value that Terraform sends stands in its state, for everybody who plans. What stands in the environment of a process is in every crash report and every child of it.",
  remedy:
    "use Secret.fromVariable, which is written and never kept, or Secret.fromStore; the application reads /run/secrets",
  promises: ["V-02", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a secret that may be read is none" },
  subjects: (stack) => [
    ...ofKind(stack, GROUPS.core, "Secret"),
    ...ofKind(stack, GROUPS.core, "ConfigMap"),
    ...podMakers(stack),
  ],
  judge(made, stack) {
    if (made.object.kind === "Secret") return wrongSecret(made, stack);
    if (made.object.kind === "ConfigMap") return suspicious(bodyOf(made).values.data, "it");
    return wrongPods((made as PodMaker).pod);
  },
});

function wrongSecret(secret: MadeObject, stack: StackOutput): readonly string[] {
  const resource = stack.at(secret.object.address);
  const isManifest = resource?.type === "kubernetes_manifest";
  const kept = isManifest
    ? ["data", "stringData"].filter((key) => bodyOf(secret).has(key))
    : IN_STATE.filter((key) => resource?.has(key) === true);
  return kept.map((key) => `its ${key} would stand in the state, for everybody who plans`);
}

function wrongPods(pod: Fields): readonly string[] {
  return [
    ...containersOf(pod).flatMap(wrongEnvironment),
    ...pod.blocks("volumes").flatMap((volume) => [
      ...volume.blocks("secret").flatMap((secret) => wrongMode(secret, volume)),
      ...volume
        .blocks("projected")
        .filter((projected) => projected.blocks("sources").some((source) => source.has("secret")))
        .flatMap((projected) => wrongMode(projected, volume)),
    ]),
  ];
}

function wrongEnvironment(container: Fields): readonly string[] {
  const name = containerName(container);
  const referred = container
    .blocks("env")
    .filter((one) => one.blocks("valueFrom").some((source) => source.has("secretKeyRef")));
  const whole = container.blocks("envFrom").filter((one) => one.has("secretRef"));
  const said = container
    .blocks("env")
    .flatMap((one) => suspicious({ [one.text("name")]: one.values.value }, name));
  return [
    ...referred.map((one) => `${name} has the secret ${one.text("name")} in its environment`),
    ...whole.map(() => `${name} has all of a Secret in its environment`),
    ...said,
    ...suspicious([container.values.command, container.values.args], name),
  ];
}

/** 0644 where nothing is written: then every process in the pod may read it, whoever it runs as. */
function wrongMode(files: Fields, volume: Fields): readonly string[] {
  const mode = files.has("defaultMode") ? files.number("defaultMode") : 0o644;
  const beyond = mode & ~MODE_MAX;
  return beyond === 0
    ? []
    : [`everybody may read or change the secret's files of the volume ${volume.text("name")}`];
}

function suspicious(value: unknown, whose: string): readonly string[] {
  const found = findSecrets(value ?? {}).filter(({ token }) => token === undefined);
  return [...new Set(found.map(({ where, what }) => `${whose} holds ${what} in plain text (${where})`))];
}
