import { expect, test } from "@jest/globals";
import { objectsOf } from "../../../lib/controls/kubernetes/kubernetes-object";
import { UNKNOWN } from "../../../lib/controls/terraform/fields";
import { Resource } from "../../../lib/controls/terraform/resource";
import { StackOutput } from "../../../lib/controls/terraform/stack-output";
import type { ModelFile } from "../../../lib/model/model-file";

/** A pod as a plan has it: every block a list, what nobody wrote null, what the server fills in not known. */
function plannedPod(container: object, metadata: object = {}): StackOutput {
  const values = {
    id: UNKNOWN,
    metadata: [{ name: "web", namespace: "verne", generation: UNKNOWN, uid: UNKNOWN, ...metadata }],
    spec: [{ hostname: UNKNOWN, image_pull_secrets: UNKNOWN, node_selector: null, container: [container] }],
    timeouts: null,
  };
  const pod = new Resource("kubernetes_pod_v1.web", "kubernetes_pod_v1", false, values, [], undefined);
  return new StackOutput({
    kind: "plan",
    model: { stack: "tenant" } as ModelFile,
    resources: [pod],
    others: {},
    whole: {},
  });
}

test("a plan is read as a synth is, and what the server fills in is not sent", () => {
  const container = { name: "web", image: "web@sha256:0a", image_pull_policy: UNKNOWN, env: [], port: [] };
  const command = ["sh", "-c", "echo ${HOME}"];
  const [pod] = objectsOf(plannedPod({ ...container, command }));
  expect(pod?.body).toMatchObject({
    metadata: { name: "web", namespace: "verne" },
    spec: {
      containers: [
        {
          name: "web",
          image: "web@sha256:0a",
          command,
          terminationMessagePath: "/dev/termination-log",
        },
      ],
    },
  });
  expect(pod?.body.metadata).toEqual({ name: "web", namespace: "verne" });
  expect(pod?.body.spec).not.toHaveProperty("hostname");
});

test("what only the apply knows is not taken for something that nobody wrote", () => {
  expect(() => objectsOf(plannedPod({ name: "web", image: UNKNOWN }))).toThrow(
    /container\[0\]\.image is known only after apply/,
  );
  const reference = "${kubernetes_namespace_v1.tenant.metadata[0].name}";
  expect(() => objectsOf(plannedPod({ name: "web" }, { namespace: reference }))).toThrow(
    /refers to nothing that is written/,
  );
});
