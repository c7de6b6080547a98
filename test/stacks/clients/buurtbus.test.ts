import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildFleet, wholeOf } from "../../support/fleet";

const built = buildFleet(["buurtbus"]);

describe("buurtbus, the smallest client", () => {
  test("is declared in fewer than fifteen lines", () => {
    const text = readFileSync(resolve(__dirname, "../../../stacks/clients/buurtbus.ts"), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThan(15);
  });

  test("gets all of a street: four environments of two servers, five networks, and a pair in front", () => {
    expect(built.stack("buurtbus/street").counts).toMatchObject({
      vsphere_distributed_port_group: 5,
      vsphere_virtual_machine: 2,
    });
    for (const stage of ["development", "test", "acceptance", "production"]) {
      expect(built.stack(`buurtbus/${stage}`).counts["vsphere_virtual_machine"]).toBe(2);
    }
  });

  test("is closed: no flow is declared, so none is open", () => {
    for (const path of built.paths) expect(built.stack(path).model.flows).toEqual([]);
  });

  test.each(built.paths.filter((path) => path.startsWith("buurtbus/")))("%s is as it was", (path) => {
    expect(wholeOf(built, path)).toMatchSnapshot();
  });
});
