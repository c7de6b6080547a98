import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { clientNames } from "../../lib/synth/fleet";
import { fleet } from "../../stacks/main";
import { buildFleet } from "../support/fleet";

const built = buildFleet();

describe("the example fleet", () => {
  test("has three clients, found by their files alone", () => {
    expect(clientNames(fleet)).toEqual(["buurtbus", "verne", "zorgplein"]);
    expect(fleet.clients).toBe(resolve(__dirname, "../../stacks/clients"));
  });

  test("is without mistakes and, on the day of the tests, without notices", () => {
    expect(built.complaint).toBe("");
    expect(built.notices).toEqual([]);
  });

  test("has a platform on each site before any street", () => {
    expect(built.paths.slice(0, 2)).toEqual(["platform-amsterdam", "platform-alkmaar"]);
  });

  test("gives a client the same stacks alone as among all others", () => {
    for (const name of clientNames(fleet)) {
      const alone = buildFleet([name]);
      const paths = alone.paths.filter((path) => path.startsWith(`${name}/`));
      expect(paths).toHaveLength(5);
      for (const path of paths) expect(alone.stack(path)).toEqual(built.stack(path));
    }
  });

  test("gives the same stacks whatever the order in which clients are read", () => {
    const reversed = buildFleet(clientNames(fleet).toReversed());
    for (const path of built.paths) expect(reversed.stack(path)).toEqual(built.stack(path));
  });
});
