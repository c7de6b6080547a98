import { describe, expect, test } from "@jest/globals";
import { readSynth } from "../../../lib/controls/terraform/read-synth";
import type { ModelFile } from "../../../lib/model/model-file";
import { accessChanged } from "../../../lib/review/meaning/access";
import { rolesChanged, rolesNotRead } from "../../../lib/review/meaning/roles-changed";
import type { Body } from "../../support/app";

const NAMESPACE = "zorgplein-production";
const API = "rbac.authorization.k8s.io";

interface Rule {
  readonly api_groups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resource_names?: readonly string[];
  readonly verbs: readonly string[];
}

const LOOK: Rule = { api_groups: [""], resources: ["pods", "services"], verbs: ["list", "get"] };
const DELETE: Rule = { api_groups: [""], resources: ["pods"], verbs: ["delete"] };
const SCALE: Rule = { api_groups: ["apps"], resources: ["deployments/scale"], verbs: ["patch"] };

const role = (name: string, ...rule: readonly Rule[]) => ({ metadata: { name, namespace: NAMESPACE }, rule });
const binding = (name: string, to: string, kind = "Role") => ({
  metadata: { name, namespace: NAMESPACE },
  role_ref: { api_group: API, kind, name },
  subject: [{ kind: "Group", name: to, api_group: API }],
});

/** A stack with these roles and bindings, as it is synthesized. */
function stack(roles: readonly Body[], bindings: readonly Body[], name = "zorgplein-production") {
  const named = (bodies: readonly Body[]) =>
    Object.fromEntries(bodies.map((body, index) => [`it_${index}`, body]));
  const json = {
    resource: { kubernetes_role_v1: named(roles), kubernetes_role_binding_v1: named(bindings) },
    "//": { metadata: { stackName: name } },
  };
  const model = { stack: name, site: { name: "oost" } } as ModelFile;
  return [readSynth(JSON.stringify(json), model, "cdk.tf.json")];
}

const viewers = stack([role("view", LOOK)], [binding("view", "zorgplein-developers")]);

describe("roles in namespaces", () => {
  test("tell who may do what there now and could not, and who no longer may", () => {
    const given = {
      what: "role",
      where: `${NAMESPACE} at oost`,
      who: "Group zorgplein-developers",
      owner: undefined,
      until: undefined,
    };
    const right = "get, list pods, services";
    expect(rolesChanged([], viewers)).toEqual([{ kind: "given", ...given, before: undefined, after: right }]);
    expect(rolesChanged(viewers, [])).toEqual([{ kind: "taken", ...given, before: right, after: undefined }]);
    expect(rolesChanged(viewers, viewers)).toEqual([]);
  });

  test("tell only what a role allows more, and what less", () => {
    const wider = stack([role("view", LOOK, DELETE, SCALE)], [binding("view", "zorgplein-developers")]);
    expect(rolesChanged(viewers, wider)).toMatchObject([
      { kind: "given", after: "delete pods; patch deployments.apps/scale" },
    ]);
    const less = stack(
      [role("view", { ...LOOK, resources: ["pods"] }, SCALE)],
      [binding("view", "zorgplein-developers")],
    );
    expect(rolesChanged(viewers, less).map(({ kind, before, after }) => [kind, before ?? after])).toEqual([
      ["given", "patch deployments.apps/scale"],
      ["taken", "get, list services"],
    ]);
  });

  test("are the same where they are written another way", () => {
    const apart = stack(
      [
        role("one", { ...LOOK, resources: ["services"], verbs: ["get", "list"] }),
        role("two", { ...LOOK, resources: ["pods"] }),
      ],
      [binding("one", "zorgplein-developers"), binding("two", "zorgplein-developers")],
    );
    expect(rolesChanged(viewers, apart)).toEqual([]);
  });

  test("are another's where another group is named", () => {
    const others = stack([role("view", LOOK)], [binding("view", "everyone-signed-in")]);
    expect(rolesChanged(viewers, others).map(({ kind, who }) => [kind, who])).toEqual([
      ["taken", "Group zorgplein-developers"],
      ["given", "Group everyone-signed-in"],
    ]);
  });

  test("say of one object by name that it is that one", () => {
    const secret: Rule = {
      api_groups: [""],
      resources: ["secrets"],
      resource_names: ["web-key"],
      verbs: ["get"],
    };
    const reader = stack([role("view", LOOK, secret)], [binding("view", "zorgplein-developers")]);
    expect(rolesChanged(viewers, reader)).toMatchObject([{ after: 'get secrets "web-key"' }]);
  });

  test("do not guess what a role of the cluster's own allows", () => {
    const edit = stack([], [binding("edit", "zorgplein-developers", "ClusterRole")]);
    expect(rolesChanged([], edit)).toMatchObject([{ after: "all that ClusterRole edit allows" }]);
  });

  test("that cannot be read are said not to have been looked at", () => {
    const damaged = stack([role("view", LOOK)], [{ ...binding("view", "x"), subject: [{ kind: "Group" }] }]);
    expect(rolesChanged([], damaged)).toEqual([]);
    expect(rolesNotRead([], damaged)).toMatchObject([
      { what: expect.stringContaining("zorgplein-production/") },
    ]);
    expect(rolesNotRead(viewers, viewers)).toEqual([]);
  });

  test("are neither given nor taken where one side cannot be read", () => {
    const unknown = { ...role("view", LOOK), rule: "${var.rules}" };
    const hidden = stack([unknown], [binding("view", "zorgplein-developers")]);
    for (const [one, other] of [
      [viewers, hidden],
      [hidden, viewers],
    ] as const) {
      expect(rolesChanged(one, other)).toEqual([]);
      expect(rolesNotRead(one, other).map(({ what }) => what)).toEqual([
        "zorgplein-production/kubernetes_role_v1.it_0",
        "zorgplein-production/kubernetes_role_binding_v1.it_0",
      ]);
    }
  });

  test("stand beside everybody else's access", () => {
    const found = accessChanged({ models: [], outputs: [] }, { models: [], outputs: viewers });
    expect(found).toMatchObject([{ what: "role", kind: "given" }]);
  });
});
