import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import * as fc from "fast-check";
import { Reachability } from "../../lib/network/reachability";
import type { AppView } from "../support/app";
import { describeInLab } from "./support/describe-in-lab";
import { Lab } from "./support/lab";
import { matrixOf, surprises } from "./support/matrix";
import { modelsOf } from "./support/models";
import { buildPolicy, EVERYBODY, policies } from "./support/policies";
import { placedAnew, streetNetwork } from "./support/street-network";

/** Policies to try: 200 in CI, a few elsewhere; STRAAT_POLICIES says another number. */
const POLICIES = Number(process.env["STRAAT_POLICIES"] ?? (process.env["CI"] ? 200 : 10));

jest.setTimeout(30_000 + POLICIES * 5_000);

const STAGES = ["acceptance", "production"];
const TRIED = [
  ...[22, 80, 443, 5432, 8005, 8011].map((port) => ({ protocol: "tcp" as const, port })),
  ...[514, 443].map((port) => ({ protocol: "udp" as const, port })),
];

function reachOf(built: AppView): Reachability {
  return new Reachability(modelsOf(built, built.paths));
}

function layOut(built: AppView, reach: Reachability) {
  return streetNetwork(built, "verne", STAGES, "platform-oost", reach);
}

describeInLab("generated policies, with real packets", () => {
  const everybody = buildPolicy(EVERYBODY);
  const { network, speakers } = layOut(everybody, reachOf(everybody));
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.create(network);
  });
  afterAll(async () => await lab?.destroy());

  test(`are open and closed where the model says, ${POLICIES} of them, seed ${fc.readConfigureGlobal()?.seed}`, async () => {
    let opened = 0;
    const check = async (policy: Parameters<typeof buildPolicy>[0]) => {
      const built = buildPolicy(policy);
      const reach = reachOf(built);
      const { rulesets } = layOut(built, reach);
      const cells = matrixOf(placedAnew(speakers, reach), reach, TRIED);
      const loaded = await lab.loadRulesets(rulesets);
      expect(Object.values(loaded).filter(({ ok }) => !ok)).toEqual([]);
      await lab.forget();
      const expected = cells.map((cell) => cell.expected);
      const { open } = await lab.measure(
        cells.map(({ probe }) => probe),
        { expected },
      );
      expect(surprises(cells, open)).toEqual([]);
      opened += open.filter((isOpen) => isOpen).length;
    };
    await fc.assert(fc.asyncProperty(policies, check), { numRuns: POLICIES, endOnFailure: true });
    expect(opened).toBeGreaterThan(POLICIES);
  });
});
