import { describe, expect, test } from "@jest/globals";
import { VmSize } from "../../lib/model/vm-size";
import { mistakeOf } from "../support/errors";

const base = { cpus: 4, memoryGib: 8, diskGib: 32 };

describe("the size of a server", () => {
  test.each([
    [VmSize.SMALL, { cpus: 2, memoryGib: 4, diskGib: 32 }],
    [VmSize.MEDIUM, { cpus: 4, memoryGib: 8, diskGib: 32 }],
    [VmSize.LARGE, { cpus: 8, memoryGib: 32, diskGib: 32 }],
  ])("%s has these numbers", (size, numbers) => {
    expect(JSON.parse(JSON.stringify(size))).toEqual(numbers);
    expect(`${size}`).toBe(`${numbers.cpus} CPU, ${numbers.memoryGib} GiB`);
  });

  test("has a system disk of 32 GiB unless told otherwise", () => {
    expect(VmSize.of({ cpus: 1, memoryGib: 1 }).diskGib).toBe(32);
    expect(VmSize.of({ ...base, diskGib: 100 }).diskGib).toBe(100);
  });

  test.each([
    ["cpus", 1, 128],
    ["memoryGib", 1, 4096],
    ["diskGib", 16, 2048],
  ] as const)("has %s from %d to %d, in whole numbers", (property, low, high) => {
    for (const good of [low, high]) {
      expect(VmSize.of({ ...base, [property]: good })[property]).toBe(good);
    }
    for (const bad of [low - 1, high + 1, low + 0.5, -low, Number.NaN, Number.POSITIVE_INFINITY, "4"]) {
      const { value, problem, remedy } = mistakeOf(() => VmSize.of({ ...base, [property]: bad }));
      expect(value).toContain(String(bad));
      expect(problem).toContain("is not a size a server can have");
      expect(remedy).toContain(`${low}-${high} ${property}`);
    }
  });
});
