import { describe, expect, test } from "@jest/globals";
import { assess } from "../../../lib/controls/assess";
import { findingsOf } from "../../../lib/controls/assessment";
import { House, type HouseFacts } from "../../../lib/controls/house";
import { administratorsKeysAreStrong } from "../../../lib/controls/rules/access/administrators-keys-are-strong";
import { weaknessOf } from "../../../lib/controls/subjects/ssh-key-strength";
import { Unreadable } from "../../../lib/controls/unreadable";
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
    const assessment = EditableFleet.examples().assess([administratorsKeysAreStrong]);
    expect(findingsOf(assessment)).toEqual([]);
    expect(assessment.verdicts.flatMap(({ kept }) => kept)).toContain(`${AMSTERDAM}/jdevries`);
  });

  // No model file with such a key can be read, so the house is told of it.
  test.each([
    { bits: 2048, finds: 1 },
    { bits: 3071, finds: 1 },
    { bits: 3072, finds: 0 },
  ])("takes an RSA key of $bits bits for what it is", ({ bits, finds }) => {
    const house = EditableFleet.examples().house();
    const models = house.models.map((model) => ({
      ...model,
      admins: model.admins
        .slice(0, 1)
        .map((admin) => ({ ...admin, sshKey: rsaKey(bits) as unknown as SshKey })),
    }));
    const told = new House({ ...house, models: models.slice(0, 1) } as unknown as HouseFacts);
    const findings = findingsOf(assess(told, [], [administratorsKeysAreStrong]));
    expect(findings.map(({ problem }) => problem)).toHaveLength(finds);
    if (finds > 0) expect(findings[0]?.problem).toMatch(new RegExp(`is RSA of ${bits} bits`));
  });

  test("knows strong kinds, and no others", () => {
    expect(weaknessOf(ed25519Key(1))).toBeUndefined();
    const dss = Buffer.concat([Buffer.from([0, 0, 0, 7]), Buffer.from("ssh-dss")]).toString("base64");
    expect(weaknessOf(`ssh-dss ${dss}`)).toMatch(/kind ssh-dss/);
    expect(() => weaknessOf(`ssh-ed25519 ${dss}`)).toThrow(Unreadable);
    expect(() => weaknessOf(`${ed25519Key(1)}AAAA`)).toThrow(Unreadable);
  });
});
