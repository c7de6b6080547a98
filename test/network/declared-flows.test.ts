import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import type { ModelFile } from "../../lib/model/model-file";
import { Port } from "../../lib/model/port";
import { Reachability } from "../../lib/network/reachability";
import { buildPolicy, policies } from "../kernel/support/policies";
import type { AppView } from "../support/app";
import { buildFleet } from "../support/fleet";

/** The declared flows of one client that do not get through whole, in the families both ends have. */
function cutShort(built: AppView, client: string): readonly string[] {
  const models = built.paths
    .filter((path) => path.startsWith(`${client}/`) || path.startsWith("platform-"))
    .map((path) => built.stack(path).model);
  const street = new Reachability(models);
  return models.flatMap(({ flows }: ModelFile) =>
    flows.flatMap(({ from, to, port, why }) => {
      const { space, asked, walls } = street.between(
        street.placeOf(from),
        street.placeOf(to),
        Port.parse(`${port}`),
      );
      const families = new Set(asked.boxes.map(({ family }) => family));
      const missing = asked.minus(space);
      if (walls.length >= 2 && families.size > 0 && missing.isEmpty) return [];
      return [`${why}: ${JSON.stringify(from)} to ${JSON.stringify(to)} over ${port}`];
    }),
  );
}

describe("a declared flow gets through every wall on its path, whole", () => {
  test.each(["verne", "zorgplein", "buurtbus"])("in the street of %s", (client) => {
    expect(cutShort(buildFleet([client]), client)).toEqual([]);
  });

  test("in any street", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(cutShort(buildPolicy(policy), "verne")).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
