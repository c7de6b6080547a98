import { EDGE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const CHRONY = "/etc/chrony/chrony.conf";
const UNITS = "/etc/systemd/system";
const STEPS = "/etc/straat/first-boot";

describeRule("clock-is-set", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach("a stranger is asked for the time", /asks 203\.0\.113\.9/, (machine) =>
      machine.file(CHRONY, (text) => `${text}server 203.0.113.9 iburst\n`),
    ),
    WEB.breach("a time server of the site is not asked", /does not ask 172\.31\.2\.123/, (machine) =>
      machine.file(CHRONY, (text) => text.replace(/^server 172\.31\.2\.123.*\n/m, "")),
    ),
    WEB.breach("a pool is asked", /says pool/, (machine) =>
      machine.file(CHRONY, (text) => `${text}pool 2.debian.pool.ntp.org iburst\n`),
    ),
    WEB.breach("others may ask it", /says allow/, (machine) =>
      machine.file(CHRONY, (text) => `${text}allow 10.0.0.0/8\n`),
    ),
    WEB.breach("it answers on a port", /says port 123/, WEB.file(CHRONY, "port 0\n", "port 123\n")),
    WEB.breach("chrony is root", /says user root/, WEB.file(CHRONY, "user _chrony", "user root")),
    WEB.breach(
      "an hour's difference is fine",
      /offset_seconds_max 3600/,
      WEB.file("/etc/straat/time-sync", "offset_seconds_max='1'", "offset_seconds_max='3600'"),
    ),
    WEB.breach(
      "the clock is looked at once a day",
      /OnUnitActiveSec 1d/,
      WEB.file(`${UNITS}/straat-time-sync.timer`, "OnUnitActiveSec=5min", "OnUnitActiveSec=1d"),
    ),
    WEB.breach(
      "a wrong clock is told nobody",
      /does not say Unit\.OnFailure/,
      WEB.withoutLine(`${UNITS}/straat-time-sync.service`, "OnFailure=straat-alarm@%n.service"),
    ),
    WEB.breach(
      "another program sets the clock as well",
      /systemd-timesyncd/,
      WEB.withoutLine(STEPS, "time-sync	systemctl mask --now systemd-timesyncd.service"),
    ),
  ],
});

const AIDE = "/etc/straat/aide.conf";

describeRule("files-are-watched", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach(
      "programs are not compared",
      /does not watch \/usr f,l Whole/,
      WEB.withoutLine(AIDE, "/usr f,l Whole"),
    ),
    WEB.breach("contents are not compared", /two digests/, WEB.file(AIDE, "sha256+sha512+", "")),
    WEB.breach(
      "keys of programs are left alone",
      /leaves \/usr\/local\/lib\/straat alone/,
      WEB.file(AIDE, "!/etc/mtab$", "!/etc/mtab$\n!/usr/local/lib/straat(/|$)"),
    ),
    WEB.breach(
      "settings of PAM are watched by owner only",
      /leaves \/etc\/pam\.d alone/,
      WEB.file(AIDE, "=/etc/hosts$ Owned", "=/etc/hosts$ Owned\n=/etc/pam.d$ Owned"),
    ),
    WEB.breach(
      "nothing is compared but once a month",
      /OnCalendar/,
      WEB.file(`${UNITS}/straat-integrity.timer`, "*-*-* 04", "*-*-01 04"),
    ),
    WEB.breach(
      "a missed night stays missed",
      /does not say Timer\.Persistent/,
      WEB.withoutLine(`${UNITS}/straat-integrity.timer`, "Persistent=true"),
    ),
    WEB.breach(
      "the comparison makes what is there right",
      /integrity init/,
      WEB.file(`${UNITS}/straat-integrity.service`, "integrity check", "integrity init"),
    ),
    WEB.breach(
      "a difference is told nobody",
      /OnFailure/,
      WEB.withoutLine(`${UNITS}/straat-integrity.service`, "OnFailure=straat-alarm@%n.service"),
    ),
  ],
});

const APT = "/etc/apt/apt.conf.d/90straat";
const SOURCES = "/etc/apt/straat/house.sources";
const PLACES = "/etc/apt/apt.conf.d/91straat-sources";

describeRule("packages-from-the-mirror", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "updates that close leaks are not asked for",
      /has no suite bookworm-security of debian-security/,
      WEB.file(SOURCES, "bookworm-security", "bookworm"),
    ),
    ...["Types: deb", "Suites: bookworm-security", "Components: main"].map((line) =>
      WEB.breach(`a source does not say ${line}`, /says no|has no suite/, WEB.withoutLine(SOURCES, line)),
    ),
    ...[/^ \.\n/m, /^ mDMEawFR.*\n/m, /^ =KRO\+\n/m, / -----END PGP PUBLIC KEY BLOCK-----\n/].map((line) =>
      WEB.breach(`the house's key has no ${line.source}`, /has a key that/, WEB.file(SOURCES, line, "")),
    ),
    WEB.breach(
      "a letter of the house's key is another",
      /has a key that is not what its checksum was made of/,
      WEB.file(SOURCES, "mDMEawFR", "mDMEawFS"),
    ),
    WEB.breach(
      "unsigned packages are taken",
      /AllowUnauthenticated "true"/,
      WEB.file(APT, 'AllowUnauthenticated "false"', 'AllowUnauthenticated "true"'),
    ),
    WEB.breach(
      "unsigned repositories are taken",
      /AllowInsecureRepositories/,
      WEB.withoutLine(APT, 'Acquire::AllowInsecureRepositories "false";'),
    ),
    WEB.breach(
      "any mirror's certificate is taken",
      /Verify-Peer "false"/,
      WEB.file(APT, 'Verify-Peer "true"', 'Verify-Peer "false"'),
    ),
    WEB.breach("a proxy is in between", /says Acquire::http::Proxy/, (machine) =>
      machine.file(APT, (text) => `${text}Acquire::http::Proxy "http://x.nl";\n`),
    ),
    WEB.breach(
      "old lists are taken",
      /Check-Valid-Until/,
      WEB.file(APT, 'Check-Valid-Until "true"', 'Check-Valid-Until "false"'),
    ),
    WEB.breach(
      "a mirror is not sealed",
      /not one place by https/,
      WEB.file(
        SOURCES,
        "URIs: https://packages.example.nl/debian\n",
        "URIs: http://packages.example.nl/debian\n",
      ),
    ),
    WEB.breach(
      "packages come from elsewhere as well",
      /packages from .* and /,
      WEB.file(SOURCES, "https://packages.example.nl/house", "https://packages.example.org/house"),
    ),
    WEB.breach(
      "a mirror has a password in its address",
      /not one place by https/,
      WEB.file(SOURCES, "https://packages.example.nl/debian\n", "https://me:x@packages.example.nl/debian\n"),
    ),
    WEB.breach("a source is trusted without a key", /takes what nobody signed/, (machine) =>
      machine.file(SOURCES, (text) => `${text}Trusted: yes\n`),
    ),
    WEB.breach(
      "a source has no key",
      /pins no key/,
      WEB.withoutLine(SOURCES, "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg"),
    ),
    WEB.breach(
      "any key of the server will do",
      /pins no key/,
      WEB.file(
        SOURCES,
        "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg",
        "Signed-By: /etc/apt/trusted.gpg",
      ),
    ),
    WEB.breach("there are no security updates", /has no debian-security/, (machine) =>
      machine.file(SOURCES, (text) =>
        text.replace(/^Types: deb\nURIs: \S+debian-security\n[\s\S]*?\n\n/m, ""),
      ),
    ),
    WEB.breach(
      "the template's sources are asked too",
      /leaves the sources of the template/,
      WEB.file(PLACES, "/dev/null", "/etc/apt/sources.list"),
    ),
    WEB.breach("the mirror is not there", /house\.sources is not there/, (machine) =>
      machine.file(SOURCES, () => undefined),
    ),
  ],
  allows: [
    WEB.allows("a site has no mirror of its own", (machine) => {
      machine.file(SOURCES, () => undefined);
      machine.file(PLACES, () => undefined);
    }),
  ],
});

const BASELINE = "/etc/straat/baseline";

describeRule("baseline-is-judged", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach("a recommendation is not tried", /nothing tries 5\.1\.20 of CIS/, (machine) =>
      machine.file(BASELINE, (text) => text.replace(/^5\.1\.20\t.*\n/m, "")),
    ),
    WEB.breach(
      "a recommendation is an exception nobody decided",
      /5\.1\.20 of CIS is an exception that nobody decided for web/,
      (machine) =>
        machine.file(BASELINE, (text) =>
          text.replace(
            /^5\.1\.20\t.*\n/m,
            "# 5.1.20 is an exception here (PROMISES 2): root logs in: it is easier\n",
          ),
        ),
    ),
    WEB.breach("a check always holds", /check of 4\.3\.5 of CIS always holds/, (machine) =>
      machine.file(BASELINE, (text) => text.replace(/^4\.3\.5\t.*$/m, "4.3.5\ttrue")),
    ),
    WEB.breach(
      "nothing is tried but once a month",
      /OnCalendar/,
      WEB.file(`${UNITS}/straat-baseline.timer`, "*-*-* 05", "*-*-01 05"),
    ),
    WEB.breach(
      "another program is run",
      /ExecStart \/bin\/true/,
      WEB.file(`${UNITS}/straat-baseline.service`, "/usr/local/lib/straat/check-baseline", "/bin/true"),
    ),
    WEB.breach(
      "what fails is told nobody",
      /OnFailure/,
      WEB.withoutLine(`${UNITS}/straat-baseline.service`, "OnFailure=straat-alarm@%n.service"),
    ),
    EDGE.breach(
      "an edge serves the web",
      /2\.1\.18 of CIS is an exception that nobody decided for edge/,
      (machine) =>
        machine.file(BASELINE, (text) =>
          text.replace(/^2\.1\.18\t.*\n/m, "# 2.1.18 is an exception here (V-10): no web server: why not\n"),
        ),
    ),
  ],
});
