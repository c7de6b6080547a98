import { describe, expect, test } from "@jest/globals";
import { Peer, Port, RedundantVms, Street, type StreetProps, VmSize } from "../../lib";
import { buildApp, buildStreet, clientProps } from "../support/app";
import { oost, west } from "../support/sites";

const told = (built: ReturnType<typeof buildStreet>) =>
  built.mistakes.map(({ path, property, problem }) => `${path} ${property}: ${problem}`);

/** Streets of their own blocks, with these public addresses. */
function streets(
  addresses: Readonly<Record<string, StreetProps["publicAddresses"]>>,
  changes: Partial<StreetProps> = {},
) {
  return buildApp((app) => {
    for (const [index, [name, publicAddresses]] of Object.entries(addresses).entries()) {
      const props = clientProps({ network: `10.0.${16 * index}.0/20`, ...(index > 0 ? changes : {}) });
      new Street(app, name, { ...props, ...(publicAddresses ? { publicAddresses } : {}) });
    }
  });
}

describe("a public address", () => {
  test("is written into the model file by its stage", () => {
    const publicAddresses = { production: "203.0.113.10", acceptance: "203.0.113.11" };
    const built = buildStreet({ publicAddresses });
    for (const path of ["verne/street", "verne/production"])
      expect(built.stack(path).model.client?.publicAddresses).toEqual(publicAddresses);
    expect(buildStreet().stack("verne/street").model.client?.publicAddresses).toEqual({});
  });

  test("of two stages is refused, once, on the later of the two", () => {
    const built = buildStreet({
      publicAddresses: { acceptance: "203.0.113.10", production: "203.0.113.10" },
    });
    expect(told(built)).toEqual([
      "verne publicAddresses.production: is the address of another stage too; stages have nothing in common (B-09)",
    ]);
  });

  test("of two clients is refused, once, naming the other, whatever the order in which they are read", () => {
    const address = { production: "203.0.113.10" };
    const expected = ["verne publicAddresses.production: is the public address of fogg/production too"];
    expect(told(streets({ verne: address, fogg: address }))).toEqual(expected);
    expect(told(streets({ fogg: address, verne: address }))).toEqual(expected);
    expect(told(streets({ verne: address, fogg: { acceptance: "203.0.113.10" } }))).toEqual([
      "verne publicAddresses.production: is the public address of fogg/acceptance too",
    ]);
  });

  test("of two clients at two sites is refused as well", () => {
    const address = { production: "203.0.113.10" };
    const elsewhere = { site: west, backupSite: oost, network: "10.16.0.0/20" };
    expect(told(streets({ verne: address, fogg: address }, elsewhere))).toHaveLength(1);
    expect(told(streets({ verne: address, fogg: { production: "203.0.113.11" } }, elsewhere))).toEqual([]);
  });

  test("that two groups want one port of is refused, on the group that came later", () => {
    const declare = (publicAddresses: StreetProps["publicAddresses"]) =>
      buildStreet(publicAddresses ? { publicAddresses } : {}, (environment) => {
        for (const name of ["web", "api"]) {
          const { connections } = new RedundantVms(environment, name, { size: VmSize.SMALL });
          connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "x" });
        }
      });
    expect(told(declare({ production: "203.0.113.10" }))).toEqual([
      "verne/production/api allowFrom: is behind 203.0.113.10 together with verne/production/web (tcp/443); one port leads to one group",
    ]);
    expect(told(declare(undefined))).toEqual([]);
  });
});
