import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { Redactor } from "../redaction/redactor";

/** Parts of a Secret that are one, as a resource and as the API have them. */
const KEPT = ["data", "stringData", "binary_data", "data_wo", "binary_data_wo"];

/**
 * Hides what synths keep secret, wherever it stands: values of Secrets, and defaults of variables that are sensitive. Keys of the VPN
 * look random and are public.
 */
export function redactorOf(stacks: readonly StackOutput[]): Redactor {
  const secrets = new Set(stacks.flatMap((stack) => [...ofVariables(stack), ...ofSecrets(stack)]));
  const open = new Set(
    stacks.flatMap(({ model }) => [
      ...model.admins.map(({ wireguardKey }) => wireguardKey),
      ...[model.site, model.backupSite].flatMap((site) => site?.vpn.publicKey ?? []),
    ]),
  );
  return new Redactor(secrets, open);
}

function ofVariables({ others }: StackOutput): readonly string[] {
  const { variable } = others;
  if (!isObject(variable)) return [];
  return Object.values(variable).flatMap((one) =>
    isObject(one) && one.sensitive === true ? textsIn(one.default) : [],
  );
}

function ofSecrets({ resources }: StackOutput): readonly string[] {
  return resources.flatMap(({ type, isData, values }) => {
    if (isData) return [];
    if (type.startsWith("kubernetes_secret")) return keptIn(values);
    const { manifest } = values;
    return type === "kubernetes_manifest" && isObject(manifest) && manifest.kind === "Secret"
      ? keptIn(manifest)
      : [];
  });
}

function keptIn(values: Readonly<Record<string, unknown>>): readonly string[] {
  // A reference is what Terraform is told instead of the secret.
  return KEPT.flatMap((key) => textsIn(values[key])).filter((text) => !text.startsWith("${"));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}
