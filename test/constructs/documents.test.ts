import { describe, expect, test } from "@jest/globals";
import {
  type AdminProps,
  defineSite,
  Port,
  RedundantVms,
  SitePlatform,
  Software,
  Street,
  VmSize,
} from "../../lib";
import type { HouseProps } from "../../lib/constructs/house-checks";
import { Day } from "../../lib/model/day";
import { admins } from "../../stacks/admins";
import { authority } from "../../stacks/authority";
import { type AppView, buildApp, clientProps, type StackView, TEST_DAY } from "../support/app";
import { Authority } from "../support/authority";
import { payloadOf, unpacked } from "../support/guestinfo";
import { siteProps, west } from "../support/sites";

const RECIPIENT = "age10ksr4v7mvaeedkzh64nlqfquhw49aqr8pchvefhrcr475zn7kprsyvn0uv";
const oost = defineSite(siteProps({ logCollector: "logs.example.nl" }));

/** A house with one client, whose web servers and database are in production and everywhere else. */
function build(
  house: Partial<HouseProps> & { readonly admins?: readonly AdminProps[] } = {},
  day = TEST_DAY,
): AppView {
  return buildApp((app) => {
    new SitePlatform(app, { site: oost, otherSites: [west], admins, ...house });
    new Street(app, "verne", clientProps({ site: oost })).forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL, runs: Software.NGINX });
      const database = new RedundantVms(environment, "database", {
        size: VmSize.SMALL,
        data: true,
        runs: Software.POSTGRESQL,
      });
      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
      database.connections.allowFrom(web, Port.POSTGRES, { why: "data" });
    });
  }, day);
}

/** What a server is told under a name; undefined when it is told nothing. */
function told(stack: StackView, server: string, document: string): string | undefined {
  const value = stack.server(server)["extra_config"][`guestinfo.straat.${document}`];
  return value === undefined ? undefined : payloadOf(value);
}

const names = (stack: StackView, server: string) =>
  Object.keys(stack.server(server)["extra_config"])
    .flatMap((key) => /^guestinfo\.straat\.([a-z]+)$/.exec(key)?.[1] ?? [])
    .toSorted();

describe("the live documents of a server", () => {
  const house = build({ authority, escrow: [RECIPIENT] });
  const production = house.stack("verne/production");

  test("are those of its role, the same for every member", () => {
    const common = ["firewall", "identity", "logs", "patch", "ssh", "sudoers"];
    expect(names(production, "web_1")).toEqual([...common, "backup", "keepalived"].toSorted());
    expect(names(house.stack("verne/street"), "edge_1")).toEqual([...common, "keepalived"].toSorted());
    expect(names(house.stack("platform-oost"), "vpn_1")).toEqual([...common, "vpn"].toSorted());
    expect(names(house.stack("platform-oost"), "backup_1")).toEqual(common);
    for (const name of names(production, "web_1")) {
      expect(told(production, "web_2", name)).toBe(told(production, "web_1", name));
    }
  });

  test("name everyone whose access holds on the day, until their last, and nobody else", () => {
    const [first, ...others] = admins as readonly [AdminProps, ...AdminProps[]];
    const people = [{ ...first, until: "2027-01-14" }, ...others];
    for (const document of ["ssh", "sudoers"]) {
      const text = told(build({ admins: people }).stack("verne/production"), "web_1", document) as string;
      expect(text).not.toContain(first.login);
      for (const { login } of others) expect(text).toContain(login);
    }
    const onLastDay = build({ admins: people }, Day.parse("2027-01-14"));
    expect(told(onLastDay.stack("verne/production"), "web_1", "ssh")).toContain(first.login);
    expect(told(build({ admins: [] }).stack("platform-oost"), "vpn_1", "vpn")).toBe("");
  });

  test("say nothing that is not known yet, which every synth tells; the server reports that it misses it", () => {
    const early = build();
    expect(names(early.stack("verne/production"), "web_1")).toEqual([
      "firewall",
      "keepalived",
      "logs",
      "patch",
      "ssh",
      "sudoers",
    ]);
    const texts = early.notices.map(({ text }) => text);
    expect(texts).toContain("servers of oost have no certificates: declare an authority (B-01, B-16)");
    expect(texts).toContain(
      "the repository of oost cannot look after what it keeps: declare backupRecipient (B-15)",
    );
    expect(house.notices.map(({ text }) => text)).not.toContain(texts[0]);
  });

  test("have each server's own certificate, and not another group's", () => {
    const signer = new Authority();
    try {
      const issued = ["verne-production-web-1", "verne-production-web-2", "verne-test-web-1"].map((name) =>
        signer.certificate(name),
      );
      const stack = build({ authority: signer.pem, certificates: issued }).stack("verne/production");
      const text = told(stack, "web_1", "identity") as string;
      expect(issued.map((pem) => text.includes(pem.trim()))).toEqual([true, true, false]);
      expect(told(stack, "database_1", "identity")).not.toContain((issued[0] as string).trim());
    } finally {
      signer.remove();
    }
  });

  test("dump a database before it is backed up, to the other site's repository, for whoever may read it", () => {
    const text = told(production, "database_1", "backup") as string;
    expect(text).toContain("database postgresql\n");
    expect(text).toContain(`recipient ${RECIPIENT}\n`);
    expect(text).toMatch(/^repository backup-west-1:8000\naddress 172\.17\.0\.5$/m);
    expect(told(production, "web_1", "backup")).not.toContain("database ");
  });

  test("hand a virtual address to the member that listens on the declared ports", () => {
    expect(told(production, "database_1", "keepalived")).toContain("5432");
    expect(told(production, "web_1", "keepalived")).toContain("443");
    expect(told(production, "web_1", "keepalived")).not.toContain("5432");
  });

  test("leave the window for a leak where team Tech says so, and nowhere else (C1)", () => {
    const leak = { id: "CVE-2027-1", reason: "remote root", owner: "Jo de Vries", approvedOn: "2027-01-14" };
    const emergencies = [{ ...leak, until: "2027-01-16", where: ["verne/web"] }];
    const stack = build({ emergencies }).stack("verne/production");
    expect(told(stack, "web_1", "patch")).toContain("emergency CVE-2027-1 2027-01-16\n");
    expect(told(stack, "database_1", "patch")).not.toContain("emergency ");
    const later = build({ emergencies }, Day.parse("2027-01-17")).stack("verne/production");
    expect(told(later, "web_1", "patch")).not.toContain("emergency ");
  });

  test("carry the revision of the house", () => {
    const revised = build({ revision: 7 }).stack("verne/production").server("web_1");
    expect(unpacked(revised["extra_config"]["guestinfo.straat.ssh"])).toMatch(
      /^straat-document 1 ssh 7 [0-9a-f]{64}\n/,
    );
  });

  test("put the VPN gateways of two sites in different nights", () => {
    const both = buildApp((app) => {
      for (const [site, other] of [
        [oost, west],
        [west, oost],
      ] as const) {
        new SitePlatform(app, { site, otherSites: [other], admins });
      }
    });
    const [one, other] = ["platform-oost", "platform-west"].map((path) => {
      const text = told(both.stack(path), "vpn_1", "patch") as string;
      return /^member 1 full (\w+)/m.exec(text)?.[1];
    });
    expect(one).toBeDefined();
    expect(one).not.toBe(other);
  });
});

test("gateways that would be patched in one night are a mistake: no site was told of the other (V-07)", () => {
  const build = (others: readonly (typeof west)[][]) =>
    buildApp((app) => {
      for (const [index, site] of [oost, west].entries()) {
        new SitePlatform(app, { site, otherSites: others[index] ?? [], admins });
      }
    });
  const [mistake] = build([[], []]).mistakes;
  expect(mistake).toMatchObject({ path: "platform" });
  expect(mistake?.problem).toContain("vpn-oost-1 and vpn-west-1 would be patched in it together");
  expect(build([[west], [oost]]).mistakes).toEqual([]);
});

describe("what a house declares", () => {
  test.each<[string, Partial<HouseProps>, string]>([
    ["authority", { authority: "x" }, "authority"],
    ["certificates[0]", { certificates: ["x"] }, "certificates[0]"],
    ["escrow[0]", { escrow: ["age1x"] }, "escrow[0]"],
    ["revision", { revision: 0 }, "revision"],
    ["sshAuthorities[0]", { sshAuthorities: ["ssh-dss x"] }, "sshAuthorities[0]"],
    ["emergencies[0].where", { emergencies: [{ id: "CVE-2027-1" } as never] }, "emergencies[0].where"],
  ])("is refused with a mistake in %s", (_what, house, property) => {
    expect(build(house).mistakes.map((mistake) => mistake.property)).toContain(property);
  });

  test("never has a private key repeated", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----";
    expect(build({ authority: key }).complaint).not.toContain("c2VjcmV0");
    expect(build({ authority, certificates: [key] }).complaint).not.toContain("c2VjcmV0");
  });
});
