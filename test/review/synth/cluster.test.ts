import { describe, expect, test } from "@jest/globals";
import type { EditableFleet } from "../../controls/support/editable-fleet";
import type { Body } from "../../support/app";
import { changeOf } from "./support";

const STACK = "zorgplein-production";
const WEB = "kubernetes_deployment_v1.apps_web";

const deployment = (edit: (body: Body) => void) => (fleet: EditableFleet) => edit(fleet.resource(STACK, WEB));

describe("an object in the cluster", () => {
  test("is told as the API has it", () => {
    const change = changeOf(
      deployment(({ spec }) => (spec.template.spec.container[0].image_pull_policy = "Never")),
    );
    expect(change).toMatchObject({ address: WEB, action: "update", isCosmetic: false });
    expect(change.attributes.map(({ path, before, after }) => [path, before, after])).toEqual([
      ["spec.template.spec.containers[0].imagePullPolicy", '"Always"', '"Never"'],
    ]);
  });

  test("is the same when the API is sent the same", () => {
    const change = changeOf(deployment(({ spec }) => (spec.min_ready_seconds = "10")));
    expect(change).toMatchObject({ action: "no-op", isCosmetic: true });
  });

  test("is made anew under another name", () => {
    const change = changeOf(deployment(({ metadata }) => (metadata.name = "other")));
    expect(change).toMatchObject({ action: "replace", replacePaths: ["metadata.name"] });
  });

  test("is made anew when the API server would refuse the change", () => {
    const change = changeOf(deployment(({ spec }) => (spec.selector.match_labels.more = "yes")));
    expect(change).toMatchObject({ action: "replace", replacePaths: ["spec.selector.matchLabels.more"] });
  });

  test("tells what is for Terraform alone as well", () => {
    const change = changeOf(deployment((body) => (body.wait_for_rollout = false)));
    expect(change).toMatchObject({ action: "update", isCosmetic: false });
    expect(change.attributes.map(({ path }) => path)).toEqual(["wait_for_rollout"]);
  });

  test("that nobody can read is compared as it is written", () => {
    const change = changeOf(deployment((body) => (body.spec.template.spec.unheard_of = true)));
    expect(change).toMatchObject({ action: "update", isCosmetic: false });
    expect(change.attributes.map(({ path }) => path)).toEqual(["spec.template.spec.unheard_of"]);
  });

  test("is the same with its verbs in another order, and another one with a verb more", () => {
    const role = (edit: (verbs: string[]) => void) => (fleet: EditableFleet) => {
      const [rule] = [fleet.resource(STACK, "kubernetes_role_v1.apps_role-view").rule].flat();
      edit(rule.verbs);
    };
    expect(changeOf(role((verbs) => verbs.reverse()))).toMatchObject({ action: "no-op", isCosmetic: true });
    expect(changeOf(role((verbs) => verbs.push("delete")))).toMatchObject({
      action: "update",
      isCosmetic: false,
    });
  });
});
