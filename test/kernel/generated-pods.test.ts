import { expect, jest, test } from "@jest/globals";
import * as fc from "fast-check";
import { Reachability } from "../../lib/network/reachability";
import { describeInLab } from "./support/describe-in-lab";
import { Lab } from "./support/lab";
import { matrixOf, surprises, type Tried } from "./support/matrix";
import { modelsOf, pathsOf } from "./support/models";
import { buildPodPolicy, podPolicies } from "./support/pod-policies";
import { streetNetwork } from "./support/street-network";

/** Policies to try: 12 in CI, a few elsewhere; STRAAT_POLICIES says another number. */
const POLICIES = Number(process.env["STRAAT_POLICIES"] ?? (process.env["CI"] ? 8 : 3));

jest.setTimeout(30_000 + POLICIES * 20_000);

const PLATFORM = "platform-oost";
const TRIED: readonly Tried[] = [
  ...[22, 53, 80, 443, 5432, 8005, 8011, 8080, 10_443].map((port) => ({ protocol: "tcp" as const, port })),
  ...[53, 514].map((port) => ({ protocol: "udp" as const, port })),
];

describeInLab("generated policies of pods, with real packets", () => {
  test(`are open and closed where the model says, ${POLICIES} of them, seed ${fc.readConfigureGlobal()?.seed}`, async () => {
    let opened = 0;
    const check = async (policy: Parameters<typeof buildPodPolicy>[0]) => {
      const built = buildPodPolicy(policy);
      expect(built.complaint).toBe("");
      const reach = new Reachability(modelsOf(built, pathsOf(built, "verne", PLATFORM)));
      const { network, speakers, rulesets } = streetNetwork(
        built,
        "verne",
        ["acceptance", "production"],
        PLATFORM,
        reach,
      );
      const cells = matrixOf(speakers, reach, TRIED);
      await Lab.within(network, async (lab) => {
        const loaded = await lab.loadRulesets(rulesets);
        expect(Object.values(loaded).filter(({ ok }) => !ok)).toEqual([]);
        const expected = cells.map((cell) => cell.expected);
        const { open } = await lab.measure(
          cells.map(({ probe }) => probe),
          { expected },
        );
        expect(surprises(cells, open)).toEqual([]);
        opened += cells.filter(({ text }, index) => open[index] && text.includes("/apps/")).length;
      });
    };
    await fc.assert(fc.asyncProperty(podPolicies, check), { numRuns: POLICIES, endOnFailure: true });
    expect(opened).toBeGreaterThan(POLICIES);
  });
});
