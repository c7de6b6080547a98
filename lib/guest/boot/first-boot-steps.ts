import { type GuestFile, type GuestPart, PROGRAMS } from "../guest-part";
import { program } from "../script";

/** Where the steps of a first boot are listed, one a line. */
const STEPS = "/etc/straat/first-boot";

/**
 * The program that ends a first boot, and its steps: each part's commands, then units that never run, then units that
 * do. A step that fails is told and the others are still taken: a server that half works has to let its
 * administrators in.
 */
export function firstBootSteps(parts: readonly GuestPart[]): readonly GuestFile[] {
  const commands = parts.flatMap(({ name, commands = [] }) => commands.map((line) => `${name}\t${line}`));
  const masked = unitLines(parts, "masked", "systemctl mask --now");
  const enabled = unitLines(parts, "enabled", "systemctl enable --now");
  // A unit that is masked while it waits counts as failed.
  const reset = "units\tsystemctl reset-failed";
  const lines = [...commands, "units\tsystemctl daemon-reload", ...masked, reset, ...enabled];
  const broken = lines.find((line) => !/^[a-z0-9-]+\t[^\t\n]+$/.test(line));
  if (broken !== undefined) throw new RangeError(`${JSON.stringify(broken)} is not one line of sh`);
  return [{ path: STEPS, content: `${lines.join("\n")}\n` }, program("first-boot")];
}

function unitLines(
  parts: readonly GuestPart[],
  kind: "masked" | "enabled",
  command: string,
): readonly string[] {
  return parts.flatMap((part) => (part[kind] ?? []).map((unit) => `${part.name}\t${command} ${unit}`));
}

export const FIRST_BOOT_PROGRAM = `${PROGRAMS}/first-boot`;
