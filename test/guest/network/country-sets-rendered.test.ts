import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { type CountrySetsProps, countrySets } from "../../../lib/guest/network/country-sets";
import { COUNTRIES, COUNTRIES_IN_SET_MAX, countryInclude } from "../../../lib/model/country";
import { CountryEdge } from "../../support/country-edge";
import { mistakeOf, mistakesOf } from "../../support/errors";
import { describeWith } from "../../support/tool";

const URL = "https://mirror.example.nl/geo/countries.txt";
const render = (changes: Partial<CountrySetsProps> = {}) =>
  countrySets({ sets: [["NL"], ["NL", "BE"], ["BE", "NL"]], source: URL, ...changes });

const folder = mkdtempSync(join(tmpdir(), "straat-rendered-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("what fills the country sets of an edge", () => {
  test("holds each set once, the countries in use, and the defaults", () => {
    const settings = render().script.split("\nset -eu\n")[0] ?? "";
    expect(settings).toContain(
      "\nsets='country_nl_v4 4 NL\ncountry_nl_v6 6 NL\ncountry_be_nl_v4 4 BE NL\ncountry_be_nl_v6 6 BE NL'\n",
    );
    expect(settings).toContain("\nused='BE NL'\n");
    expect(settings).toContain("\nmax_age_days=7\ndays_ahead=1\nthreshold=0.2\n");
    expect(settings).toContain(`\ninclude='${countryInclude()}'\n`);
    expect(settings).toMatch(/\nreserved='0\.0\.0\.0,0\.255\.255\.255 10\.0\.0\.0,.* ::,1fff:/);
  });

  test("is the same text for the same countries, and other text for others", () => {
    expect(render({ sets: [["NL"], ["BE", "NL"]] })).toEqual(render());
    expect(render({ sets: [["NL"]] }).script).not.toBe(render().script);
  });

  test("holds no address of a country: those are never in Terraform", () => {
    const { script, service, timer } = render();
    expect(Buffer.byteLength(script)).toBeLessThan(16 * 1024);
    expect(script).not.toMatch(/\b(193|2001)[.:]/);
    expect(service.length + timer.length).toBeLessThan(2048);
  });

  test.each<[string, Partial<CountrySetsProps>]>([
    ["sets", { sets: [] }],
    ["sets[0]", { sets: [[]] }],
    ["sets[1]", { sets: [["NL"], ["UK"]] }],
    ["sets[0]", { sets: [COUNTRIES.slice(0, COUNTRIES_IN_SET_MAX + 1)] }],
    ["sets[0]", { sets: [["NL'; reboot #"]] }],
    ...[
      "http://a.nl/x",
      "ftp://a.nl/x",
      "https://a.nl",
      "https://u:p@a.nl/x",
      "https://a.nl/%h",
      "https://a.nl/x y",
      "x.txt",
      "/a b",
      "/a/../b",
      "",
    ].map((source): [string, Partial<CountrySetsProps>] => ["source", { source }]),
    ["directory", { directory: "var/lib" }],
    ["directory", { directory: "/var/lib/" }],
    ["directory", { directory: '/var/"lib' }],
    ["directory", { directory: "/var/$HOME" }],
    ["ruleset", { ruleset: "/etc/nft'ables.conf" }],
    ["program", { program: "/usr/bin/a\nb" }],
    ["maxAgeDays", { maxAgeDays: 0 }],
    ["maxAgeDays", { maxAgeDays: 1.5 }],
    ["maxAgeDays", { maxAgeDays: 91 }],
    ["threshold", { threshold: 0 }],
    ["threshold", { threshold: 1.01 }],
    ["threshold", { threshold: 0.123 }],
    ["threshold", { threshold: Number.NaN }],
  ])("is refused for its %s in %j", (property, changes) => {
    expect(mistakeOf(() => render(changes)).property).toBe(property);
  });

  test("tells all its mistakes at once", () => {
    const mistakes = mistakesOf(() => render({ sets: [["nl", "UK"]], source: "x", threshold: 2 }));
    expect(mistakes.map(({ property }) => property)).toEqual(["sets[0]", "source", "threshold"]);
  });

  test.each([0.01, 0.07, 0.29, 0.57, 1])("takes the threshold %d", (threshold) => {
    expect(render({ threshold }).script).toContain(`\nthreshold=${threshold}\n`);
  });

  test("runs daily in UTC as a service that may write its own folder only", () => {
    const { service, timer } = render();
    expect(timer).toContain("OnCalendar=*-*-* 03:00:00 UTC\nRandomizedDelaySec=1h\nPersistent=true\n");
    expect(service).toContain(`ExecStart=/usr/local/lib/straat/country-sets ${URL}\n`);
    for (const line of ["ProtectSystem=strict", "StateDirectory=straat/countries", "NoNewPrivileges=yes"]) {
      expect(service).toContain(`\n${line}\n`);
    }
    expect(render({ directory: "/srv/countries" }).service).toContain("\nReadWritePaths=/srv/countries\n");
  });
});

describeWith("shellcheck", "apt-get install shellcheck", "the script", () => {
  test("has nothing that shellcheck minds", () => {
    const { status, stdout } = spawnSync("shellcheck", ["-"], { input: render().script, encoding: "utf8" });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "the service and its timer", () => {
  const write = () => {
    const program = join(folder, "country-sets");
    const { script, service, timer } = render({ program });
    const units = ["service", "timer"].map((kind) => join(folder, `straat-country-sets.${kind}`));
    writeFileSync(program, script, { mode: 0o755 });
    for (const [index, text] of [service, timer].entries()) writeFileSync(units[index] ?? "", text);
    return units;
  };

  test("are what systemd takes", () => {
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...write()], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  test("leave the service little to do harm with, by systemd's own judgement: 2 of 10", () => {
    const [service = ""] = write();
    const args = ["security", "--offline=true", "--threshold=21", "--no-pager", service];
    const { status, stdout } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
    expect(stdout).toContain("Overall exposure level");
    expect(status).toBe(0);
  });
});

describeWith("nft", "apt-get install nftables", "the longest name of a set", () => {
  test("fits in the kernel, with room to spare", async () => {
    const edge = await CountryEdge.with(COUNTRIES.slice(0, COUNTRIES_IN_SET_MAX));
    try {
      expect(edge.live).toHaveLength(2);
      const declare = (length: number) => `add set inet straat ${"a".repeat(length)} { type ipv4_addr; }`;
      expect(edge.exec("nft", [declare(255)]).status).toBe(0);
      expect(edge.exec("nft", [declare(256)]).status).not.toBe(0);
    } finally {
      await edge.remove();
    }
  });
});
