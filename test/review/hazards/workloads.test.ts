import { describe, expect, test } from "@jest/globals";
import type { ModelFile } from "../../../lib/model/model-file";
import { Stage } from "../../../lib/model/stage";
import { hazardsOf } from "../../../lib/review/hazards/hazards-of";
import type { Body } from "../../support/app";
import { blocked, told } from "./support/planned-fleet";
import {
  manifest,
  type ObjectDone,
  plannedTenant,
  plannedTyped,
  platformModel,
  tenantModel,
} from "./support/planned-tenant";

const block = (name: string) => [`block redundancy: ${manifest(name)}`];
const of = (done: Readonly<Record<string, ObjectDone>>) => blocked(hazardsOf([plannedTenant(done)]));
const spec = (edit: (spec: Body) => void): ObjectDone => ({
  action: "update",
  edit: (object) => edit(object["spec"]),
});
const pods = (replicas: number | undefined) => (object: Body) => {
  object["spec"].replicas = replicas;
};

describe("pods that stand in for each other", () => {
  test("are not all destroyed while they are declared, and a single one may be", () => {
    expect(of({ web: { action: "replace" } })).toEqual(block("web"));
    expect(of({ web: { action: "delete" } })).toEqual(block("web"));
    expect(told(hazardsOf([plannedTenant({ web: { action: "replace", was: pods(1) } })]))).toEqual([
      `team-tech redundancy: ${manifest("web")}`,
    ]);
  });

  test("go with their workload when it is declared no longer, which team Tech decides", () => {
    const model = tenantModel((kubernetes) => {
      kubernetes["workloads"] = [];
    });
    const done = {
      web: { action: "delete" },
      scaler: { action: "delete" },
      budget_web: { action: "delete" },
    } as const;
    expect(told(hazardsOf([plannedTenant(done, { model })]))).toEqual([
      `team-tech redundancy: ${manifest("web")}`,
    ]);
  });

  test("of a platform are missed, also where its model says nothing of them", () => {
    const model = platformModel();
    expect(
      blocked(hazardsOf([plannedTenant({ web: { action: "delete" } }, { model, before: model })])),
    ).toEqual(block("web"));
  });

  test("are two or more in production, by themselves and by their scaler", () => {
    expect(of({ index: spec((values) => (values["replicas"] = 2)) })).toEqual([]);
    expect(of({ index: spec((values) => (values["replicas"] = 1)) })).toEqual(block("index"));
    expect(of({ index: spec((values) => (values["replicas"] = 0)) })).toEqual(block("index"));
    expect(of({ scaler: spec((values) => (values["minReplicas"] = 3)) })).toEqual([]);
    expect(of({ scaler: spec((values) => (values["minReplicas"] = 1)) })).toEqual(block("scaler"));
    expect(of({ scaler: spec((values) => delete values["minReplicas"]) })).toEqual(block("scaler"));
  });

  test("may be one where the stage asks for no more", () => {
    const model = { ...tenantModel(), stage: Stage.DEVELOPMENT } as ModelFile;
    const plan = plannedTenant({ index: spec((values) => (values["replicas"] = 1)) }, { model });
    expect(blocked(hazardsOf([plan]))).toEqual([]);
  });

  test("lose their scaler only where they say themselves how many they are", () => {
    const scaler = { action: "delete" } as const;
    expect(of({ scaler })).toEqual(block("scaler"));
    expect(of({ scaler, web: { action: "update", edit: pods(1) } })).toEqual(
      expect.arrayContaining(block("scaler")),
    );
    expect(of({ scaler, web: { action: "update", edit: pods(2) } })).toEqual([]);
  });

  test("are not all taken away at each update", () => {
    const recreate = (values: Body) => {
      values["strategy"] = { type: "Recreate" };
    };
    const image = (values: Body) =>
      (values["template"].spec.containers[0].image = "registry.example.nl/web@sha256:1");
    expect(of({ web: spec(image) })).toEqual([]);
    expect(of({ web: spec(recreate) })).toEqual(block("web"));
    expect(of({ web: spec((values) => (values["strategy"].rollingUpdate.maxUnavailable = "100%")) })).toEqual(
      block("web"),
    );
    const was = (object: Body) => recreate(object["spec"]);
    const both = (object: Body) => {
      was(object);
      image(object["spec"]);
    };
    expect(of({ web: { action: "update", was, edit: both } })).toEqual(block("web"));
    expect(of({ web: { action: "update", was, edit: was } })).toEqual([]);
  });

  test("are not all let go when a node is emptied", () => {
    expect(of({ budget_web: { action: "delete" } })).toEqual(block("budget_web"));
    expect(of({ budget_web: { action: "replace" } })).toEqual([]);
    expect(of({ budget_web: spec((values) => (values["maxUnavailable"] = 2)) })).toEqual([]);
    expect(of({ budget_web: spec((values) => (values["maxUnavailable"] = "100%")) })).toEqual(
      block("budget_web"),
    );
    const none = spec((values) => {
      delete values["maxUnavailable"];
      values["minAvailable"] = 0;
    });
    expect(of({ budget_web: none })).toEqual(block("budget_web"));
  });
});

test("a typed resource is read as a manifest is", () => {
  const container = { name: "web", image: "registry.example.nl/web@sha256:0" };
  const values: Body = {
    metadata: [{ name: "web", namespace: "zorgplein-production", generation: 3, uid: "u" }],
    spec: [
      {
        replicas: "3",
        strategy: [{ type: "RollingUpdate" }],
        selector: [{ match_labels: { app: "web" } }],
        template: [{ metadata: [{ labels: { app: "web" } }], spec: [{ container: [container] }] }],
      },
    ],
  };
  const plan = (replicas: string) =>
    plannedTyped("kubernetes_deployment_v1", values, {
      action: "update",
      edit: (after) => (after["spec"][0].replicas = replicas),
    });
  expect(blocked(hazardsOf([plan("2")]))).toEqual([]);
  expect(blocked(hazardsOf([plan("1")]))).toEqual(["block redundancy: kubernetes_deployment_v1.it"]);
});
