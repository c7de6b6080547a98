import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { readUserData } from "../../../lib/controls/guest/cloud-config";
import { type Metadata, readMetadata } from "../../../lib/controls/guest/metadata";
import { Unreadable } from "../../../lib/controls/unreadable";
import { fleetServers, serverOf } from "./fleet-servers";

const ENCODING = "gzip+base64";
const keyed = (key: string, text: string, encoding = ENCODING) => ({
  [key]: gzipSync(text).toString("base64"),
  [`${key}.encoding`]: encoding,
});
const userData = (facts: unknown) =>
  readUserData(keyed("guestinfo.userdata", `#cloud-config\n${JSON.stringify(facts)}\n`));

describe("user data", () => {
  test("of every server of the example fleet makes no user and lets no password in", () => {
    for (const { extraConfig } of fleetServers) {
      const { users, sshPasswords, disableRoot, packages, settings } = readUserData(extraConfig);
      expect(users).toEqual([{ name: "root", settings: { name: "root", lock_passwd: true } }]);
      expect([sshPasswords, disableRoot]).toEqual([false, true]);
      expect(packages).toContain("nftables");
      expect(Object.keys(settings)).toContain("bootcmd");
    }
  });

  test("says what is said, and tells what is not said apart from no", () => {
    expect(userData({})).toEqual({
      users: undefined,
      sshPasswords: undefined,
      disableRoot: undefined,
      packages: [],
      settings: {},
    });
    expect(userData({ ssh_pwauth: true, users: ["default"], chpasswd: {} })).toMatchObject({
      sshPasswords: true,
      users: [{ name: "default", settings: {} }],
      settings: { chpasswd: {} },
    });
  });

  test("that says these things in another way is not read", () => {
    for (const facts of [
      { ssh_pwauth: "no" },
      { disable_root: 0 },
      { users: "default" },
      { users: [{ lock_passwd: true }] },
      { users: [1] },
      { packages: [["nftables", "1.0"]] },
      [],
      null,
    ]) {
      expect(() => userData(facts)).toThrow(Unreadable);
    }
  });

  test("that is no cloud-config in JSON, is not there, or is encoded otherwise, is not read", () => {
    const key = "guestinfo.userdata";
    expect(() => readUserData(keyed(key, "#cloud-config\nusers: []\n"))).toThrow("is not JSON");
    expect(() => readUserData(keyed(key, "#!/bin/sh\n{}\n"))).toThrow("is no cloud-config");
    expect(() => readUserData(keyed(key, "#cloud-config\n{}\n", "base64"))).toThrow(
      "is not said to be gzip+base64",
    );
    expect(() => readUserData({})).toThrow("is not said to be");
    expect(() => readUserData({ [`${key}.encoding`]: ENCODING })).toThrow(`${key} is not there`);
  });
});

describe("metadata", () => {
  const told = ({ interfaces }: Metadata) =>
    interfaces.map(({ card, addresses, gateways, dns, asks }) => ({
      card,
      addresses: addresses.map(({ address, prefix }) => `${address}/${prefix}`),
      gateways: gateways.map(String),
      dns: dns.map(String),
      asks,
    }));
  const metadata = (change: (facts: Whole) => unknown) =>
    readMetadata(keyed("guestinfo.metadata", JSON.stringify(change(whole()))));
  const whole = () => ({
    "instance-id": "a-1-1",
    "local-hostname": "a-1",
    network: {
      version: 2,
      ethernets: {
        ens192: {
          dhcp4: false,
          dhcp6: false,
          "accept-ra": false,
          addresses: ["10.0.0.2/24"],
          routes: [{ to: "0.0.0.0/0", via: "10.0.0.1" }],
          nameservers: { addresses: ["172.31.0.53"] },
        },
      },
    },
  });
  type Whole = ReturnType<typeof whole>;
  type Card = Whole["network"]["ethernets"]["ens192"];
  const card = (change: Record<string, unknown>) =>
    metadata((facts) => {
      const ens192: Card = { ...facts.network.ethernets.ens192, ...change };
      return { ...facts, network: { version: 2, ethernets: { ens192 } } };
    });

  test("of every server of the example fleet has the name and the addresses of the model file", () => {
    for (const { extraConfig, group } of fleetServers) {
      const read = readMetadata(extraConfig);
      const record = group.servers.find(({ name }) => name === read.hostName);
      expect(read.instanceId).toBe(`${read.hostName}-${record?.generation}`);
      expect(read.interfaces.map(({ addresses }) => addresses.map(({ address }) => String(address)))).toEqual(
        record?.interfaces.map(({ addresses }) => addresses.map(String)),
      );
      expect(read.interfaces.some(({ asks }) => asks)).toBe(false);
    }
  });

  test("tells where a card is, and which way is out", () => {
    expect(told(readMetadata(serverOf("verne/street edge_1").extraConfig)).slice(0, 2)).toEqual([
      {
        card: "ens192",
        addresses: ["172.20.0.18/20", "2001:db8:20:ffff::12/64"],
        gateways: ["172.20.0.1", "2001:db8:20:ffff::1"],
        dns: ["172.31.1.53", "172.31.2.53"],
        asks: false,
      },
      {
        card: "ens224",
        addresses: ["10.20.8.2/23", "2001:db8:2000:4::2/64"],
        gateways: [],
        dns: [],
        asks: false,
      },
    ]);
  });

  test("tells a card that asks somebody else for its address, also when that is only not denied", () => {
    expect(card({}).interfaces[0]?.asks).toBe(false);
    for (const change of [{ dhcp4: true }, { "accept-ra": true }, { dhcp6: undefined }]) {
      expect(card(change).interfaces[0]?.asks).toBe(true);
    }
  });

  test("that sets a network up in a way that is not understood is not read", () => {
    for (const change of [
      { addresses: ["10.0.0.2"] },
      { addresses: ["10.0.0.2/33"] },
      { addresses: "10.0.0.2/24" },
      { routes: [{ to: "10.9.0.0/16", via: "10.0.0.1" }] },
      { routes: [{ to: "::/0", via: "10.0.0.1" }] },
      { routes: [1, 2].map((n) => ({ to: "0.0.0.0/0", via: `10.0.0.${n}` })) },
      { routes: [{ to: "0.0.0.0/0", via: "10.0.0.1", metric: 1 }] },
      { nameservers: { addresses: ["172.31.0.53"], search: ["example.nl"] } },
      { dhcp4: "no" },
      { macaddress: "00:00:00:00:00:01" },
    ]) {
      expect(() => card(change)).toThrow(Unreadable);
    }
    expect(() => metadata((facts) => ({ ...facts, network: { ...facts.network, version: 1 } }))).toThrow(
      "version",
    );
    expect(() => metadata((facts) => ({ ...facts, network: { ...facts.network, bridges: {} } }))).toThrow(
      "bridges",
    );
    expect(() => metadata((facts) => ({ ...facts, "public-keys": "x" }))).toThrow("public-keys");
    expect(() => metadata(({ network }) => ({ network }))).toThrow("instance-id");
  });
});
