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
    [{ memory: "16 Gi" }],
    [{ memory: "-1Gi" }],
    [{ ephemeralStorage: "20GB" }],
    [{ ephemeralStorage: "" }],
    [{ storage: "a lot" }],
    [{ storage: "0Gi" }],
  ])("is refused with %j", (change) => {
    const { made, mistakes } = checked({ ...quota, ...change });
    expect(made).toBeUndefined();
    expect(mistakes.map(({ path, property }) => [path, property])).toEqual([
      ["verne/test/apps", `quota.${Object.keys(change)[0]}`],
    ]);
    expect(mistakes[0]?.remedy).toContain("512Mi");
  });

  test("is refused where an amount is left out, with what is usual of it", () => {
    const { mistakes } = checked({ pods: 20, cpu: "8" });
    expect(mistakes.map(({ property, value, remedy }) => [property, value, remedy])).toEqual([
      ["quota.memory", "(missing)", "write for example 16Gi"],
      ["quota.ephemeralStorage", "(missing)", "write for example 20Gi"],
    ]);
  });

  test.each([
    [{ cpu: "99m" }, "is less than the 100m that one container gets", "write 100m or more"],
    [{ memory: "127Mi" }, "is less than the 128Mi that one container gets", "write 128Mi or more"],
    [{ memory: "16" }, "is less than the 128Mi that one container gets", "write 128Mi or more"],
    [{ ephemeralStorage: "1Mi" }, "is less than the 128Mi that one container gets", "write 128Mi or more"],
    [{ cpu: "16Gi" }, "is more than a cluster has of it", "write for example 8"],
    [{ memory: "1025Ti" }, "is more than a cluster has of it", "write for example 16Gi"],
    [{ ephemeralStorage: "1025Ti" }, "is more than a cluster has of it", "write for example 20Gi"],
    [{ storage: "1025Ti" }, "is more than a cluster has of it", "write for example 100Gi"],
  ])("is refused with %j, which the cluster would refuse or nobody means", (change, problem, remedy) => {
    const { mistakes } = checked({ ...quota, ...change });
    const [[property, value]] = Object.entries(change) as [[string, string]];
    expect(mistakes).toEqual([
      expect.objectContaining({
        property: `quota.${property}`,
        value: JSON.stringify(value),
        problem: expect.stringContaining(problem),
        remedy,
      }),
    ]);
  });

  test("may be what one container gets that says nothing, or all of a large cluster", () => {
    const least = { cpu: "100m", memory: "128Mi", ephemeralStorage: "128Mi", storage: "1Ki" };
    const most = { cpu: "100k", memory: "1024Ti", ephemeralStorage: "1024Ti", storage: "1024Ti" };
    for (const amounts of [least, most]) expect(checked({ pods: 1, ...amounts }).mistakes).toEqual([]);
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
