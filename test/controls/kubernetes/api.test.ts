import { describe, expect, test } from "@jest/globals";
import { KINDS } from "../../../lib/controls/kubernetes/kinds";
import { objectsOf } from "../../../lib/controls/kubernetes/kubernetes-object";
import type { Field, Shape } from "../../../lib/controls/kubernetes/shape";
import { judgedBySchemas } from "../../support/kubernetes-schemas";
import { stackWith } from "../support/kubernetes-stack";

const SAMPLES: Readonly<Record<Field["kind"], (shape: Shape) => unknown>> = {
  text: () => "1",
  number: () => "7",
  flag: () => true,
  port: () => "http",
  octal: () => "0440",
  texts: () => ["1"],
  numbers: () => [7],
  map: () => ({ "example.org/key_1": "1" }),
  block: (shape) => everythingIn(shape),
  blocks: (shape) => [everythingIn(shape)],
  projections: (shape) => [everythingIn(shape)],
  secret: () => ({ password: "hunter2" }),
  encoded: () => ({ key: "a2V5" }),
  ours: () => undefined,
};

describe("names of the API", () => {
  const types = Object.keys(KINDS);
  const objects = types.map(
    (type) => objectsOf(stackWith(type, everythingIn(KINDS[type]?.shape ?? {})))[0]?.body,
  );
  const judged = judgedBySchemas(objects.map((body) => body ?? {}));

  test.each(types)("%s: with everything written that can be, every field is one the API knows", (type) => {
    const complaints = (judged[types.indexOf(type)] ?? ["was not judged"]).flatMap((all) => all.split(", "));
    // What is written here is a sample, and none of the words a field may hold.
    expect(complaints.filter((complaint) => !/allowed values|format "byte"/.test(complaint))).toEqual([]);
  });

  test("the schemas bite: a field that is none, and a value that is of another kind, are told", () => {
    const [object] = objectsOf(
      stackWith("kubernetes_service_v1", everythingIn(KINDS.kubernetes_service_v1?.shape ?? {})),
    );
    const spec = { ...(object?.body.spec as object), clusterIp: "10.0.0.1", publishNotReadyAddresses: "yes" };
    expect(judgedBySchemas([{ ...object?.body, spec }])).toEqual([
      [
        expect.stringContaining("publishNotReadyAddresses must be boolean"),
        "/spec/clusterIp is no field of the API",
      ],
    ]);
  });
});

/** A block in which everything is written. */
function everythingIn(shape: Shape): Readonly<Record<string, unknown>> {
  const written = Object.entries(shape).filter(([, { kind }]) => kind !== "ours");
  return Object.fromEntries(written.map(([key, field]) => [key, sampleOf(field)]));
}

function sampleOf({ kind, shape = {} }: Field): unknown {
  return SAMPLES[kind](shape);
}
