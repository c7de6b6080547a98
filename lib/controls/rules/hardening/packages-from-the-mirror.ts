import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { wrongArmour } from "../../subjects/armoured-key";
import { type Files, filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { settingsOf, wordsOf, wrongSettings } from "../../subjects/settings";

const SETTINGS = "/etc/apt/apt.conf.d/90straat";
const PLACES = "/etc/apt/apt.conf.d/91straat-sources";
const SOURCES = "/etc/apt/straat/house.sources";

const WANTED: Readonly<Record<string, string>> = {
  "APT::Install-Recommends": '"false"',
  "APT::Get::AllowUnauthenticated": '"false"',
  "APT::Sandbox::User": '"_apt"',
  "Acquire::AllowInsecureRepositories": '"false"',
  "Acquire::AllowWeakRepositories": '"false"',
  "Acquire::AllowDowngradeToInsecureRepositories": '"false"',
  "Acquire::https::Verify-Peer": '"true"',
  "Acquire::https::Verify-Host": '"true"',
  "Acquire::Check-Valid-Until": '"true"',
};

/** Settings that would let in what nobody signed, or what somebody in between changed. */
const LOOSE =
  /(Allow(Unauthenticated|InsecureRepositories|WeakRepositories|DowngradeToInsecureRepositories)|Trusted)\b.*"?(true|yes|1)"?|Verify-(Peer|Host)\b.*"?(false|no|0)"?|Check-Valid-Until\b.*"?(false|no|0)"?|Acquire::(http|https)::Proxy/i;

/** Debian's own keys, in the template. The house's own packages have their key in the source. */
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** I-08, H-18, H-22: what is installed was signed by who made it, on its way through the house's mirror (CIS 1.2). */
export const packagesFromTheMirror = stackRule({
  id: "packages-from-the-mirror",
  info: "packages come by https from one mirror, signed by a key that is pinned, and nothing else is installed",
  explanation:
    "A package runs as root while it is installed. Without a pinned key whoever is between a server and its mirror, or owns any other repository, decides what that is.",
  remedy: "set packageMirror and packageKey of the site, and leave apt's settings to the library",
  promises: ["I-08", "H-18", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a package that nobody signed runs as root" },
  subjects: Machine.in,
  judge: forFiles((files) => {
    const settings = settingsOf(textIn(files, SETTINGS), { between: /\s+/, comment: "//", end: ";" });
    const loose = filesUnder(files, "/etc/apt").flatMap(([path, { text }]) =>
      path.includes("/apt.conf.d/")
        ? wordsOf(text, "//")
            .filter((line) => LOOSE.test(line))
            .map((line) => `${path} says ${line}`)
        : [],
    );
    return [...wrongSettings(SETTINGS, settings, WANTED), ...loose, ...wrongSources(files)];
  }),
});

/** What every server gets updates from, with the suites of its release. */
const RELEASE = "bookworm";
const PLACES_WANTED: Readonly<Record<string, readonly string[]>> = {
  "/debian": [RELEASE, `${RELEASE}-updates`],
  "/debian-security": [`${RELEASE}-security`],
};

/** A site without a mirror leaves the sources of the template; one that has it leaves no other. */
function wrongSources(files: Files): readonly string[] {
  const lists = filesUnder(files, "/etc/apt")
    .map(([path]) => path)
    .filter((path) => /\.(sources|list)$/.test(path));
  const others = lists
    .filter((path) => path !== SOURCES)
    .map((path) => `${path} is another source of packages`);
  if (!files.has(SOURCES) && !files.has(PLACES)) return others;
  const places = textIn(files, PLACES);
  const isAlone =
    /^Dir::Etc::SourceList "\/dev\/null";$/m.test(places) &&
    /^Dir::Etc::SourceParts "straat";$/m.test(places);
  const stanzas = textIn(files, SOURCES)
    .split(/\n\n/)
    .filter((stanza) => wordsOf(stanza).length > 0);
  const mirrors = new Set(
    stanzas.map((stanza) => /^URIs: (https:\/\/[^/\s@]+)(?:\/|$)/m.exec(stanza)?.[1] ?? "another place"),
  );
  return [
    ...others,
    ...(isAlone ? [] : [`${PLACES} leaves the sources of the template beside the mirror`]),
    ...stanzas.flatMap(wrongStanza),
    ...(mirrors.size === 1 ? [] : [`${SOURCES} has packages from ${[...mirrors].join(" and ")}`]),
    ...Object.entries(PLACES_WANTED).flatMap(([place, suites]) => wrongPlace(stanzas, place, suites)),
  ];
}

/** Without its suite of security a source answers, and has no update that closes a leak. */
function wrongPlace(stanzas: readonly string[], place: string, wanted: readonly string[]): readonly string[] {
  const found = stanzas.filter((stanza) => new RegExp(`^URIs: \\S+${place}$`, "m").test(stanza));
  if (found.length === 0) return [`${SOURCES} has no ${place.slice(1)}`];
  const suites = found.flatMap((stanza) => wordsAfter(stanza, "Suites"));
  return wanted
    .filter((suite) => !suites.includes(suite))
    .map((suite) => `${SOURCES} has no suite ${suite} of ${place.slice(1)}`);
}

function wordsAfter(stanza: string, field: string): readonly string[] {
  const value = new RegExp(`^${field}: (.*)$`, "m").exec(stanza)?.[1] ?? "";
  return value.split(" ").filter((word) => word !== "");
}

function wrongStanza(stanza: string): readonly string[] {
  const uri = /^URIs: (.*)$/m.exec(stanza)?.[1] ?? "nothing";
  // Never with a password in it.
  const about = `${SOURCES}, for ${uri.replace(/\/\/[^/\s]*@/, "//…@")},`;
  const key = /^Signed-By: (.*)$/m.exec(stanza)?.[1];
  const isInside = key === "" && stanza.includes("-----BEGIN PGP PUBLIC KEY BLOCK-----");
  const isPinned = key === KEYRING || isInside;
  const broken = isInside ? wrongArmour(stanza) : undefined;
  const lacking = ["Types", "Suites", "Components"].filter((field) => wordsAfter(stanza, field).length === 0);
  return [
    ...lacking.map((field) => `${about} says no ${field}, so apt reads nothing of it`),
    ...(broken === undefined ? [] : [`${about} has a key that ${broken}`]),
    ...(/^https:\/\/[^\s@]+$/.test(uri) ? [] : [`${about} is not one place by https`]),
    ...(isPinned ? [] : [`${about} pins no key`]),
    ...(/^(Trusted|Allow-Insecure|Allow-Weak|Allow-Downgrade-To-Insecure):\s*(yes|true)/im.test(stanza)
      ? [`${about} takes what nobody signed`]
      : []),
    ...(/^(Check-Valid-Until|Check-Date):\s*no/im.test(stanza) ? [`${about} takes what has ended`] : []),
  ];
}
