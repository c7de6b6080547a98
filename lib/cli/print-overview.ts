import { relative } from "node:path";
import { summaryLine } from "../controls/report/summary";
import { counted } from "../controls/report/text";
import type { GroupRecord, ModelFile } from "../model/model-file";
import type { SynthesizedStack, SynthResult } from "../synth/synthesize";
import { formatTable } from "./table";

const HEAD = ["CLIENT", "STAGE", "STACK", "SERVERS", "NETWORKS"];
/** Where something of what is shown stands in a cluster. */
const CLUSTER_HEAD = "CLUSTER";

/** Per client and stage: its stack, its servers, its networks; and what the rules said, where they were asked. */
export function printOverview({ stacks, notices, assessment }: SynthResult): void {
  const hasPods = stacks.some(({ model }) => model.kubernetes !== undefined);
  const rows = stacks.map(({ model }, index) => [
    ...row(model, stacks[index - 1]?.model),
    ...(hasPods ? [workloads(model)] : []),
  ]);
  const head = hasPods ? [...HEAD, CLUSTER_HEAD] : HEAD;
  process.stdout.write(`${formatTable([head, ...rows])}\n\n`);
  process.stdout.write(`${totals(stacks)}\n`);
  if (assessment !== undefined) process.stdout.write(`${summaryLine(assessment)}.\n`);
  for (const { path, text } of notices) process.stdout.write(`Note: ${path}: ${text}.\n`);
}

/** What was written, and what to do with it. */
export function printNextSteps({ stacks, gone }: SynthResult, outdir: string, everything: boolean): void {
  const folder = relative("", outdir) || ".";
  const name = stacks[0]?.model.stack;
  const hasPods = stacks.some(({ model }) => model.kubernetes !== undefined);
  const written = [
    `Written to ${folder}/stacks/<stack>/: cdk.tf.json for Terraform, straat.json for what it means.`,
    ...(everything
      ? []
      : ["Other stacks are as they were. Checks between clients run when no target is given."]),
    ...gone.map(
      (stack) => `Gone: ${stack} is no longer declared. What it made still runs, and its state is kept.`,
    ),
  ];
  const next = [
    hasPods
      ? "Next, with VSPHERE_SERVER, VSPHERE_USER, VSPHERE_PASSWORD and KUBE_CONFIG_PATH set:"
      : "Next, with VSPHERE_SERVER, VSPHERE_USER and VSPHERE_PASSWORD set:",
    `  terraform -chdir=${folder}/stacks/${name} init`,
    `  terraform -chdir=${folder}/stacks/${name} plan`,
    "Apply platform-<site> first, then <client>-street, then the client's stages in order.",
  ];
  process.stdout.write(`\n${written.join("\n")}\n\n${next.join("\n")}\n`);
}

function row(model: ModelFile, previous: ModelFile | undefined): string[] {
  const client = model.client?.name ?? "(platform)";
  const isFirst = (previous?.client?.name ?? (previous && "(platform)")) !== client;
  const stage = model.stage?.name ?? (model.kind === "street" ? "(shared)" : model.site.name);
  return [isFirst ? client : "", stage, model.stack, servers(model.groups), networks(model)];
}

function servers(groups: readonly GroupRecord[]): string {
  const total = groups.reduce((sum, group) => sum + group.servers.length, 0);
  const names = groups.map((group) => `${group.path.split("/").at(-1)} ${group.servers.length}`);
  return total === 0 ? "0" : `${total} (${names.join(", ")})`;
}

/** Workloads, each with how many pods it has at least and at most. */
function workloads({ kubernetes }: ModelFile): string {
  return (kubernetes?.workloads ?? [])
    .map(({ path, replicas }) => {
      const name = path.split("/").at(-1);
      if (replicas === undefined) return name;
      const { min, max } = replicas;
      return `${name} ${min === max ? min : `${min}-${max}`}`;
    })
    .join(", ");
}

function networks({ kind, zones }: ModelFile): string {
  if (kind === "street") return `${zones.length} port groups`;
  return zones.map((zone) => `${zone.networks.join(" ")} VLAN ${zone.vlan}`).join(", ");
}

function totals(stacks: readonly SynthesizedStack[]): string {
  const clients = new Set(stacks.flatMap(({ model }) => model.client?.name ?? []));
  const servers = stacks
    .flatMap(({ model }) => model.groups)
    .reduce((sum, group) => sum + group.servers.length, 0);
  const pods = stacks.reduce((sum, { model }) => sum + (model.kubernetes?.workloads.length ?? 0), 0);
  const flows = stacks.reduce((sum, { model }) => sum + model.flows.length, 0);
  const parts = [
    counted(clients.size, "client"),
    counted(stacks.length, "stack"),
    counted(servers, "server"),
    ...(pods === 0 ? [] : [counted(pods, "workload")]),
    counted(flows, "declared flow"),
  ];
  return `${parts.join(", ")}.`;
}
