import { describe, expect, test } from "@jest/globals";
import { assess } from "../../../lib/controls/assess";
import { findingsOf } from "../../../lib/controls/assessment";
import { House, type HouseFacts } from "../../../lib/controls/house";
import { administratorsKeysAreStrong } from "../../../lib/controls/rules/access/administrators-keys-are-strong";
import type { SshKey } from "../../../lib/model/ssh-key";
import { EditableFleet } from "../support/editable-fleet";
import { ed25519Key, rsaKey } from "../support/keys";
import { describeRule } from "../support/rule-cases";

const [AMSTERDAM, ALKMAAR] = ["platform-amsterdam", "platform-alkmaar"];

describeRule("vpn-pools-are-apart", {
  judges: [AMSTERDAM, ALKMAAR],
  breaches: [
    {
      when: "two sites have one pool",
      change: (fleet) => {
        fleet.stack(ALKMAAR).model.site.vpn.pool = "10.99.1.0/24";
      },
      finds: [AMSTERDAM, ALKMAAR],
      saying: /the pool 10\.99\.1\.0\/24 of amsterdam meets 10\.99\.1\.0\/24, the pool of alkmaar/,
    },
    {
      when: "a pool lies in the network of the gateways",
      change: (fleet) => {
        fleet.stack(ALKMAAR).model.site.vpn.pool = "172.20.18.0/24";
      },
      finds: [ALKMAAR],
      saying: /meets 172\.20\.16\.0\/20, the uplink of alkmaar/,
    },
    {
      when: "a pool lies in the block of another site's clients",
      change: (fleet) => {
        fleet.stack(ALKMAAR).model.site.vpn.pool = "10.20.0.0/24";
      },
      finds: [ALKMAAR],
      saying: /the block of clients of amsterdam/,
    },
    {
      when: "a pool of IPv6 lies in a client's block",
      change: (fleet) => {
        fleet.stack(ALKMAAR).model.site.vpn.pool6 = "2001:db8:2000:3::/64";
      },
      finds: [ALKMAAR],
      saying: /2001:db8:2000:3::\/64 of alkmaar meets/,
    },
    {
      when: "two gateways have one key",
      change: (fleet) => {
        const { site } = fleet.stack(ALKMAAR).model;
        site.vpn.publicKey = fleet.stack(AMSTERDAM).model.site.vpn.publicKey;
      },
      finds: [AMSTERDAM, ALKMAAR],
      saying: /the gateway of amsterdam has the key of that of alkmaar/,
    },
  ],
  allows: [
    {
      when: "no gateway has told its key yet",
      change: (fleet) => {
        for (const stack of [AMSTERDAM, ALKMAAR]) delete fleet.stack(stack).model.site.vpn.publicKey;
      },
    },
    {
      when: "a site has no pool of IPv6",
      change: (fleet) => {
        delete fleet.stack(ALKMAAR).model.site.vpn.pool6;
      },
    },
  ],
});

describe("administrators-keys-are-strong", () => {
  test("finds nothing in the examples, having looked", () => {
    const assessment = EditableFleet.onServers().assess([administratorsKeysAreStrong]);
    expect(findingsOf(assessment)).toEqual([]);
    expect(assessment.verdicts.flatMap(({ kept }) => kept)).toContain(`${AMSTERDAM}/jdevries`);
  });

  /** What is found of an administrator with a key. No model file with a weak one can be read, so the house is told of it. */
  function problemsWith(key: string): readonly string[] {
    const house = EditableFleet.onServers().house();
    const models = house.models.slice(0, 1).map((model) => ({
      ...model,
      admins: model.admins.slice(0, 1).map((admin) => ({ ...admin, sshKey: key as unknown as SshKey })),
    }));
    const told = new House({ ...house, models } as unknown as HouseFacts);
    return findingsOf(assess(told, [], [administratorsKeysAreStrong])).map(({ problem }) => problem);
  }

  const dss = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from("ssh-dss")]).toString("base64");

  test.each([
    ["Ed25519", ed25519Key(1)],
    ["RSA of 3072 bits", rsaKey(3072)],
  ])("accepts %s", (_, key) => {
    expect(problemsWith(key)).toEqual([]);
  });

  test.each([
    ["RSA of 2048 bits", rsaKey(2048), /2048/],
    ["RSA of 3071 bits", rsaKey(3071), /3071/],
    ["a kind nobody should use", `ssh-dss ${dss}`, /the SSH key of jdevries /],
    ["a key that is of another kind than it says", `ssh-ed25519 ${dss}`, /the SSH key of jdevries /],
    ["a key with something behind it", `${ed25519Key(1)}AAAA`, /the SSH key of jdevries /],
  ])("finds %s", (_, key, saying) => {
    expect(problemsWith(key)).toEqual([expect.stringMatching(saying)]);
  });
});
