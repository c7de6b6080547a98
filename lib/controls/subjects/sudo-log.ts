import { Unreadable } from "../unreadable";
import { type Files, textIn } from "./frozen";
import { wordsOf } from "./settings";

/** How sudo behaves; who may use it is a live document. */
export const SUDO_SETTINGS = "/etc/sudoers.d/zz-straat";

const OUTPUT = "/etc/tmpfiles.d/straat-sudo.conf";
const ROTATION = "/etc/logrotate.d/straat-sudo";
const DAYS = { daily: 1, weekly: 7, monthly: 28 } as const;

/** How many days sudo keeps what commands answered. @throws Unreadable */
export function sudoOutputDays(files: Files): number {
  const days = /^d \/var\/log\/sudo-io 0700 root root (\d+)d$/.exec(
    wordsOf(textIn(files, OUTPUT)).join("\n"),
  )?.[1];
  if (days === undefined) throw new Unreadable(`${OUTPUT} does not say how long sudo's record is kept`);
  return Number(days);
}

/** How many days sudo's own log of commands stays on the server. @throws Unreadable */
export function sudoLogDays(files: Files): number {
  const lines = wordsOf(textIn(files, ROTATION));
  const often = lines.flatMap((line) => DAYS[line as keyof typeof DAYS] ?? []);
  const times = lines.flatMap((line) => /^rotate (\d+)$/.exec(line)?.[1] ?? []);
  const [days, count] = [often[0], times[0]];
  if (days === undefined || count === undefined || often.length > 1 || times.length > 1) {
    throw new Unreadable(`${ROTATION} does not say how long sudo's log is kept`);
  }
  return days * Number(count);
}
