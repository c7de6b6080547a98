import { describe, expect, test } from "@jest/globals";
import { Mistakes } from "../../lib/model/mistake";
import { checkQuota, type TenantQuotaProps } from "../../lib/model/tenant-quota";

const quota: TenantQuotaProps = { pods: 20, cpu: "8", memory: "16Gi", ephemeralStorage: "20Gi" };
const GIB = 1024n ** 3n * 1000n;

function checked(props: unknown, addresses = 128n) {
  const check = new Mistakes("verne/test/apps");
  const made = checkQuota(props as TenantQuotaProps | undefined, addresses, check);
  return { made, mistakes: check.all };
}

describe("the quota of a tenant", () => {
  test("is counted in thousandths, and kept as it was written", () => {
    const { made, mistakes } = checked({ ...quota, cpu: "2500m", storage: "1Gi" });
    expect(mistakes).toEqual([]);
    expect(made).toEqual({
      written: { ...quota, cpu: "2500m", storage: "1Gi" },
      pods: 20,
      cpu: 2500n,
      memory: 16n * GIB,
      ephemeralStorage: 20n * GIB,
      storage: GIB,
    });
  });

  test("has no volumes unless told", () => {
    expect(checked(quota).made?.storage).toBe(0n);
  });

  test.each([1, 128])("may have %d pods where there are 128 addresses", (pods) => {
    const { made, mistakes } = checked({ ...quota, pods });
    expect([made?.pods, mistakes]).toEqual([pods, []]);
  });

  test.each([0, -1, 129, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "20", undefined])(
    "is refused with %p pods where there are 128 addresses",
    (pods) => {
      const { mistakes } = checked({ ...quota, pods });
      expect(mistakes.map(({ property }) => property)).toEqual(["quota.pods"]);
      expect(mistakes[0]?.problem).toContain("has 128 addresses");
      expect(mistakes[0]?.remedy).toContain("from 1 to 128");
    },
  );

  test.each<[Partial<Record<keyof TenantQuotaProps, unknown>>]>([
    [{ cpu: "0" }],
    [{ cpu: "eight" }],
    [{ cpu: 8 }],
    [{ cpu: undefined }],
    [{ memory: "16 Gi" }],
    [{ memory: "-1Gi" }],
    [{ ephemeralStorage: "20GB" }],
    [{ ephemeralStorage: "" }],
    [{ storage: "a lot" }],
    [{ storage: "0Gi" }],
  ])("is refused with %j", (change) => {
    const { mistakes } = checked({ ...quota, ...change });
    expect(mistakes.map(({ path, property }) => [path, property])).toEqual([
      ["verne/test/apps", `quota.${Object.keys(change)[0]}`],
    ]);
    expect(mistakes[0]?.remedy).toContain("512Mi");
  });

  test("is refused with every mistake at once", () => {
    const { mistakes } = checked({ pods: 0, cpu: "", memory: "", ephemeralStorage: "", storage: "" });
    expect(mistakes.map(({ property }) => property)).toEqual([
      "quota.pods",
      "quota.cpu",
      "quota.memory",
      "quota.ephemeralStorage",
      "quota.storage",
    ]);
  });

  test("is somebody's to say: without one a stage could take the whole cluster", () => {
    const { made, mistakes } = checked(undefined);
    expect(made).toBeUndefined();
    expect(mistakes).toEqual([
      expect.objectContaining({
        property: "quota",
        value: "(missing)",
        problem: expect.stringContaining("B-21"),
      }),
    ]);
  });
});
