import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { aptPart } from "../../../lib/guest/boot/packages";
import { packageKey } from "../../../stacks/package-key";
import { mistakeOf } from "../../support/errors";
import { describeWith } from "../../support/tool";

const MIRROR = "https://packages.example.nl/mirror";
const folder = mkdtempSync(join(tmpdir(), "straat-packages-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("the packages of a server", () => {
  test.each([
    "http://packages.example.nl",
    "https://user:secret@packages.example.nl",
    "https://packages.example.nl/",
    "https://packages.example.nl/?x=1",
    "https://packages.example.nl/%2e",
    "https://packages.example.nl/../x",
    "https://packages.example.nl x",
    "https://packages.example.nl\nTrusted: yes",
    "ftp://packages.example.nl",
    "",
  ])("do not come from %j", (mirror) => {
    expect(mistakeOf(() => aptPart({ mirror })).property).toBe("mirror");
  });

  test("come from where the template says, unless there is a mirror", () => {
    expect(aptPart().files?.map(({ path }) => path)).toEqual(["/etc/apt/apt.conf.d/90straat"]);
    expect(aptPart({ mirror: MIRROR }).files).toHaveLength(3);
  });
});

describe("the house's own packages", () => {
  const sourcesOf = (key?: string) =>
    aptPart({ mirror: MIRROR, ...(key === undefined ? {} : { key }) }).files?.find(({ path }) =>
      path.endsWith(".sources"),
    )?.content ?? "";

  test("are signed by the house's key, which is no key of Debian's packages", () => {
    const [debian, security, house] = sourcesOf(packageKey).split("\n\n");
    expect(house).toContain(`URIs: ${MIRROR}/house\n`);
    expect(house).toContain("Signed-By: \n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n");
    for (const other of [debian, security]) expect(other).not.toContain("PGP");
    expect(sourcesOf()).not.toContain("/house");
  });

  test.each([
    "",
    "x",
    "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nc2VjcmV0\n-----END PGP PRIVATE KEY BLOCK-----",
    `${packageKey}Trusted: yes\n`,
  ])("are not signed by %j", (key) => {
    const mistake = mistakeOf(() => sourcesOf(key));
    expect(mistake.property).toBe("key");
    expect(mistake.value).not.toContain("c2VjcmV0");
  });
});

describeWith("apt-get", "a Debian", "the packages of a server, as apt reads its settings", () => {
  const root = mkdtempSync(join(folder, "root-"));
  for (const { path, content } of aptPart({ mirror: MIRROR, key: packageKey }).files ?? []) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  for (const path of [
    "var/lib/apt/lists/partial",
    "var/cache/apt/archives/partial",
    "etc/apt/preferences.d",
    "etc/apt/trusted.gpg.d",
    "var/lib/dpkg",
    "etc/apt/sources.list.d",
  ])
    mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, "var/lib/dpkg/status"), "");
  // What a template has, and nobody asks.
  writeFileSync(
    join(root, "etc/apt/sources.list"),
    "deb https://elsewhere.example.nl/debian bookworm main\n",
  );
  writeFileSync(
    join(root, "etc/apt/sources.list.d/debian.sources"),
    "Types: deb\nURIs: https://elsewhere.example.nl/debian\nSuites: bookworm\nComponents: main\n",
  );
  const conf = join(root, "apt.conf");
  writeFileSync(
    conf,
    `Dir "${root}";
Dir::State "${root}/var/lib/apt";
Dir::State::status "${root}/var/lib/dpkg/status";
Dir::Cache "${root}/var/cache/apt";
Dir::Etc "${root}/etc/apt";
`,
  );
  const apt = (program: string, ...args: readonly string[]) =>
    spawnSync(program, args, { encoding: "utf8", env: { ...process.env, APT_CONFIG: conf } });

  test("come from the mirror alone, signed by Debian's keys", () => {
    const { stdout, stderr, status } = apt("apt-get", "update", "--print-uris");
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    const asked = [...stdout.matchAll(/^'(\S+)\/InRelease'/gm)].map(([, uri]) => uri);
    expect(asked.sort()).toEqual([
      `${MIRROR}/debian-security/dists/bookworm-security`,
      `${MIRROR}/debian/dists/bookworm`,
      `${MIRROR}/debian/dists/bookworm-updates`,
      `${MIRROR}/house/dists/bookworm`,
    ]);
    const sources =
      aptPart({ mirror: MIRROR }).files?.find(({ path }) => path.endsWith(".sources"))?.content ?? "";
    expect(sources.match(/^Signed-By: \/usr\/share\/keyrings\/debian-archive-keyring\.gpg$/gm)).toHaveLength(
      2,
    );
  });

  test("are signed or not taken, and bring nothing that was not asked for", () => {
    const { stdout } = apt("apt-config", "dump");
    for (const line of [
      'APT::Install-Recommends "false";',
      'APT::Get::AllowUnauthenticated "false";',
      'APT::Sandbox::User "_apt";',
      'Acquire::AllowInsecureRepositories "false";',
      'Acquire::AllowDowngradeToInsecureRepositories "false";',
      'Acquire::https::Verify-Peer "true";',
      'DPkg::Options:: "--force-confold";',
    ])
      expect(stdout).toContain(`${line}\n`);
  });
});
