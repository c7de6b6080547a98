import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { CLOSED_RULESET, firewallPart } from "../../../lib/guest/network/firewall";
import { countryInclude } from "../../../lib/model/country";
import { Addresses } from "../../../lib/network/addresses";
import { renderHost } from "../../../lib/network/nftables";
import { isRoot } from "../../support/country-edge";
import { GuestRoot } from "../../support/guest-root";
import { verifyUnits } from "../../support/systemd";
import { describeUnless, describeWith } from "../../support/tool";

const URL = "https://packages.example.nl/countries.csv";
const HANDLER = "/usr/local/lib/straat/documents/firewall";
const LOAD = "/usr/local/lib/straat/firewall-load";
const RULES = "/etc/nftables.conf";

const EMPTY = renderHost("verne/production/web", { input: [], output: [] }, Addresses.NONE);
/** A ruleset that accepts a port, which tells it from the closed one. */
const OPEN = EMPTY.replace('iifname "lo" accept\n', 'iifname "lo" accept\n\t\ttcp dport 443 accept\n');
const WITH_COUNTRIES = `${OPEN.replace("{\n", "{\n\tset country_nl_v4 { type ipv4_addr; flags interval; auto-merge; }\n")}${countryInclude()}\n`;

describe("the firewall's part of a first boot", () => {
  test("is closed in both directions, with the table that a document replaces", () => {
    const { files = [], enabled } = firewallPart();
    expect(files.find(({ path }) => path === RULES)?.content).toBe(CLOSED_RULESET);
    expect(CLOSED_RULESET.match(/accept/g)).toHaveLength(2);
    expect(enabled).toEqual(["nftables.service"]);
  });

  test("fetches countries' addresses only where there are any to fetch, whichever countries those will be", () => {
    const { files = [], enabled } = firewallPart({ countries: { source: URL } });
    expect(enabled).toContain("straat-country-sets.timer");
    const service = files.find(({ path }) => path.endsWith("/straat-country-sets.service"))?.content;
    expect(service).toContain(`ExecStart=/usr/local/lib/straat/country-sets ${URL}\n`);
    expect(files.find(({ path }) => path.endsWith("/country-sets"))?.content).not.toMatch(/^sets='/m);
    expect(() => firewallPart({ countries: { source: "http://x" } })).toThrow("neither a plain https URL");
  });
});

describeWith("systemd-analyze", "apt-get install systemd nftables", "the firewall's units", () => {
  test("are units to systemd, and open nothing when they stop", () => {
    const { files = [] } = firewallPart({ countries: { source: URL } });
    expect(verifyUnits(files)).toBe("");
    const unit = files.find(({ path }) => path.includes("nftables.service.d"))?.content;
    expect(unit).toMatch(/\nExecStop=\n$/);
  });
});

describeUnless(lacking(), "the live document firewall, with the real nft", () => {
  let server: GuestRoot;
  beforeEach(() => {
    server = new GuestRoot(...(firewallPart().files ?? []));
  });
  afterEach(() => server.remove());

  /** Runs lines of sh in a network of their own, which is gone after them. */
  const within = (script: string, env: NodeJS.ProcessEnv = {}) => {
    const prelude = `ip link set lo up; handler='${server.at(HANDLER)}'; load='${server.at(LOAD)}'; document='${server.at("/document")}'; `;
    return server.run("unshare", ["--net", "sh", "-c", `${prelude}${script}`], env);
  };
  const complaint = (document: string, env: NodeJS.ProcessEnv = {}) => {
    server.write("/document", document);
    const { status, stderr } = within('"$handler" check "$document"', env);
    return status === 0 ? "" : stderr.trim();
  };

  test("takes what is rendered, and the closed one", () => {
    expect([EMPTY, OPEN, CLOSED_RULESET, WITH_COUNTRIES].map((text) => complaint(text))).toEqual([
      "",
      "",
      "",
      "",
    ]);
  });

  const without = (hook: string) =>
    OPEN.replace(`hook ${hook} priority filter; policy drop`, `hook ${hook} priority filter; policy accept`);
  const REFUSED: readonly (readonly [string, string, string])[] = [
    ["is empty", "", "not the whole"],
    ["is cut off", OPEN.slice(0, -20), "not the whole"],
    ["flushes everything", `flush ruleset\n${OPEN}`, "line 1"],
    ["has a table of somebody else", `${OPEN}table inet other { }\n`, "more than replace"],
    [
      "deletes a table of somebody else",
      OPEN.replace("delete table inet straat", "delete table inet somebody_else"),
      "more than replace",
    ],
    [
      "adds to our table instead of replacing it",
      OPEN.replace("delete table inet straat\n", ""),
      "more than replace",
    ],
    ["reads another file", `${OPEN}include "/etc/passwd"\n`, "more than replace"],
    [
      "reads another file from within",
      OPEN.replace("\tchain", '\tinclude "/etc/passwd"\n\tchain'),
      "more than declare",
    ],
    ["lets in what it does not name", without("input"), "does not drop"],
    ["lets out what it does not name", without("output"), "does not drop"],
    ["has no way in at all", OPEN.replace("hook input", "hook forward"), "does not drop"],
    ["has a mistake", OPEN.replace("tcp dport 443", "tcp dport https-ish"), "error"],
  ];

  test.each(REFUSED)("refuses a ruleset that %s", (_, document, reason) => {
    expect(complaint(document).toLowerCase()).toContain(reason);
    expect(complaint(document).split("\n")).toHaveLength(1);
  });

  test.each(REFUSED)(
    "refuses, where it may have no network to try it in, a ruleset that %s",
    (_, document, reason) => {
      server.standIn("unshare", '[ "$*" != "--net true" ] || exit 1\nreal "$@"');
      server.write("/document", document);
      const { status, stderr } = spawnSync(
        "unshare",
        ["--net", server.at(HANDLER), "check", server.at("/document")],
        {
          encoding: "utf8",
          env: server.environment,
        },
      );
      expect(status).toBe(1);
      expect(stderr.toLowerCase()).toContain(reason);
    },
  );

  test("refuses a second table hidden in the block of ours, where it can try it", () => {
    const hidden = OPEN.replace(/\t}\n}\n$/, "\t}\n\t}; table inet other { chain straat_x {\n\t}\n}\n");
    expect(hidden).not.toBe(OPEN);
    expect(complaint(hidden)).toBe("it changes tables that are not ours");
  });

  test("is in the kernel and in the file after it was applied, and others keep their tables", () => {
    server.write("/document", OPEN);
    const { stdout, stderr } = within(
      'nft add table inet somebody_else; "$handler" apply "$document" && "$handler" verify && nft list ruleset',
    );
    expect(stderr).toBe("");
    expect(stdout).toContain("tcp dport 443 accept");
    expect(stdout).toContain("table inet somebody_else");
    expect(server.read(RULES)).toBe(OPEN);
    expect(server.calls("systemctl")).toEqual([]);
  });

  test("has countries' addresses fetched where the ruleset names countries", () => {
    server.install(...(firewallPart({ countries: { source: URL } }).files ?? []));
    server.write("/document", WITH_COUNTRIES);
    expect(within('"$handler" apply "$document"').status).toBe(0);
    expect(server.calls("systemctl")).toEqual(["start --no-block straat-country-sets.service"]);
    server.write("/document", OPEN);
    within('"$handler" apply "$document"');
    expect(server.calls("systemctl")).toEqual([]);
  });

  test("stays what it was, in the kernel and in the file, when the next does not load", () => {
    server.write("/document", OPEN);
    server.write("/broken", `${OPEN}}`);
    const { stdout } = within(
      `"$handler" apply "$document"; "$handler" apply '${server.at("/broken")}' 2>&1; echo "status $?"; nft list ruleset`,
    );
    expect(stdout).toMatch(/^it does not load: .+\nstatus 1\n/);
    expect(stdout).toContain("tcp dport 443 accept");
    expect(server.read(RULES)).toBe(OPEN);
    expect(server.read(`${RULES}.new`)).toBeUndefined();
  });

  test("is not verified when the table is gone, open, or keeps programs of the server from each other", () => {
    server.write("/document", OPEN);
    const after = (damage: string) =>
      within(`"$handler" apply "$document"; ${damage}; "$handler" verify`).stderr;
    expect(after("true")).toBe("");
    expect(after("nft delete table inet straat")).toContain("does not drop");
    expect(after("nft 'chain inet straat straat_input { policy accept; }'")).toContain("does not drop");
    expect(after("nft insert rule inet straat straat_input tcp dport 1 drop")).toContain(
      "nothing passes on the loopback",
    );
  }, 15_000);

  test("is closed when it is removed, also after a restart", () => {
    server.write("/document", OPEN);
    const { stdout } = within(
      '"$handler" apply "$document" && "$handler" remove && "$handler" verify && nft list ruleset',
    );
    expect(stdout.match(/policy drop/g)).toHaveLength(3);
    expect(stdout).not.toContain("443");
    expect(server.read(RULES)).toBe(CLOSED_RULESET);
  });

  test("is loaded when the server starts, without its countries if those are damaged, and closed if it is", () => {
    const started = (rules: string) => {
      server.write(RULES, rules);
      const { status, stdout } = within('"$load"; status=$?; nft list ruleset; exit $status');
      return { status, isOpen: stdout.includes("443"), chains: stdout.match(/policy drop/g)?.length };
    };
    expect(started(OPEN)).toEqual({ status: 0, isOpen: true, chains: 2 });
    server.write("/damaged.nft", "add element inet straat country_nl_v4 { 10.0.");
    expect(started(`${OPEN}include "${server.at("/damaged.nft")}"\n`)).toEqual({
      status: 1,
      isOpen: true,
      chains: 2,
    });
    expect(started(OPEN.slice(0, -20))).toEqual({ status: 1, isOpen: false, chains: 3 });
    expect(started("")).toEqual({ status: 1, isOpen: false, chains: 3 });
  });
});

function lacking(): string | undefined {
  if (!isRoot) return "root, for network namespaces";
  const missing = ["nft", "ip", "unshare", "curl"].filter(
    (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  return missing.length === 0
    ? undefined
    : `${missing.join(", ")}; apt-get install nftables iproute2 util-linux curl`;
}
