import { vpnClientConfigs } from "../guest/access/vpn-client";
import type { Admin } from "../model/admin";
import { Day } from "../model/day";
import { InvalidError, Mistakes } from "../model/mistake";
import type { ModelFile } from "../model/model-file";
import { clientNames } from "../synth/fleet";
import { inspect } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { UsageError } from "./usage-error";

/** A day on which nobody's access had ended yet: the list of administrators as it is written down. */
const BEFORE_ALL_ENDS = Day.parse("0001-01-01");

/** `straat vpn PERSON [SITE]`: a person's own configurations for the VPN, of every site or of one. */
export function vpnCommand(context: CommandContext): ExitCode {
  const { fleet, operands, options } = context;
  const targets = Targets.parse(["platform"], clientNames(fleet));
  const { mistakes, stacks } = inspect(fleet, { ...options, day: BEFORE_ALL_ENDS, targets });
  context.clearProgress();
  if (mistakes.length > 0) {
    printMistakes(mistakes, "in what is declared");
    return EXIT.MISTAKES;
  }
  const platforms = stacks.map(({ model }) => model);
  const { admin, site } = asked(operands, platforms);
  const check = new Mistakes();
  check.attempt("", () => checkAccess(admin, options.day));
  const wanted = platforms.filter((platform) => site === undefined || platform.site.name === site);
  const configs = check.attempt("", () => vpnClientConfigs(admin, platforms, wanted)) ?? [];
  check.throwIfAny();
  process.stdout.write(configs.map(({ text }) => text).join("\n\n"));
  return EXIT.OK;
}

/** Whom and which site the operands name. A name of several words may be typed without quotes. */
function asked(operands: readonly string[], platforms: readonly ModelFile[]) {
  const sites = platforms.map(({ site }) => site.name);
  const last = operands.at(-1);
  const site = operands.length > 1 ? sites.find((name) => name === last) : undefined;
  const person = (site === undefined ? operands : operands.slice(0, -1)).join(" ");
  const admins = [
    ...new Map(platforms.flatMap((platform) => platform.admins.map((one) => [one.login, one]))).values(),
  ];
  const admin = admins.find((one) => [one.login, one.person].some((name) => isSame(name, person)));
  if (admin !== undefined) return { admin, site };
  const known = admins.map((one) => `${one.login} (${one.person})`).join(", ");
  throw new UsageError([
    {
      path: "",
      property: "",
      value: person || "(nothing)",
      problem: "is nobody on the list of administrators (H-16)",
      remedy: `write PERSON [SITE] with one of ${known || "stacks/admins.ts, where there is nobody yet"}`,
    },
  ]);
}

function isSame(one: string, other: string): boolean {
  return one.normalize().toLowerCase() === other.normalize().toLowerCase();
}

function checkAccess(admin: Admin, day: Day): void {
  if (admin.holdsOn(day)) return;
  throw new InvalidError({
    path: `admins/${admin.login}`,
    property: "until",
    value: `${admin.until}`,
    problem: `the access of ${admin.person} has ended, so no gateway answers them (H-16)`,
    remedy: "if it is to go on, write a later day in stacks/admins.ts and apply the platforms",
  });
}
