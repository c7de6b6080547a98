import { DATABASE, EDGE, OneServer, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const VPN = new OneServer("platform-amsterdam", "vpn_1");
const UNITS = "/etc/systemd/system";
const dropIn = (service: string) => `${UNITS}/${service}.service.d/straat.conf`;

describeRule("services-are-confined", {
  judges: [WEB.id, EDGE.id, DATABASE.id, REPOSITORY.id, VPN.id],
  breaches: [
    ...["NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateDevices=yes"].map((line) =>
      WEB.breach(
        `the web server has no ${line}`,
        /nginx\.service says nothing of/,
        WEB.withoutLine(dropIn("nginx"), line),
      ),
    ),
    ...["ProtectSystem=full", "RestrictSUIDSGID=yes", "SystemCallArchitectures=native"].flatMap((line) => [
      EDGE.breach(
        `what moves addresses has no ${line}`,
        /keepalived\.service says nothing of/,
        EDGE.withoutLine(dropIn("keepalived"), line),
      ),
      EDGE.breach(
        `what tells of connections has no ${line}`,
        /conntrackd\.service says nothing of/,
        EDGE.withoutLine(dropIn("conntrackd"), line),
      ),
    ]),
    WEB.breach(
      "a later line lets the web server write everywhere",
      /nginx\.service says ProtectSystem=no, and strict is right/,
      WEB.file(dropIn("nginx"), "PrivateTmp=yes", "PrivateTmp=yes\nProtectSystem=no"),
    ),
    WEB.breach(
      "the web server keeps another right of root",
      /nginx\.service keeps CAP_SYS_ADMIN/,
      WEB.file(dropIn("nginx"), "CAP_KILL", "CAP_KILL CAP_SYS_ADMIN"),
    ),
    WEB.breach(
      "the web server keeps all rights of root",
      /keeps every right/,
      WEB.file(dropIn("nginx"), /CapabilityBoundingSet=.*\n/, ""),
    ),
    WEB.breach("the web server is not confined", /nginx\.service/, (machine) =>
      machine.file(dropIn("nginx"), () => undefined),
    ),
    EDGE.breach("what moves addresses is not confined", /keepalived\.service/, (machine) =>
      machine.file(dropIn("keepalived"), () => undefined),
    ),
    DATABASE.breach(
      "a program of ours may write everywhere",
      /straat-integrity\.service says ProtectSystem=full/,
      DATABASE.file(`${UNITS}/straat-integrity.service`, "ProtectSystem=strict", "ProtectSystem=full"),
    ),
    REPOSITORY.breach(
      "what takes backups may get new rights",
      /straat-backup-front\.service says nothing of NoNewPrivileges/,
      REPOSITORY.withoutLine(`${UNITS}/straat-backup-front.service`, "NoNewPrivileges=yes"),
    ),
  ],
  allows: [
    WEB.allows("the web server has fewer rights of root", WEB.file(dropIn("nginx"), " CAP_DAC_OVERRIDE", "")),
    EDGE.allows(
      "what moves addresses writes nothing of the system at all",
      EDGE.file(dropIn("keepalived"), "ProtectSystem=full", "ProtectSystem=strict"),
    ),
  ],
});

describeRule("services-start-our-way", {
  judges: [WEB.id, EDGE.id, DATABASE.id, REPOSITORY.id, VPN.id],
  breaches: [
    WEB.breach(
      "stopping the service opens the walls",
      /nftables\.service says nothing of Service\.ExecStop/,
      WEB.withoutLine(dropIn("nftables"), "ExecStop="),
    ),
    WEB.breach(
      "the walls are loaded as the package does it, too",
      /nftables\.service says .* of Service\.ExecStart/,
      WEB.withoutLine(dropIn("nftables"), "ExecStart="),
    ),
    WEB.breach(
      "the walls are loaded by something else",
      /of Service\.ExecStart/,
      WEB.file(dropIn("nftables"), "straat/firewall-load", "straat/firewall-cut"),
    ),
    WEB.breach("the walls are the package's", /nftables\.service/, (machine) =>
      machine.file(dropIn("nftables"), () => undefined),
    ),
    ...["Restart=always", "RestartSec=1", "StartLimitIntervalSec=0"].flatMap((line) => [
      EDGE.breach(
        `an address has no ${line}`,
        /keepalived\.service says nothing of/,
        EDGE.withoutLine(dropIn("keepalived"), line),
      ),
      EDGE.breach(
        `connections have no ${line}`,
        /conntrackd\.service says nothing of/,
        EDGE.withoutLine(dropIn("conntrackd"), line),
      ),
    ]),
    EDGE.breach(
      "an address comes back after an hour",
      /RestartSec/,
      EDGE.file(dropIn("keepalived"), "RestartSec=1", "RestartSec=3600"),
    ),
    VPN.breach("a tunnel that ended stays away", /wg-quick@wg0\.service/, (machine) =>
      machine.file(dropIn("wg-quick@wg0"), () => undefined),
    ),
    DATABASE.breach(
      "a database starts without its disk",
      /postgresql@15-main\.service says nothing of Unit\.AssertPathIsMountPoint/,
      DATABASE.withoutLine(dropIn("postgresql@15-main"), "AssertPathIsMountPoint=/srv/data"),
    ),
    DATABASE.breach("a database starts as its package has it", /postgresql@15-main\.service/, (machine) =>
      machine.file(dropIn("postgresql@15-main"), () => undefined),
    ),
  ],
  allows: [
    EDGE.allows(
      "an address comes back a little later",
      EDGE.file(dropIn("keepalived"), "RestartSec=1", "RestartSec=2s"),
    ),
  ],
});
