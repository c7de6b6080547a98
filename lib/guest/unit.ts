import { InvalidError } from "../model/mistake";

/** One section of a systemd unit: its name and its settings in order; a setting may come more than once. */
export type UnitSection = readonly [name: string, settings: readonly (readonly [string, string])[]];

/**
 * The text of a systemd unit. A percent sign in a value is a specifier of systemd's; write `%%` for the sign itself.
 *
 * @throws InvalidError for a value that would become more than its own line
 */
export function renderUnit(...sections: readonly UnitSection[]): string {
  const texts = sections.map(([name, settings]) =>
    [`[${name}]`, ...settings.map(([key, value]) => `${key}=${checkLine(key, value)}`), ""].join("\n"),
  );
  return texts.join("\n");
}

function checkLine(key: string, value: string): string {
  if (!/[\p{Cc}\u2028\u2029]|\\$/u.test(value)) return value;
  throw new InvalidError({
    property: key,
    value: JSON.stringify(value),
    problem: "has a line end, a control character or a backslash at its end, where a unit has one line",
    remedy: "write it on one line",
  });
}

/** What a unit of ours does when it fails: an alarm in the journal, which the central logs turn into a message. */
export const ALARM = "straat-alarm@%n.service";

/** Settings that keep a program of ours in its place; what it may write or reach is said beside it. */
export const SANDBOX: readonly (readonly [string, string])[] = [
  ["UMask", "0077"],
  ["NoNewPrivileges", "yes"],
  ["ProtectSystem", "strict"],
  ["ProtectHome", "yes"],
  ["PrivateTmp", "yes"],
  ["PrivateDevices", "yes"],
  ["ProtectClock", "yes"],
  ["ProtectHostname", "yes"],
  ["ProtectControlGroups", "yes"],
  ["ProtectKernelLogs", "yes"],
  ["ProtectKernelModules", "yes"],
  ["ProtectKernelTunables", "yes"],
  ["RestrictNamespaces", "yes"],
  ["RestrictRealtime", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["LockPersonality", "yes"],
  ["MemoryDenyWriteExecute", "yes"],
  ["SystemCallArchitectures", "native"],
];
