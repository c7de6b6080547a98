import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const [VERNE, ALKMAAR] = ["verne-production", "platform-alkmaar"];
const WEB = `${VERNE}/vsphere_virtual_machine.web_1`;
const GATEWAY = `${ALKMAAR}/vsphere_virtual_machine.vpn_1`;

const web = (fleet: EditableFleet) => fleet.machine(VERNE, "web_1");
const gateway = (fleet: EditableFleet) => fleet.machine(ALKMAAR, "vpn_1");
const without = (pattern: RegExp) => (text: string) => text.replace(pattern, "");

const AGENT = "/etc/systemd/system/straat-agent";

describeRule("documents-reach-the-server", {
  judges: [WEB, GATEWAY],
  breaches: [
    {
      when: "the agent's timer is not started",
      change: (fleet) => web(fleet).file("/etc/straat/first-boot", without(/^.*straat-agent\.timer\n/m)),
      finds: [WEB],
      saying: /straat-agent\.timer is not started by the first boot/,
    },
    {
      when: "the agent's timer is masked afterwards",
      change: (fleet) =>
        web(fleet).file(
          "/etc/straat/first-boot",
          (text) => `${text}x\tsystemctl mask --now straat-agent.timer\n`,
        ),
      finds: [WEB],
      saying: /straat-agent\.timer is not started/,
    },
    {
      when: "the agent runs once a day",
      change: (fleet) =>
        web(fleet).file(`${AGENT}.timer`, (text) => text.replace("minutely", "*-*-* 04:00:00 UTC")),
      finds: [WEB],
      saying: /lets 24 hours pass/,
    },
    {
      when: "the agent's runs are put off",
      change: (fleet) =>
        web(fleet).file(`${AGENT}.timer`, (text) =>
          text.replace("[Install]", "RandomizedDelaySec=1h\n\n[Install]").replace("\n\nRandom", "\nRandom"),
        ),
      finds: [WEB],
      saying: /lets 61 minutes pass/,
    },
    {
      when: "the timer starts something else",
      change: (fleet) =>
        web(fleet).file(`${AGENT}.timer`, (text) => text.replace("AccuracySec=1s", "Unit=other.service")),
      finds: [WEB],
      saying: /starts other\.service/,
    },
    {
      when: "the service runs something else",
      change: (fleet) =>
        web(fleet).file(`${AGENT}.service`, (text) =>
          text.replace("lib/straat/agent\nSuccess", "bin/true\nSuccess"),
        ),
      finds: [WEB],
      saying: /straat-agent\.service does not run \/usr\/local\/lib\/straat\/agent/,
    },
    {
      when: "the service fails in silence",
      change: (fleet) => web(fleet).file(`${AGENT}.service`, without(/^OnFailure=.*\n/m)),
      finds: [WEB],
      saying: /straat-agent\.service fails without an alarm/,
    },
    {
      when: "the alarm is not written into the log",
      change: (fleet) =>
        web(fleet).file("/etc/systemd/system/straat-alarm@.service", (text) =>
          text.replace("daemon.alert", "daemon.debug"),
        ),
      finds: [WEB],
      saying: /straat-alarm@\.service does not write an alarm/,
    },
    {
      when: "a handler is gone",
      change: (fleet) => web(fleet).file("/usr/local/lib/straat/documents/ssh", () => undefined),
      finds: [WEB],
      saying: /documents\/ssh is not there/,
    },
    {
      when: "a handler may hold up the others for a day",
      change: (fleet) =>
        web(fleet).file("/etc/straat/agent.conf", (text) => text.replace("'120'", "'86400'")),
      finds: [WEB],
      saying: /lets a handler take 86400 seconds/,
    },
    {
      when: "the agent does not come back after a restart",
      change: (fleet) => web(fleet).file(`${AGENT}.timer`, without(/^WantedBy.*\n/m)),
      finds: [WEB],
      saying: /straat-agent\.timer does not go on after a restart/,
    },
    {
      when: "a unit cannot be read",
      change: (fleet) => web(fleet).file(`${AGENT}.timer`, (text) => `${text}what is this\n`),
      finds: [WEB],
      saying: /cannot be judged: straat-agent\.timer has a line "what is this"/,
    },
  ],
});

describeRule("programs-are-the-same-everywhere", {
  judges: [WEB, GATEWAY],
  breaches: [
    {
      when: "a program is changed on one server",
      change: (fleet) => web(fleet).file("/usr/local/lib/straat/documents/ssh", (text) => `${text}exit 0\n`),
      finds: [WEB],
      saying: /documents\/ssh is another program than on platform-amsterdam/,
    },
    {
      when: "a gateway's own program differs from the other's",
      change: (fleet) => gateway(fleet).file("/usr/local/lib/straat/check-vpn-document", () => "#!/bin/sh\n"),
      finds: [GATEWAY],
      saying: /check-vpn-document is another program than on platform-amsterdam/,
    },
  ],
});

describeRule("programs-are-complete", {
  judges: [WEB, GATEWAY],
  breaches: [
    {
      when: "a program that another one calls is gone",
      change: (fleet) => web(fleet).file("/usr/local/lib/straat/firewall-cut", () => undefined),
      finds: [WEB],
      saying: /documents\/firewall calls \/usr\/local\/lib\/straat\/firewall-cut, which is not there/,
    },
    {
      when: "a program that a configuration calls is gone",
      change: (fleet) => gateway(fleet).file("/usr/local/lib/straat/make-vpn-key", () => undefined),
      finds: [GATEWAY],
      saying: /wg0\.conf calls .*make-vpn-key/,
    },
    {
      when: "a program is gone whose name is put together",
      change: (fleet) => web(fleet).file("/usr/local/lib/straat/vrrp-notify", () => undefined),
      finds: [WEB],
      saying: /documents\/keepalived calls .*vrrp-notify/,
    },
  ],
});

const BASELINE = "/etc/systemd/system/straat-baseline";

describeRule("timers-keep-going", {
  judges: [WEB, GATEWAY],
  breaches: [
    {
      when: "a timer is not started at a restart",
      change: (fleet) => web(fleet).file(`${BASELINE}.timer`, without(/^\[Install\]\nWantedBy.*\n/m)),
      finds: [WEB],
      saying: /straat-baseline\.timer does not go on after a restart/,
    },
    {
      when: "what was missed is not made up for",
      change: (fleet) => web(fleet).file(`${BASELINE}.timer`, without(/^Persistent.*\n/m)),
      finds: [WEB],
      saying: /does not make up for a time when the server was off/,
    },
    {
      when: "a timer never elapses",
      change: (fleet) => web(fleet).file(`${BASELINE}.timer`, without(/^OnCalendar.*\n/m)),
      finds: [WEB],
      saying: /straat-baseline\.timer never elapses/,
    },
    {
      when: "a timer has nothing to start",
      change: (fleet) => web(fleet).file(`${BASELINE}.service`, () => undefined),
      finds: [WEB],
      saying: /starts straat-baseline\.service, which is not there/,
    },
  ],
});
