import { relative } from "node:path";
import { type ManifestFile, manifestFiles } from "../controls/kubernetes/manifest-file";
import { counted, listed } from "../controls/report/text";
import type { StackOutput } from "../controls/terraform/stack-output";
import { InvalidError, type Mistake } from "../model/mistake";
import { stackPath } from "../model/stack-path";
import { clientNames } from "../synth/fleet";
import { outputsIn } from "../synth/judge-files";
import { outputsOf } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { ManifestsFolder } from "./manifests-folder";
import { printMistakes } from "./print-mistakes";
import { formatTable } from "./table";
import { understood } from "./usage-error";

const DEFAULT_FOLDER = "manifests.out";

/**
 * `straat manifests [TARGET...]`: every object of Kubernetes that would be synthesized, or with `--from DIR` was, as YAML for
 * other tools to judge: a file for each stack. Straat's own rules are not asked; that is what `straat check` is for.
 */
export function manifestsCommand(context: CommandContext): ExitCode {
  const { operands, flags, clearProgress } = context;
  const folder = understood(() => new ManifestsFolder(flags.output ?? DEFAULT_FOLDER));
  const { outputs, files, mistakes } = madeOf(context);
  clearProgress();
  if (mistakes.length > 0) {
    printMistakes(mistakes, "in what is declared");
    process.stderr.write("Nothing was written; the manifests are as they were.\n");
    return EXIT.MISTAKES;
  }
  const asked = new Set(outputs.map((output) => `${output.name}.yaml`));
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  folder.write(texts, (name) => operands.length === 0 || asked.has(name));
  process.stdout.write(overview(outputs, files, relative("", folder.path) || "."));
  return EXIT.OK;
}

interface Made {
  readonly outputs: readonly StackOutput[];
  readonly files: readonly ManifestFile[];
  readonly mistakes: readonly Mistake[];
}

function madeOf({ fleet, operands, options, flags }: CommandContext): Made {
  if (flags.from !== undefined) return filesOf(outputsIn(flags.from, operands));
  const targets = understood(() => Targets.parse(operands, clientNames(fleet)));
  const { mistakes, outputs } = outputsOf(fleet, { ...options, targets });
  return mistakes.length > 0 ? { outputs, files: [], mistakes } : filesOf(outputs);
}

function filesOf(outputs: readonly StackOutput[]): Made {
  try {
    return { outputs, files: manifestFiles(outputs), mistakes: [] };
  } catch (error) {
    if (error instanceof InvalidError) return { outputs, files: [], mistakes: error.mistakes };
    throw error;
  }
}

/** What was written, what there was nothing of, and what to do with it. */
function overview(outputs: readonly StackOutput[], files: readonly ManifestFile[], folder: string): string {
  const without = withoutObjects(outputs, files);
  const none = without.length === 0 ? [] : [`Nothing on a cluster: ${listed(without)}.`];
  if (files.length === 0) return `${none.join("")} No file was written.\n`;
  const objects = files.flatMap((file) => file.objects);
  return [
    formatTable([["FILE", "OBJECTS", "NAMESPACES"], ...files.map(row)]),
    "",
    `${counted(objects.length, "object")} of Kubernetes, written to ${folder}/. Values of Secrets are left out.`,
    ...none,
    "",
    "Next, with what others made to judge them; docs/judges.md says what each wants, and where we differ:",
    `  kubeconform -strict -summary -ignore-missing-schemas ${folder}`,
    `  kube-score score ${folder}/*.yaml`,
    `  trivy config ${folder}`,
    "",
  ].join("\n");
}

function row({ name, objects }: ManifestFile): readonly string[] {
  const namespaces = objects.flatMap((object) =>
    object.kind === "Namespace" ? object.name : (object.namespace ?? []),
  );
  return [name, `${objects.length}`, listed([...new Set(namespaces)].sort(), 4)];
}

/** Clients and platforms of which nothing that was asked for has an object; a stack, where only one of a client was. */
function withoutObjects(outputs: readonly StackOutput[], files: readonly ManifestFile[]): readonly string[] {
  const names = new Set(files.map(({ name }) => name));
  const ownerOf = ({ model }: StackOutput) => model.client?.name ?? model.stack;
  return [...new Set(outputs.map(ownerOf))].flatMap((owner) => {
    const own = outputs.filter((output) => ownerOf(output) === owner);
    if (own.some((output) => names.has(`${output.name}.yaml`))) return [];
    return [own.length > 1 ? owner : stackPath((own[0] as StackOutput).model)];
  });
}
