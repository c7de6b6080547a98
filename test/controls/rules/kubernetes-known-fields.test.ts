import { describe, expect, test } from "@jest/globals";
import { type KubernetesObject, objectsOf } from "../../../lib/controls/kubernetes/kubernetes-object";
import { strangeFields } from "../../../lib/controls/subjects/kubernetes/known-fields/known";
import { knownFieldsOf } from "../../../lib/controls/subjects/kubernetes/known-fields/known-kinds";
import { isObject } from "../../../lib/controls/terraform/fields";
import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { TenantFleet } from "../support/tenant-fleet";

const STACK = "zorgplein-production";
const PLATFORM = "platform-amsterdam";

/** Every place in a value that has fields, but lists of names that are anybody's. */
function* placesIn(value: unknown, key = ""): Generator<Body> {
  if (Array.isArray(value)) for (const item of value) yield* placesIn(item, key);
  if (!isObject(value) || FREE.includes(key)) return;
  yield value as Body;
  for (const [name, inside] of Object.entries(value)) yield* placesIn(inside, name);
}

const FREE = ["matchLabels", "selector", "data"];

const STACKS = [STACK, PLATFORM];
const objects = EditableFleet.examples()
  .outputs()
  .filter(({ name }) => STACKS.includes(name))
  .flatMap((stack) => objectsOf(stack).map((object) => [stack.name, object] as const));

function problemsOf({ apiVersion, kind }: KubernetesObject, body: unknown, stack: string): readonly string[] {
  const known = knownFieldsOf(`${apiVersion} ${kind}`, stack === PLATFORM);
  return known === undefined ? ["its kind is not known"] : [...strangeFields(body, known)];
}

describe("what is known of fields", () => {
  test("lets a tenant pass that no construct had a part in", () => {
    const fleet = new TenantFleet();
    const bodies = Object.values(fleet.tenant.objects);
    expect(bodies.length).toBeGreaterThan(30);
    const problems = bodies.flatMap((body) => problemsOf(body as unknown as KubernetesObject, body, STACK));
    expect(problems).toEqual([]);
  });

  test("misses none that is added, wherever in an object of the examples", () => {
    const missed = objects.flatMap(([stack, object]) => {
      const places = [...placesIn(structuredClone(object.body))];
      return places.flatMap((_, index) => {
        const body = structuredClone(object.body);
        const place = [...placesIn(body)][index] as Body;
        place["brandNew"] = "x";
        return problemsOf(object, body, stack).length === 1 ? [] : [`${object.kind} ${object.name} ${index}`];
      });
    });
    expect(objects.length).toBeGreaterThan(80);
    expect(missed).toEqual([]);
  });
});
