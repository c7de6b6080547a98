import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Exposure, Peer, Port, Stage, Street } from "../../../lib";
import type { ModelFile } from "../../../lib/model/model-file";
import { waysChanged } from "../../../lib/review/meaning/ways";
import { buildApp } from "../../support/app";
import { addGroups, type LegalStreet, legalStreets } from "../../support/legal-street";
import { edited, modelsOf } from "./support/streets";

const PORT = Port.tcp(4711);

/** What a flow may be from, to the first group of a street in development: who that is, and by which name. */
const peers = fc.constantFrom(
  { peer: Peer.networks("198.51.100.0/24"), name: "198.51.100.0/24", isStranger: true },
  { peer: Peer.vpn(), name: "vpn", isStranger: false },
  { peer: Peer.country("NL"), name: "country NL", isStranger: true },
  { peer: Peer.service("logs"), name: "logs", isStranger: false },
);

const streets = legalStreets.filter(({ groups }) => groups.length > 0);

function build({ props, groups }: LegalStreet, more?: Peer): readonly ModelFile[] {
  return modelsOf(
    buildApp((app) =>
      new Street(app, "verne", { ...props, exposure: Exposure.CLOSED }).forEachEnvironment((environment) => {
        const [first] = addGroups(environment, groups);
        if (more === undefined || environment.stage !== Stage.DEVELOPMENT) return;
        first?.connections.allowFrom(more, PORT, { why: "one more" });
      }),
    ),
  );
}

describe("a street as somebody may declare it", () => {
  test("has no ways that change against itself", () => {
    fc.assert(
      fc.property(legalStreets, (street) => {
        const before = build(street);
        expect(
          waysChanged(
            before,
            edited(before, () => {}),
          ),
        ).toEqual([]);
        expect(waysChanged(before, build(street))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test("with one flow more has exactly that opened", () => {
    fc.assert(
      fc.property(streets, peers, (street, { peer, name, isStranger }) => {
        const ways = waysChanged(build(street), build(street, peer));
        expect(ways).toMatchObject([
          {
            from: name,
            to: `verne/development/${street.groups[0]?.name}`,
            closed: [],
            why: ["one more"],
            isFromOutside: isStranger,
          },
        ]);
        expect(ways[0]?.opened).not.toEqual([]);
        expect(ways[0]?.opened.every((line) => line.startsWith("tcp/4711 from "))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test("opens on the way there what it closes on the way back", () => {
    const changes = fc.tuple(streets, peers, fc.boolean());
    const BACK = {
      opened: "closed",
      closed: "opened",
      widened: "narrowed",
      narrowed: "widened",
      changed: "changed",
    };
    fc.assert(
      fc.property(changes, ([street, { peer }, withGroup]) => {
        const before = build(withGroup ? { ...street, groups: street.groups.slice(1) } : street);
        const after = build(street, peer);
        const there = waysChanged(before, after).map(({ from, to, kind, opened, closed }) => ({
          ...{ from, to, kind: BACK[kind] },
          ...{ opened: new Set(closed), closed: new Set(opened) },
        }));
        const back = waysChanged(after, before).map(({ from, to, kind, opened, closed }) => ({
          ...{ from, to, kind },
          ...{ opened: new Set(opened), closed: new Set(closed) },
        }));
        expect(back).toHaveLength(there.length);
        expect(back).toEqual(expect.arrayContaining(there));
      }),
      { numRuns: 15 },
    );
  });
});
