import { EDGE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const UNITS = "/etc/systemd/system";
const STEPS = "/etc/straat/first-boot";

describeRule("units-are-enabled", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...[
      "firewall	systemctl enable --now nftables.service",
      "audit	systemctl enable --now auditd.service",
      "agent	systemctl enable --now straat-agent.timer",
    ].map((line) => WEB.breach(`there is no ${line}`, /does not start/, WEB.withoutLine(STEPS, line))),
    WEB.breach(
      "a second clock runs",
      /leaves systemd-timesyncd\.service to start/,
      WEB.file(STEPS, "systemctl mask --now systemd-timesyncd.service", "true"),
    ),
    WEB.breach(
      "what it starts is not there",
      /starts straat-integrity-init\.timer, which is not there/,
      (machine) => machine.file(`${UNITS}/straat-integrity-init.timer`, () => undefined),
    ),
    WEB.breach("the firewall is kept from starting", /keeps nftables\.service from starting/, (machine) =>
      machine.file(STEPS, (text) => `${text}units	systemctl mask --now nftables.service\n`),
    ),
    WEB.breach("the firewall is switched off again", /systemctl disable/, (machine) =>
      machine.file(STEPS, (text) => `${text}units	systemctl disable --now nftables.service\n`),
    ),
    EDGE.breach(
      "countries are never looked up",
      /straat-country-sets\.timer/,
      EDGE.withoutLine(STEPS, "firewall	systemctl enable --now straat-country-sets.timer"),
    ),
    REPOSITORY.breach("restores are never tried", /straat-repository-restore-test\.timer/, (machine) =>
      machine.file(STEPS, (text) =>
        text.replace(/^.*enable --now straat-repository-restore-test\.timer\n/m, ""),
      ),
    ),
    WEB.breach("there are no steps", /first-boot is not there/, (machine) =>
      machine.file(STEPS, () => undefined),
    ),
  ],
});

const PROGRAMS = "/usr/local/lib/straat";

describeRule("units-find-their-programs", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...["documents/firewall", "documents/patch", "first-boot"].map((name) =>
      WEB.breach(`there is no ${name}`, /is needed and not put in place/, (machine) =>
        machine.file(`${PROGRAMS}/${name}`, () => undefined),
      ),
    ),
    WEB.breach("a program is empty", /is no program/, (machine) =>
      machine.file(`${PROGRAMS}/check-baseline`, () => ""),
    ),
  ],
  allows: ["firewall-load", "agent", "backup"].map((name) =>
    WEB.allows(`there is no ${name}, of which another rule tells`, (machine) =>
      machine.file(`${PROGRAMS}/${name}`, () => undefined),
    ),
  ),
});

describeRule("failures-raise-the-alarm", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...[
      "straat-backup.service",
      "straat-patch-security.service",
      "nftables.service.d/straat.conf",
      "keepalived.service.d/straat.conf",
    ].map((name) =>
      WEB.breach(
        `${name} fails in silence`,
        /fails in silence/,
        WEB.withoutLine(`${UNITS}/${name}`, "OnFailure=straat-alarm@%n.service"),
      ),
    ),
    REPOSITORY.breach(
      "a failed restore is told nobody",
      /restore-test\.service fails in silence/,
      REPOSITORY.withoutLine(
        `${UNITS}/straat-repository-restore-test.service`,
        "OnFailure=straat-alarm@%n.service",
      ),
    ),
    WEB.breach(
      "an alarm is a whisper",
      /ExecStart/,
      WEB.file(`${UNITS}/straat-alarm@.service`, "daemon.alert", "daemon.debug"),
    ),
    WEB.breach("there is no alarm", /straat-alarm@\.service is not there/, (machine) =>
      machine.file(`${UNITS}/straat-alarm@.service`, () => undefined),
    ),
  ],
});
