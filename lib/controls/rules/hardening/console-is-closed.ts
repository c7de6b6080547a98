import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { CONSOLE_SETTINGS } from "../../subjects/guest-settings";

/** H-22, H-15: settings by which a guest is kept apart from its host and from who looks at its console. */
export const consoleIsClosed = stackRule({
  id: "console-is-closed",
  info: "a server shares nothing with its host or with a console but the screen of one viewer",
  explanation:
    "Through the clipboard, connected devices and the guest's own wishes something gets from a server to an administrator's machine or to the host, past the VPN and past every firewall (VMware's security configuration guide).",
  remedy:
    "leave extra_config as the library writes it; a server by hand takes the settings of lib/constructs/hardening.ts",
  promises: ["H-22", "H-15"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge({ settings }) {
    return Object.entries(CONSOLE_SETTINGS).flatMap(([name, wanted]) => {
      if (!settings.has(name)) return [`${name} is not set, and has to be ${wanted}`];
      const value = settings.text(name);
      // vSphere takes TRUE and true for the same.
      return value.toUpperCase() === wanted ? [] : [`${name} is ${value} and not ${wanted}`];
    });
  },
});
