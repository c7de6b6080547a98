import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { forFiles } from "../../subjects/served-files";
import { missingLines, wordsOf } from "../../subjects/settings";

const CODENAME = "$" + "{distro_codename}";

/** Where each kind of round takes updates from. */
const ORIGINS: Readonly<Record<string, readonly string[]>> = {
  security: [
    `origin=Debian,codename=${CODENAME},label=Debian-Security`,
    `origin=Debian,codename=${CODENAME}-security,label=Debian-Security`,
  ],
  full: ["origin=*"],
};

const NEEDRESTART = "/etc/needrestart/conf.d/90-straat.conf";
/** A service goes on with the old library until it restarts; the program that asks for it is left alone. */
const RESTARTS = ["$nrconf{restart} = 'a';", "$nrconf{override_rc}->{qr(^straat-patch-)} = 0;"];

/** H-18, I-04: a security round installs all security updates and nothing else, a full round all updates. */
export const roundsInstallWhatTheyAreFor = stackRule({
  id: "rounds-install-what-they-are-for",
  info: "security rounds take updates from Debian's security archive alone, and full rounds from everywhere the house's mirror has them",
  explanation:
    "A security round that takes nothing leaves every leak open and succeeds. One that takes everything restarts services each night for updates that could wait.",
  remedy: "leave the origins of updates to the library",
  promises: ["H-18", "I-04"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => wrongOrigins(machine),
});

const wrongOrigins = forFiles((files) => [
  ...Object.entries(ORIGINS).flatMap(([kind, wanted]) => wrongRound(files, kind, wanted)),
  ...missingLines(NEEDRESTART, textIn(files, NEEDRESTART), RESTARTS),
]);

function wrongRound(files: Files, kind: string, wanted: readonly string[]): readonly string[] {
  const path = `/etc/straat/patch-${kind}.apt`;
  const lines = wordsOf(textIn(files, path), "//");
  const expected = [
    `Dir::Etc::main "${path}";`,
    "#clear Unattended-Upgrade::Allowed-Origins;",
    "#clear Unattended-Upgrade::Origins-Pattern;",
    "Unattended-Upgrade::Origins-Pattern {",
    ...wanted.map((origin) => `"${origin}";`),
    "};",
  ];
  return lines.join("\n") === expected.join("\n")
    ? []
    : [`${path} takes updates from elsewhere: ${lines.join(" ")}`];
}
