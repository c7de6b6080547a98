import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { CheckedOptOuts } from "../../../../lib/constructs/kubernetes/workloads/opt-outs";
import { checkReplicas } from "../../../../lib/constructs/kubernetes/workloads/replicas";
import { checkResources, demandOf } from "../../../../lib/constructs/kubernetes/workloads/resources";
import { Mistakes } from "../../../../lib/model/mistake";
import { Stage } from "../../../../lib/model/stage";

const stages = fc.constantFrom(...Stage.ALL);
const number = fc.oneof(fc.integer({ min: -2, max: 60 }), fc.double({ min: 0, max: 5 }));

describe("numbers of pods", () => {
  test("a range is taken exactly where its floor keeps the stage up and its ceiling is above it (B-06, B-21)", () => {
    fc.assert(
      fc.property(stages, number, number, fc.boolean(), (stage, min, max, byStage) => {
        const check = new Mistakes("it");
        const range = { min, max };
        const made = checkReplicas(
          byStage ? { [stage.name]: range } : range,
          stage,
          new CheckedOptOuts(new Map()),
          check,
        );
        const isWhole = Number.isInteger(min) && Number.isInteger(max);
        const isLegal = isWhole && min >= stage.minimumMembers && max > min && max <= 50;
        expect(check.all.length === 0).toBe(isLegal);
        if (isLegal) expect(made).toEqual(range);
        expect(made.min).toBeGreaterThanOrEqual(stage.minimumMembers);
      }),
    );
  });

  test("a fixed number is taken exactly where it is one (B-06)", () => {
    fc.assert(
      fc.property(stages, number, number, (stage, min, max) => {
        const check = new Mistakes("it");
        const fixed = new CheckedOptOuts(new Map([["scaling", "it may"]]));
        checkReplicas({ min, max }, stage, fixed, check);
        const isLegal = Number.isInteger(min) && min === max && min >= stage.minimumMembers && max <= 50;
        expect(check.all.length === 0).toBe(isLegal);
      }),
    );
  });
});

describe("what pods take", () => {
  test("requests above limits are refused, and only those (B-21)", () => {
    const millicores = fc.integer({ min: 1, max: 256_000 });
    fc.assert(
      fc.property(millicores, millicores, (request, limit) => {
        const check = new Mistakes("it");
        const cpu = { request: `${request}m`, limit: `${limit}m` };
        checkResources({ cpu, memory: "64Mi", ephemeralStorage: "64Mi" }, check);
        expect(check.all.map(({ property }) => property)).toEqual(request > limit ? ["resources.cpu"] : []);
      }),
    );
  });

  test("pods ask the quota for their limits, as often as there are pods (B-21)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 4, max: 4096 }), (pods, mebibytes) => {
        const check = new Mistakes("it");
        const memory = { request: "4Mi", limit: `${mebibytes}Mi` };
        const resources = checkResources({ cpu: "100m", memory, ephemeralStorage: "1Gi" }, check);
        expect(demandOf(resources, pods)).toMatchObject({
          pods,
          cpu: BigInt(pods * 100),
          memory: BigInt(pods * mebibytes) * 1024n * 1024n * 1000n,
        });
      }),
    );
  });
});
