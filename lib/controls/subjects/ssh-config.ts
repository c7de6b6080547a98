import { readSshdConfig, SSHD_CONFIG } from "../guest/sshd-config";
import { type Files, textIn } from "./frozen";
import type { Settings } from "./settings";

/** sshd's settings, by keyword in lower case. @throws Unreadable when they do not hold for everybody */
export function sshdSettings(files: Files): Settings {
  const settings = readSshdConfig(textIn(files, SSHD_CONFIG));
  return new Map([...settings].map(([keyword, value]) => [keyword, [value]]));
}
