import { InvalidError } from "../model/mistake";
import type { ModelFile } from "../model/model-file";
import { Port } from "../model/port";
import { describeSpace } from "../network/difference";
import { ASSUMPTIONS } from "../network/kubernetes/assumptions";
import { placeNamed } from "../network/places";
import { type Reach, Reachability, type WallAnswer } from "../network/reachability";
import { clientNames } from "../synth/fleet";
import { inspect } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { formatDeadRules, formatMatrix } from "./reach-matrix";
import { understood } from "./usage-error";

/**
 * `straat reach FROM TO [PORT]`: whether it is open, and what each wall says to it.
 * `straat reach CLIENT/STAGE`: who reaches whom, on which ports.
 */
export function reachCommand(context: CommandContext): ExitCode {
  const { fleet, operands } = context;
  const [first, second, third, ...rest] = operands;
  const clients = clientNames(fleet);
  const name = [first, second]
    .map((text) => text?.split("/")[0])
    .find((part) => part && clients.includes(part));
  if (first === undefined || name === undefined || rest.length > 0) {
    return understood(() => {
      throw new InvalidError({
        value: operands.join(" "),
        problem:
          "does not name a client: neither a place in one, such as verne/production/web, nor a stage of one",
        remedy: `write CLIENT/STAGE, or FROM TO [PORT] with a client of ${clients.join(", ")} in one of them`,
      });
    });
  }
  const port = third === undefined ? undefined : understood(() => Port.parse(third));
  if (second === undefined) understood(() => Targets.parse([first], clients));
  const { mistakes, stacks } = inspect(fleet, {
    ...context.options,
    targets: Targets.parse([name, "platform"], clients),
  });
  context.clearProgress();
  if (mistakes.length > 0) {
    printMistakes(mistakes, "in what is declared");
    return EXIT.MISTAKES;
  }
  const models = stacks.map(({ model }) => model);
  process.stdout.write(second === undefined ? matrix(models, first) : answer(models, first, second, port));
  return EXIT.OK;
}

function answer(models: readonly ModelFile[], from: string, to: string, port: Port | undefined): string {
  const street = new Reachability(models);
  const [source, target] = understood(
    () => [placeNamed(street.places, from), placeNamed(street.places, to)] as const,
  );
  return `${formatReach(street.between(source, target, port), port)}\n`;
}

function matrix(models: readonly ModelFile[], target: string): string {
  const stage = target.split("/")[1];
  const stages = models
    .flatMap((model) => model.stage?.name ?? [])
    .filter((name) => stage === undefined || name === stage);
  const street = new Reachability(models);
  const tables = stages.map((name) => `${target.split("/")[0]}/${name}\n\n${formatMatrix(street, name)}`);
  return `${tables.join("\n\n")}\n\n${formatDeadRules(street)}\n`;
}

/** `open` or `closed`, and why: the rule at each wall, or its absence. */
export function formatReach(reach: Reach, port: Port | undefined): string {
  const { from, to, space, walls } = reach;
  const asked = `${from.name} → ${to.name}${port === undefined ? "" : ` ${port}`}`;
  if (walls.length === 0) return `${asked}: closed\n  there is no way between them that passes this street`;
  const verdict = space.isEmpty ? "closed" : "open";
  return [
    `${asked}: ${verdict}`,
    ...walls.flatMap(formatWall),
    ...describeSpace(space).map((line) => `  ${line}`),
    ...(isAboutPings(reach) ? [`  ? ${ASSUMPTIONS.icmp}`] : []),
  ].join("\n");
}

/** Whether a ping from or to pods was asked about, of which the answer says no more than that policies do not let it in. */
function isAboutPings({ from, to, asked }: Reach): boolean {
  const isOfPods = from.inCluster === true || to.inCluster === true;
  return isOfPods && asked.boxes.some(({ protocol }) => protocol === "icmp");
}

function formatWall({ wall, space, rules }: WallAnswer): readonly string[] {
  if (space.isEmpty) return [`  ✗ ${wall}: no rule accepts it`];
  return [...new Set(rules.map((rule) => `  ✓ ${wall}: ${rule.id} ${rule.comment}`))];
}
