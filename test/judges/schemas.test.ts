import { describe, expect, test } from "@jest/globals";
import { judgedBySchemas } from "../support/kubernetes-schemas";
import { nameOf } from "./compare";
import { exportedClusters } from "./exported";
import { WITHOUT_SCHEMA } from "./without-schema";

const objects = [...exportedClusters().values()].flat().map(({ object }) => object);
const judged = judgedBySchemas(objects);

/** What a patch holds is for another API to know: of an EnvoyProxy that of the objects which the gateway makes. */
const OF_A_PATCH = /\/patch\/value\/\S+ is no field of the API$/;

const kindOf = ({ apiVersion, kind }: { apiVersion?: unknown; kind?: unknown }) => `${apiVersion} ${kind}`;
const listed = WITHOUT_SCHEMA.map(({ kind }) => kind);

describe("schemas of the API and of custom resources", () => {
  test("find nothing wrong with any manifest of the examples, and know every field", () => {
    expect(judged.length).toBeGreaterThan(20);
    const wrong = objects.flatMap((object, index) =>
      listed.includes(kindOf(object))
        ? []
        : (judged[index] ?? ["was not judged"]).map((complaint) => `${nameOf(object)}: ${complaint}`),
    );
    expect(wrong.filter((complaint) => !OF_A_PATCH.test(complaint))).toEqual([]);
  });

  test("are missing for the kinds that are listed, each of which is there, and for no other", () => {
    const missing = objects.filter((_, index) =>
      judged[index]?.some((text) => text.startsWith("no schema of ")),
    );
    expect([...new Set(missing.map(kindOf))].sort()).toEqual([...listed].sort());
  });

  test("tell a manifest of a kind that nobody knows", () => {
    expect(
      judgedBySchemas([{ apiVersion: "straat.nl/v1", kind: "Street", metadata: { name: "x" } }]),
    ).toEqual([["no schema of straat.nl/v1 Street"]]);
  });
});
