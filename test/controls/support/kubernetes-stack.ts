import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { readSynth } from "../../../lib/controls/terraform/read-synth";
import type { StackOutput } from "../../../lib/controls/terraform/stack-output";
import type { ModelFile } from "../../../lib/model/model-file";

/** A stack that is made with the provider's typed classes, as the rules would be given it. */
export function kubernetesStack(build: (stack: TerraformStack) => void): StackOutput {
  const stack = new TerraformStack(Testing.app(), "tenant");
  new KubernetesProvider(stack, "kubernetes", { configPath: "kubeconfig" });
  build(stack);
  return readKubernetes(JSON.parse(Testing.synth(stack)));
}

/** A stack with one resource, as Terraform's JSON has it. */
export function stackWith(type: string, values: object, others: object = {}): StackOutput {
  return readKubernetes({
    resource: { ...others, [type]: { it: values } },
  });
}

function readKubernetes(json: Readonly<Record<string, unknown>>): StackOutput {
  const named = { ...json, "//": { metadata: { stackName: "tenant" } } };
  // Of the model only the name is asked for: what a tenant means stands elsewhere.
  return readSynth(JSON.stringify(named), { stack: "tenant" } as ModelFile, "cdk.tf.json");
}
