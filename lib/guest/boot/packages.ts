import { Mistakes } from "../../model/mistake";
import { checkPackageKey, checkPackageMirror } from "../../model/site-services";
import type { GuestFile, GuestPart } from "../guest-part";

export interface AptProps {
  /**
   * The house's mirror of Debian: an https address under which `debian` and `debian-security` are. @default the sources
   * the template has
   */
  readonly mirror?: string;
  /** The key of the house's own packages, which are under `house` in the mirror. @default none: it has none */
  readonly key?: string;
}

/** Debian's own keys, in the template; what a mirror changed no longer fits its signature. */
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
/** A folder of its own: whatever sources the template has are not asked from the first update on. */
const SOURCES = "/etc/apt/straat";

/** What a program unpacks and runs while it is installed; /tmp runs nothing. */
const TEMPLATES = "/var/lib/straat/apt-templates";

/**
 * How packages come: signed by Debian, from the mirror of the house, and only what is asked for (CIS 1.2, A.8.19).
 *
 * @throws InvalidError for a mirror that is not a plain https address
 */
export function aptPart({ mirror, key }: AptProps = {}): GuestPart {
  return {
    name: "packages",
    packages: ["ca-certificates"],
    files: [{ path: "/etc/apt/apt.conf.d/90straat", content: SETTINGS }, ...sources(mirror, key)],
    commands: [`install -d -m 0700 ${TEMPLATES}`],
  };
}

const SETTINGS = `// Rendered. A change made here is undone when the server is replaced.
APT::Install-Recommends "false";
APT::Install-Suggests "false";
APT::Get::AllowUnauthenticated "false";
APT::Sandbox::User "_apt";
APT::ExtractTemplates::TempDir "${TEMPLATES}";
Acquire::AllowInsecureRepositories "false";
Acquire::AllowWeakRepositories "false";
Acquire::AllowDowngradeToInsecureRepositories "false";
Acquire::https::Verify-Peer "true";
Acquire::https::Verify-Host "true";
Acquire::Check-Valid-Until "true";
Acquire::Languages "none";
Acquire::Retries "3";
DPkg::Options { "--force-confdef"; "--force-confold"; };
`;

function sources(mirror: string | undefined, key: string | undefined): readonly GuestFile[] {
  if (mirror === undefined) return [];
  const check = new Mistakes();
  const base = check.attempt("mirror", () => checkPackageMirror(mirror));
  const own = key === undefined ? undefined : check.attempt("key", () => checkPackageKey(key));
  check.throwIfAny();
  const source = (uri: string, suites: string, signedBy = KEYRING) =>
    `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: ${signedBy}\n`;
  return [
    {
      path: `${SOURCES}/house.sources`,
      content: [
        source(`${base}/debian`, "bookworm bookworm-updates"),
        source(`${base}/debian-security`, "bookworm-security"),
        ...(own === undefined ? [] : [source(`${base}/house`, "bookworm", `\n${inField(own)}`)]),
      ].join("\n"),
    },
    {
      path: "/etc/apt/apt.conf.d/91straat-sources",
      content: `Dir::Etc::SourceList "/dev/null";\nDir::Etc::SourceParts "straat";\n`,
    },
  ];
}

/** A text of several lines in a field of deb822: each begins with a space, and an empty one has a dot. */
function inField(text: string): string {
  return text
    .split("\n")
    .map((line) => ` ${line === "" ? "." : line}`)
    .join("\n");
}
