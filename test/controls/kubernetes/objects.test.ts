import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { isOfKind, objectsOf } from "../../../lib/controls/kubernetes/kubernetes-object";
import { judgedBySchemas } from "../../support/kubernetes-schemas";
import { kubernetesStack } from "../support/kubernetes-stack";
import { DEPLOYMENT } from "./examples/deployment";
import { NETWORK } from "./examples/network";
import { OBJECTS } from "./examples/objects";

const EXAMPLES = [DEPLOYMENT, ...NETWORK, ...OBJECTS];

describe("what the provider's typed classes write is read as the API would be sent it", () => {
  test.each(EXAMPLES)("$what", ({ build, yaml }) => {
    const objects = objectsOf(kubernetesStack(build));
    expect(objects.map(({ body }) => body)).toEqual(yaml.split(/^\s*---$/m).map((text) => parse(text)));
  });

  test("the examples are objects that the schemas of the API take, but for the pods without containers", () => {
    const bodies = EXAMPLES.flatMap(({ build }) => objectsOf(kubernetesStack(build)).map(({ body }) => body));
    const complaints = judgedBySchemas(bodies).flat();
    expect(complaints).toEqual([expect.stringContaining("must have required property containers")]);
  });

  test("an object is told by its kind and group, whatever its version", () => {
    const [deployment] = objectsOf(kubernetesStack(DEPLOYMENT.build));
    if (deployment === undefined) throw new Error("there is no deployment");
    expect(isOfKind(deployment, "apps", "Deployment")).toBe(true);
    expect(isOfKind(deployment, "", "Deployment")).toBe(false);
    expect(isOfKind(deployment, "apps", "StatefulSet")).toBe(false);
    expect(deployment).toMatchObject({ name: "web", namespace: "verne-production", labels: {} });
    expect(deployment.address).toBe("kubernetes_deployment_v1.it");
  });
});
