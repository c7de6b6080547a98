import { describe, expect, test } from "@jest/globals";
import { defineSite } from "../../lib";
import { encodeFiles, FILE_KEYS } from "../../lib/guest/boot/file-bundle";
import { filesOf } from "../../lib/guest/boot/first-boot";
import { DOCUMENT_NAMES } from "../../lib/guest/documents/live-document";
import { documentsOf, partsOf, type ServerProfile } from "../../lib/guest/roles";
import { Software } from "../../lib/model/software";
import { packageKey } from "../../stacks/package-key";
import { digestOf } from "../support/guestinfo";
import { oost, siteProps, west } from "../support/sites";
import { verifyUnits } from "../support/systemd";
import { describeWith } from "../support/tool";

const server: ServerProfile = { role: "server", runs: undefined, data: false, virtual: true };

/** Every kind of server there is. */
const PROFILES: Readonly<Record<string, ServerProfile>> = {
  "generic server": server,
  "web server": { ...server, runs: Software.NGINX },
  "PostgreSQL server": { ...server, runs: Software.POSTGRESQL, data: true },
  "MariaDB server": { ...server, runs: Software.MARIADB, data: true },
  "edge firewall": { ...server, role: "edge" },
  "VPN gateway": { ...server, role: "vpn-gateway", virtual: false },
  "backup repository": { ...server, role: "backup-repository", data: true, virtual: false },
};

const site = defineSite(
  siteProps({
    packageMirror: "https://packages.example.nl",
    packageKey,
    vulnerabilityDatabase: "packages.example.nl/trivy-db:2",
  }),
);

describe.each(Object.entries(PROFILES))("a %s", (_name, profile) => {
  const parts = partsOf(profile, { site, otherSites: [west] });
  const files = filesOf(parts);

  test("is made of these parts", () => {
    const list = parts.map(({ name, files: own = [], ...part }) => ({
      name,
      ...part,
      files: own.map(({ path, content, mode = "0644" }) => `${mode} ${path} ${digestOf(content)}`),
    }));
    expect(list).toMatchSnapshot();
  });

  test("fits into guestinfo with room to spare", () => {
    const taken = Object.values(encodeFiles(files)).reduce((sum, value) => sum + value.length, 0);
    expect(taken).toBeLessThan((FILE_KEYS.length * 65_536) / 2);
  });

  test("has a handler for each document it reads, and lists them for its agent", () => {
    const handlers = files.flatMap(({ path }) => /\/documents\/([a-z]+)$/.exec(path)?.[1] ?? []);
    expect(handlers.toSorted()).toEqual([...documentsOf(profile)].toSorted());
    const list = files.find(({ path }) => path === "/etc/straat/documents")?.content;
    expect(list).toBe(
      documentsOf(profile)
        .map((name) => `${name}\n`)
        .join(""),
    );
  });

  test("has a source for each package that is not Debian's", () => {
    const packages = parts.flatMap(({ packages: names = [] }) => names);
    expect(packages).toContain("trivy");
    const sources = files.find(({ path }) => path.endsWith("house.sources"))?.content;
    expect(sources).toContain("URIs: https://packages.example.nl/house\n");
  });

  test("keeps what it installs: nothing that hardening takes away again", () => {
    const purge =
      parts.flatMap(({ commands = [] }) => commands).find((line) => line.includes("apt-get -y -q purge")) ??
      "";
    const away = purge.split(/[\s)]+/);
    const kept = parts.flatMap(({ packages = [] }) => packages);
    expect(away).toContain("xinetd");
    expect(
      kept.filter((name) => away.includes(name) || away.includes(`${name.replace(/-light$/, "")}-common`)),
    ).toEqual([]);
  });

  test("has no file that everybody may write, and no secret", () => {
    for (const { mode = "0644", path, content } of files) {
      expect([path, Number.parseInt(mode, 8) & 0o022]).toEqual([path, 0]);
      expect([path, /BEGIN [A-Z ]*PRIVATE KEY-----\n[A-Za-z0-9+/]/.test(content)]).toEqual([path, false]);
    }
  });
});

describe("what differs between servers", () => {
  const names = (profile: ServerProfile) =>
    partsOf(profile, { site, otherSites: [west] }).map(({ name }) => name);

  test("is the software that was asked for, and nothing of another's", () => {
    expect(names(server)).not.toContain("web");
    expect(names(PROFILES["web server"] as ServerProfile)).toContain("web");
    expect(names(PROFILES["PostgreSQL server"] as ServerProfile)).toContain("database-postgresql");
    expect(names(PROFILES["MariaDB server"] as ServerProfile)).not.toContain("database-postgresql");
  });

  test("is who passes packets on, who has tunnels, and who keeps others' backups", () => {
    const having = (part: string) =>
      Object.keys(PROFILES).filter((name) => names(PROFILES[name] as ServerProfile).includes(part));
    expect(having("router")).toEqual(["edge firewall", "VPN gateway"]);
    expect(having("vpn")).toEqual(["VPN gateway"]);
    const gateway = filesOf(partsOf(PROFILES["VPN gateway"] as ServerProfile, { site, otherSites: [west] }));
    const forwards = gateway.filter(({ content }) =>
      /^net\.ipv[46]\.[a-z_.]*forward[a-z]* = 1$/m.test(content),
    );
    expect(forwards.map(({ path }) => path)).toEqual(["/etc/sysctl.d/90-straat-router.conf"]);
    expect(forwards[0]?.content).toMatch(/^net\.ipv4\.ip_forward = 1$/m);
    expect(forwards[0]?.content).toMatch(/^net\.ipv6\.conf\.all\.forwarding = 1$/m);
    expect(having("connection-sync")).toEqual(["edge firewall"]);
    expect(having("backup-repository")).toEqual(["backup repository"]);
    expect(having("backup")).toEqual(["generic server", "web server", "PostgreSQL server", "MariaDB server"]);
  });

  test("is not what every server is promised to have", () => {
    const everywhere = Object.values(PROFILES).map(names);
    for (const part of [
      "hardening",
      "firewall",
      "ssh",
      "sudo",
      "audit",
      "logs",
      "metrics",
      "patching",
      "integrity",
      "agent",
    ]) {
      expect(everywhere.filter((list) => !list.includes(part))).toEqual([]);
    }
    expect(
      Object.values(PROFILES)
        .flatMap(documentsOf)
        .every((name) => DOCUMENT_NAMES.includes(name)),
    ).toBe(true);
  });

  test("is the same list for the same profile and sites, so that it is encoded once", () => {
    const again = { ...server };
    expect(partsOf(again, { site, otherSites: [west] })).toBe(partsOf(server, { site, otherSites: [west] }));
    expect(partsOf(server, { site: oost, otherSites: [west] })).not.toBe(
      partsOf(server, { site, otherSites: [west] }),
    );
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "systemd", () => {
  // A MariaDB server's own unit is not here to be judged with it.
  const judged = Object.entries(PROFILES).filter(([, { runs }]) => runs !== Software.MARIADB);
  test.each(judged)("has nothing against the units of a %s together", (_name, profile) => {
    const files = filesOf(partsOf(profile, { site, otherSites: [west] }));
    expect(verifyUnits(files, PACKAGED)).toBe("");
  });
});

/** Programs of packages that a machine which runs the tests need not have. */
const PACKAGED = ["/bin/bash", "/usr/bin/trivy", "/usr/bin/wg-quick", "/usr/bin/pg_ctlcluster"];
