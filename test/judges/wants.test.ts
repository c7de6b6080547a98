import { describe, expect, test } from "@jest/globals";
import { ACCEPTED } from "./accepted";
import { compare, type Finding, nameOf } from "./compare";
import { asClusters, exportedClusters } from "./exported";
import { WANTS } from "./wants";
import type { Cluster } from "./wants/cluster";
import { soundCluster } from "./wants/sound";

function findingsIn(cluster: Cluster): readonly Finding[] {
  return WANTS.flatMap(({ id, lack }) =>
    lack(cluster).map((object) => ({ rule: id, object: nameOf(object) })),
  );
}

describe("what others' judges want of the examples", () => {
  test("is there, but for what is accepted with a reason; and every accepted lack is still there", () => {
    const findings = asClusters(exportedClusters()).flatMap(findingsIn);
    const isOurs = (rule: string) => WANTS.some(({ id }) => id === rule);
    expect(compare(findings, ACCEPTED, isOurs)).toEqual({ unexplained: [], unused: [] });
  });
});

describe("what is wanted", () => {
  test("is all there in a sound cluster", () => {
    expect(findingsIn(soundCluster().cluster)).toEqual([]);
  });

  test.each(WANTS.map(({ id }) => id))("%s is missed where it lacks", (id) => {
    const want = WANTS.find((candidate) => candidate.id === id);
    const sound = soundCluster();
    want?.spoil(sound);
    expect(want?.lack(sound.cluster).length).toBeGreaterThan(0);
  });

  test("has names of its own, each with a judge who wants it", () => {
    expect(new Set(WANTS.map(({ id }) => id)).size).toBe(WANTS.length);
    expect(WANTS.filter(({ asked }) => Object.keys(asked).length === 0)).toEqual([]);
  });
});
