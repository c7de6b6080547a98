import { InvalidError } from "../model/mistake";
import { clientNames } from "../synth/fleet";
import { inspect } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { drawStreet } from "./draw";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { understood } from "./usage-error";
import { writeFile } from "./write-file";

/** `straat graph CLIENT[/STAGE] [--file NAME.svg]`: draws a street, or one stage of it, as SVG. */
export async function graphCommand(context: CommandContext): Promise<ExitCode> {
  const { fleet, operands, file } = context;
  const [target, ...rest] = operands;
  const [client, stage] = target?.split("/") ?? [];
  const clients = clientNames(fleet);
  understood(() => Targets.parse(operands, clients));
  if (client === undefined || rest.length > 0 || !clients.includes(client)) {
    return understood(() => {
      throw new InvalidError({
        value: operands.join(" ") || "(nothing)",
        problem: "is not one street, or one stage of one",
        remedy: `write CLIENT or CLIENT/STAGE, with a client of ${clients.join(", ")}`,
      });
    });
  }
  const { mistakes, stacks } = inspect(fleet, {
    ...context.options,
    targets: Targets.parse([client], clients),
  });
  context.clearProgress();
  if (mistakes.length > 0) {
    printMistakes(mistakes, "in what is declared");
    return EXIT.MISTAKES;
  }
  const models = stacks.map(({ model }) => model);
  const svg = await drawStreet(models, stage === "street" ? undefined : stage);
  if (file === undefined) process.stdout.write(svg);
  else understood(() => writeFile(file, svg));
  return EXIT.OK;
}
