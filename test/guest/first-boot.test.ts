import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import {
  FIRST_BOOT_KEYS,
  type FirstBootProps,
  firstBoot,
  type GuestInterface,
} from "../../lib/guest/first-boot";
import { INTERFACE_NAMES } from "../../lib/model/interface-names";
import { mistakeOf } from "../support/errors";

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

function read(
  key: "guestinfo.metadata" | "guestinfo.userdata",
  changes: Partial<FirstBootProps> = {},
): string {
  return gunzipSync(Buffer.from(firstBoot({ ...props, ...changes })[key], "base64")).toString("utf8");
}

const metadata = (changes?: Partial<FirstBootProps>) => JSON.parse(read("guestinfo.metadata", changes));

describe("the first boot of a server", () => {
  test("fills exactly the keys that are frozen afterwards, and says how they are encoded", () => {
    const keys = firstBoot(props);
    expect(Object.keys(keys).toSorted()).toEqual([...FIRST_BOOT_KEYS].toSorted());
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
    expect(JSON.parse(rest.join("\n"))).toMatchObject({ users: [], disable_root: true, ssh_pwauth: false });
    expect(rest.join("\n")).not.toMatch(/passw|chpasswd|ssh_authorized_keys|PRIVATE/);
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
});
