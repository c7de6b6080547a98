import { describe, expect, test } from "@jest/globals";
import type { IConstruct } from "constructs";
import * as fc from "fast-check";
import { Street } from "../../../lib";
import { pathOf } from "../../../lib/constructs/path";
import { findingsOf } from "../../../lib/controls/assessment";
import { placeNamed } from "../../../lib/network/places";
import { Reachability } from "../../../lib/network/reachability";
import { platform } from "../../../stacks/platform";
import { alkmaar, amsterdam } from "../../../stacks/sites";
import { EditableFleet } from "../../controls/support/editable-fleet";
import { type AppView, buildApp } from "../../support/app";
import { addGroups, type LegalStreet, legalStreetsAt } from "../../support/legal-street";
import {
  addTenant,
  type DeclaredTenant,
  LEGAL_PORT,
  type LegalTenant,
  legalTenants,
} from "../../support/legal-tenant";

const streets = legalStreetsAt(
  { site: amsterdam, network6: "2001:db8:2077::/48" },
  { site: alkmaar, network6: "2001:db8:3077::/48" },
);

function build({ props, groups }: LegalStreet, tenant: LegalTenant) {
  const declared = new Map<string, DeclaredTenant>();
  const app = buildApp((root) => {
    platform(root);
    new Street(root, "verne", props).forEachEnvironment((environment) => {
      declared.set(environment.path, addTenant(environment, tenant, addGroups(environment, groups)));
    });
  });
  return { app, declared };
}

function forEvery(check: (app: AppView, declared: ReadonlyMap<string, DeclaredTenant>) => void): void {
  const property = fc.property(streets, legalTenants, (street, tenant) => {
    const { app, declared } = build(street, tenant);
    check(app, declared);
  });
  fc.assert(property, { numRuns: Number(process.env["STRAAT_RUNS"] ?? 15) });
}

describe("whatever legal tenant is declared", () => {
  test("nothing is found wrong with it, and no rule finds anything either", () => {
    forEvery((app) => {
      expect(app.complaint).toBe("");
      expect(findingsOf(EditableFleet.of(app).assess())).toEqual([]);
    });
  });

  test("its pods reach just whom a flow names, of all there are, and no pod of another stage", () => {
    forEvery((app, declared) => {
      expect(app.complaint).toBe("");
      const reach = new Reachability(app.straatStacks.map(({ finalModel }) => finalModel));
      const everyone = [...declared.values()].flatMap(({ workloads }) => workloads);
      for (const { workloads, open } of declared.values()) {
        const wanted = new Set(open.map((way) => wayOf(way)));
        const targets = [...everyone, ...open.map(([, to]) => to)];
        const ways = workloads.flatMap((from) => targets.map((to) => [from, to] as const));
        for (const way of ways)
          expect([wayOf(way), opens(reach, way)]).toEqual([wayOf(way), wanted.has(wayOf(way))]);
      }
    });
  });

  test("it tells the site's collector of logs where a flow says so, and nothing else outside", () => {
    forEvery((app, declared) => {
      const reach = new Reachability(app.straatStacks.map(({ finalModel }) => finalModel));
      const outside = reach.places.filter(({ stage, name }) => stage === undefined && name !== "cluster dns");
      for (const { workloads, logs } of declared.values()) {
        for (const from of workloads) {
          const reached = outside.filter(
            (to) => !reach.spaceBetween(placeNamed(reach.places, pathOf(from)), to).isEmpty,
          );
          expect(reached.map(({ name }) => name)).toEqual(logs.includes(from) ? ["logs"] : []);
        }
      }
    });
  });
});

function wayOf([from, to]: readonly [IConstruct, IConstruct]): string {
  return `${pathOf(from)} → ${pathOf(to)}`;
}

/** Whether all of a way is open, or none of it. */
function opens(reach: Reachability, [from, to]: readonly [IConstruct, IConstruct]): boolean {
  const place = (construct: IConstruct) => placeNamed(reach.places, pathOf(construct));
  const { space, asked } = reach.between(place(from), place(to), LEGAL_PORT);
  expect(space.isEmpty || space.equals(asked)).toBe(true);
  return !space.isEmpty;
}
