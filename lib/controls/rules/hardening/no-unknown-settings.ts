import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import {
  CONSOLE_SETTINGS,
  DOCUMENT_PREFIX,
  FIRST_BOOT_KEYS,
  ROOT_WRITES_GUESTINFO,
} from "../../subjects/guest-settings";

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(CONSOLE_SETTINGS),
  ...FIRST_BOOT_KEYS,
  ROOT_WRITES_GUESTINFO,
]);

/** H-22, H-15: a setting nobody thought about may be a way in, such as a console over VNC. */
export const noUnknownSettings = stackRule({
  id: "no-unknown-settings",
  info: "a server has no advanced setting that nobody judged",
  explanation:
    "One line of extra_config opens a console over VNC (RemoteDisplay.vnc.enabled), hands a server the memory of a device, or stops it from reporting. What no rule knows, nobody has looked at.",
  remedy: "take the setting out; one that is needed gets a waiver, and a rule that knows its value",
  promises: ["H-22", "H-15"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge({ settings }) {
    const unknown = Object.keys(settings.values).filter(
      (name) => settings.has(name) && !KNOWN.has(name) && !name.startsWith(DOCUMENT_PREFIX),
    );
    return unknown.map((name) => `${name} is set, and no rule knows what it opens`);
  },
});
