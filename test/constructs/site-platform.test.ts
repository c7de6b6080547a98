import { describe, expect, test } from "@jest/globals";
import { type AdminProps, defineSite, type Site, SitePlatform, Street } from "../../lib";
import { Day } from "../../lib/model/day";
import { admins } from "../../stacks/admins";
import { type AppView, buildApp, clientProps, type StackView, TEST_DAY } from "../support/app";
import { oost, siteProps, west } from "../support/sites";

const [FIRST, SECOND] = admins as readonly [AdminProps, AdminProps, AdminProps];

function platform(people: readonly AdminProps[] = admins, day = TEST_DAY): AppView {
  return buildApp((app) => new SitePlatform(app, { site: oost, otherSites: [west], admins: people }), day);
}

function repositoryOf({ model }: StackView) {
  const record = model.groups.find(({ role }) => role === "backup-repository");
  const rulesOf = (hook: string) =>
    model.walls
      .filter(({ at }) => at === record?.path)
      .filter((wall) => wall.hook === hook)
      .flatMap(({ rules }) => rules);
  return {
    record,
    input: rulesOf("input").map(({ from, port }) => [
      from.filter((one) => !one.includes(":")).join(),
      String(port),
    ]),
    output: rulesOf("output").map(({ port }) => String(port)),
  };
}

describe("the platform of a site", () => {
  const stack = platform().stack("platform-oost");

  test("has one VPN gateway, on the uplink only, restarted before everything else (V-07)", () => {
    expect(stack.counts).toMatchObject({ vsphere_virtual_machine: 2, vsphere_ha_vm_override: 2 });
    expect(stack.server("vpn_1")["network_interface"]).toEqual([
      { adapter_type: "vmxnet3", network_id: "${data.vsphere_network.site_network-oost-uplink.id}" },
    ]);
    expect(stack.resources("vsphere_ha_vm_override")["vpn_1-restart"]?.["ha_vm_restart_priority"]).toBe(
      "highest",
    );
    expect(stack.counts["vsphere_compute_cluster_vm_anti_affinity_rule"]).toBeUndefined();
  });

  test("keeps the other sites' backups on a server of its own, which only they and administrators reach (B-16)", () => {
    const { record, input, output } = repositoryOf(stack);
    expect(record).toMatchObject({ role: "backup-repository", data: true, virtual: [] });
    expect(stack.server("backup_1")["disk"]).toHaveLength(2);
    expect(input).toEqual([
      ["10.99.1.0-10.99.2.255", "tcp/22"],
      ["10.99.1.0-10.99.2.255", "icmp"],
      ["10.16.0.0-10.31.255.255", "tcp/8000"],
    ]);
    expect(output).not.toContain("tcp/8000");
  });

  test("has no repository where backups are kept elsewhere, and one at the address servers send them to", () => {
    const build = (site: Site, backup?: "elsewhere") =>
      buildApp((app) => {
        new SitePlatform(app, { site, otherSites: [west], admins, ...(backup ? { backup } : {}) });
      });
    const services = { logs: ["172.31.0.44"], packages: ["172.31.0.80"], backup: ["172.31.0.90"] };
    const site = defineSite(siteProps({ services }));
    const elsewhere = build(site, "elsewhere").stack("platform-oost");
    expect(elsewhere.counts["vsphere_virtual_machine"]).toBe(1);
    expect(build(site).complaint).toContain('write services: { backup: ["172.16.0.5"], … }');
  });

  test("has the tags of stages and classes, in categories of this site", () => {
    const names = Object.values(stack.resources("vsphere_tag")).map((tag) => tag["name"]);
    expect(names).toEqual(expect.arrayContaining(["production", "development", "special-personal-data"]));
    expect(names).toHaveLength(8);
    const categories = Object.values(stack.resources("vsphere_tag_category")).map(
      (category) => category["name"],
    );
    expect(categories.toSorted()).toEqual(["straat-oost-class", "straat-oost-client", "straat-oost-stage"]);
  });

  test("looks up each host, so that a wrong name is found before a client's plan needs it", () => {
    const hosts = Object.values(stack.data("vsphere_host")).map((host) => host["name"]);
    expect(hosts.toSorted()).toEqual([...oost.hosts]);
  });

  test("is applied before the streets of its site, and has nothing to do with others", () => {
    const { straatStacks } = buildApp((app) => {
      const here = new SitePlatform(app, { site: oost, otherSites: [west], admins });
      new SitePlatform(app, { site: west, otherSites: [oost], admins });
      new Street(app, "verne", clientProps());
      expect(here.dependencies).toEqual([]);
    });
    const street = straatStacks.find(({ node }) => node.id === "verne-street");
    expect(street?.dependencies.map(({ node }) => node.id)).toEqual(["platform-oost"]);
  });
});

describe("administrators (H-16)", () => {
  test("are written down with their keys while their access lasts; the last day counts", () => {
    const logins = (day: string) =>
      platform([FIRST], Day.parse(day))
        .stack("platform-oost")
        .model.admins.map(({ login }) => login);
    expect(logins(FIRST.until)).toEqual([FIRST.login]);
    expect(logins("2028-02-01")).toEqual([]);
  });

  test("whose access has ended are spoken of", () => {
    const ended = (view: AppView) =>
      view.notices.filter(({ until }) => until !== undefined).map(({ text }) => text);
    expect(ended(platform([FIRST], Day.parse("2028-02-01")))).toEqual([
      "access of Jantien de Vries has ended and is left out",
    ]);
    expect(ended(platform([FIRST]))).toEqual([]);
  });

  test.each([
    ["a login", [FIRST, { ...SECOND, login: FIRST.login }]],
    ["an SSH key", [FIRST, { ...SECOND, sshKey: FIRST.sshKey }]],
    ["a WireGuard key", [FIRST, { ...SECOND, wireguardKey: FIRST.wireguardKey }]],
  ])("do not share %s", (_what, people) => {
    expect(platform(people).complaint).toContain("share what has to tell them apart");
  });

  test("are at most ten", () => {
    const many = Array.from({ length: 11 }, () => FIRST);
    expect(platform(many).complaint).toContain("at most 10 (H-16)");
  });

  test("with mistakes are all told at once, and a private key is not repeated", () => {
    const { complaint, mistakes } = platform([
      { ...FIRST, sshKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nsecret", until: "soon" },
      { ...SECOND, wireguardKey: "short" },
    ]);
    expect(mistakes.map(({ property }) => property)).toEqual([
      "admins[0].sshKey",
      "admins[0].until",
      "admins[1].wireguardKey",
    ]);
    expect(complaint).not.toContain("secret");
  });
});
