import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { rolesNameWhatTheyAllow } from "../../../lib/controls/rules/kubernetes/roles-name-what-they-allow";
import { EditableFleet } from "../support/editable-fleet";

const LOGS = "kubernetes_cluster_role_v1.cluster_logs_cluster-role";
const HOUSE = "platform-amsterdam";

describe("what a program of a platform may do", () => {
  const problemsWith = (address: string, rule: object) => {
    const fleet = EditableFleet.examples();
    fleet.resource(HOUSE, address)["rule"].push(rule);
    return findingsOf(fleet.assess([rolesNameWhatTheyAllow], [HOUSE])).map(({ problem }) => problem);
  };

  test.each([
    ["", "secrets", "list", "it shows Secrets to a program, in every namespace, where data is"],
    [
      "",
      "pods/exec",
      "create",
      "it lets a program, in every namespace, into containers where data is (pods/exec)",
    ],
    [
      "",
      "nodes/proxy",
      "get",
      "it lets a program, in every namespace, into containers where data is (nodes/proxy)",
    ],
    ["", "pods", "create", "it lets a program, in every namespace, create pods"],
    ["certificates.k8s.io", "signers", "approve", "it lets a program, in every namespace, approve signers"],
    [
      "admissionregistration.k8s.io",
      "mutatingwebhookconfigurations",
      "create",
      "it lets a program, in every namespace, create mutatingwebhookconfigurations",
    ],
  ])("in the whole cluster, is found with %s %s %s", (group, resource, verb, problem) => {
    const rule = { api_groups: [group], resources: [resource], verbs: [verb] };
    expect(problemsWith(LOGS, rule)).toEqual([problem]);
  });

  test("at home is what it needs, and no more", () => {
    const atHome = "kubernetes_role_v1.cluster_reboots_role";
    const secrets = { api_groups: [""], resources: ["secrets"], verbs: ["get", "create"] };
    expect(problemsWith(atHome, secrets)).toEqual([]);
    const bindings = {
      api_groups: ["rbac.authorization.k8s.io"],
      resources: ["rolebindings"],
      verbs: ["create"],
    };
    expect(problemsWith(atHome, bindings)).toEqual(["it lets a program create rolebindings"]);
  });
});
