import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { FILE_KEYS } from "../../../lib/guest/boot/file-bundle";
import {
  FIRST_BOOT_KEYS,
  type FirstBootProps,
  filesOf,
  firstBoot,
  type GuestInterface,
  userData,
} from "../../../lib/guest/boot/first-boot";
import { readScript } from "../../../lib/guest/script";
import { INTERFACE_NAMES } from "../../../lib/model/interface-names";
import { mistakeOf } from "../../support/errors";
import { unpacked } from "../../support/guestinfo";
import { describeWith } from "../../support/tool";

const inside: GuestInterface = { addresses: ["10.20.0.10/23", "2001:db8::a/64"] };
const outside: GuestInterface = {
  addresses: ["172.16.0.18/16", "2001:db8:ffff::12/64"],
  gateways: ["172.16.0.1", "2001:db8:ffff::1"],
};
const props: FirstBootProps = {
  hostName: "verne-production-web-1",
  generation: 3,
  interfaces: [inside, outside],
  dns: ["172.31.0.53", "2001:db8::53"],
  parts: [],
};

function read(key: string, changes: Partial<FirstBootProps> = {}): string {
  return unpacked(firstBoot({ ...props, ...changes })[key] as string);
}

const metadata = (changes?: Partial<FirstBootProps>) => JSON.parse(read("guestinfo.metadata", changes));

describe("the first boot of a server", () => {
  test("fills exactly the keys that are frozen afterwards, and says how they are encoded", () => {
    const keys = firstBoot(props);
    const always = FIRST_BOOT_KEYS.filter((key) => !FILE_KEYS.slice(1).includes(key));
    expect(Object.keys(keys).toSorted()).toEqual([...always].toSorted());
    expect(keys["guestinfo.metadata.encoding"]).toBe("gzip+base64");
    expect(keys["guestinfo.userdata.encoding"]).toBe("gzip+base64");
  });

  test("gives the host its name, and an instance id that changes with the generation only", () => {
    expect(metadata()).toMatchObject({
      "instance-id": "verne-production-web-1-3",
      "local-hostname": "verne-production-web-1",
    });
    expect(metadata({ generation: 4 })).toEqual({ ...metadata(), "instance-id": "verne-production-web-1-4" });
  });

  test("gives each card its static addresses, and the way out its routes and resolvers", () => {
    const fixed = { dhcp4: false, dhcp6: false, "accept-ra": false };
    expect(metadata().network).toEqual({
      version: 2,
      ethernets: {
        ens192: { ...fixed, addresses: inside.addresses },
        ens224: {
          ...fixed,
          addresses: outside.addresses,
          routes: [
            { to: "0.0.0.0/0", via: "172.16.0.1" },
            { to: "::/0", via: "2001:db8:ffff::1" },
          ],
          nameservers: { addresses: props.dns },
        },
      },
    });
  });

  test("names the cards in the order they are declared, six of them", () => {
    const interfaces = INTERFACE_NAMES.map((_, index) => ({ addresses: [`10.0.${index}.9/24`] }));
    const { ethernets } = metadata({ interfaces }).network;
    expect(INTERFACE_NAMES).toHaveLength(6);
    expect(INTERFACE_NAMES.map((name) => ethernets[name].addresses)).toEqual(
      interfaces.map(({ addresses }) => addresses),
    );
  });

  test("with a seventh card is a defect of the library, not a mistake of a person", () => {
    const interfaces = Array.from({ length: 7 }, () => inside);
    expect(() => firstBoot({ ...props, interfaces })).toThrow(RangeError);
    expect(() => firstBoot({ ...props, interfaces })).toThrow("at most 6 network cards");
  });

  test("lets nobody in: no root, no password, no default user", () => {
    const [header, ...rest] = read("guestinfo.userdata").split("\n");
    expect(header).toBe("#cloud-config");
    expect(JSON.parse(rest.join("\n"))).toMatchObject({
      users: [{ name: "root", lock_passwd: true }],
      disable_root: true,
      ssh_pwauth: false,
    });
    expect(rest.join("\n")).not.toMatch(/passwd"?:(?!true)|chpasswd|hashed|ssh_authorized_keys|PRIVATE/);
  });

  test("gives every server the same user data: what differs stands in the metadata", () => {
    const other = { hostName: "verne-test-db-2", generation: 9, interfaces: [outside], dns: [] };
    expect(read("guestinfo.userdata", other)).toBe(read("guestinfo.userdata"));
    expect(metadata(other)).not.toEqual(metadata());
  });

  test("is the same bytes for the same server", () => {
    expect(firstBoot({ ...props, interfaces: [{ ...inside }, { ...outside }] })).toEqual(firstBoot(props));
  });

  test("is refused when it does not fit into guestinfo, by the name of the document", () => {
    // Addresses in an order that a compressor cannot shorten: squares modulo a prime.
    const addresses = Array.from(
      { length: 20_000 },
      (_, n) => `2001:db8::${((n * n) % 1_000_003).toString(16)}/64`,
    );
    const mistake = mistakeOf(() => firstBoot({ ...props, interfaces: [{ addresses }] }));
    expect(mistake.property).toBe("metadata");
    expect(mistake.problem).toContain("over what guestinfo can carry");
  });

  test("raises the walls before it puts files in place, and has both before any package", () => {
    const config = JSON.parse(userData([]).split("\n")[1] as string);
    const [walls, files] = config.bootcmd as readonly (readonly string[])[];
    expect(walls).toEqual(["sh", "-c", readScript("raise-walls")]);
    expect(files).toEqual(["sh", "-c", readScript("unpack-files")]);
    expect(config.runcmd).toEqual([["/usr/local/lib/straat/first-boot"]]);
  });

  test("asks for the packages of all parts once, in one order", () => {
    const parts = [
      { name: "one", packages: ["nginx", "curl"] },
      { name: "two", packages: ["curl"] },
    ];
    expect(JSON.parse(userData(parts).split("\n")[1] as string).packages).toEqual(["curl", "nginx"]);
  });

  test("of two parts that write one file is a defect of the library", () => {
    const file = { path: "/etc/motd", content: "" };
    const parts = ["one", "two"].map((name) => ({ name, files: [file] }));
    expect(() => filesOf(parts)).toThrow("/etc/motd is written by both one and two");
  });
});

describeWith("cloud-init", "apt-get install cloud-init", "cloud-init", () => {
  test("knows every word of the user data, and would say so if it did not", () => {
    const judge = (text: string) =>
      inFile(text, (file) => spawnSync("cloud-init", ["schema", "--config-file", file]));
    expect(judge(userData([{ name: "x", packages: ["nginx"], enabled: ["nginx.service"] }])).status).toBe(0);
    expect(judge(userData([]).replace('"packages":[]', '"packages":{"nginx":1}')).status).not.toBe(0);
  });
});

describeWith("netplan", "apt-get install netplan.io", "netplan", () => {
  test("makes networkd's files of the metadata, with each card's addresses and the ways out", () => {
    const { network } = metadata();
    const root = mkdtempSync(join(tmpdir(), "straat-netplan-"));
    try {
      mkdirSync(join(root, "etc/netplan"), { recursive: true });
      writeFileSync(join(root, "etc/netplan/50-cloud-init.yaml"), JSON.stringify({ network }), {
        mode: 0o600,
      });
      const { status, stderr } = spawnSync("netplan", ["generate", "--root-dir", root], { encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const card = (name: string) =>
        readFileSync(join(root, `run/systemd/network/10-netplan-${name}.network`), "utf8");
      for (const address of inside.addresses) expect(card("ens192")).toContain(`Address=${address}\n`);
      expect(card("ens192")).toContain("IPv6AcceptRA=no");
      expect(card("ens192")).not.toContain("Gateway=");
      for (const gateway of outside.gateways ?? []) expect(card("ens224")).toContain(`Gateway=${gateway}\n`);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

function inFile<T>(text: string, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "straat-user-data-"));
  try {
    writeFileSync(join(folder, "user-data"), text);
    return use(join(folder, "user-data"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
