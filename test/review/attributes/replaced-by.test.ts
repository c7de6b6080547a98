import { describe, expect, test } from "@jest/globals";
import { forcesReplacement, isKnownType } from "../../../lib/review/attributes/replaced-by";
import { buildFleet } from "../../support/fleet";

test("what forces a replacement is known of every type that the examples make", () => {
  const fleet = buildFleet();
  const types = new Set(fleet.paths.flatMap((path) => Object.keys(fleet.stack(path).counts)));
  expect(types.size).toBeGreaterThan(20);
  expect([...types].filter((type) => !isKnownType(type))).toEqual([]);
  expect(isKnownType("vsphere_something_new")).toBe(false);
});

describe("an attribute", () => {
  test.each([
    ["vsphere_virtual_machine", "replace_trigger"],
    ["vsphere_virtual_machine", "clone[0].template_uuid"],
    ["vsphere_virtual_machine", "clone[0].customize[0].linux_options[0].host_name"],
    ["vsphere_virtual_machine", "network_interface[3].ovf_mapping"],
    ["vsphere_folder", "datacenter_id"],
    ["vsphere_distributed_port_group", "distributed_virtual_switch_uuid"],
    ["vsphere_ha_vm_override", "virtual_machine_id"],
    ["kubernetes_service_v1", "spec.clusterIP"],
    ["kubernetes_service_v1", "spec[0].load_balancer_class"],
    ["kubernetes_stateful_set_v1", "spec.volumeClaimTemplates[0].spec.storageClassName"],
    ["kubernetes_stateful_set_v1", "spec.podManagementPolicy"],
    ["kubernetes_resource_quota_v1", "spec[0].scopes"],
    ["kubernetes_role_binding_v1", "role_ref[0].name"],
    ["kubernetes_secret_v1", "type"],
    ["kubernetes_secret_v1", "metadata[0].name"],
    ["kubernetes_manifest", "manifest.metadata.namespace"],
    ["kubernetes_manifest", "kind"],
    ["kubernetes_deployment", "spec[0].selector[0].match_labels.app"],
    ["kubernetes_something_new", "metadata.name"],
  ])("of %s forces a replacement: %s", (type, path) => {
    expect(forcesReplacement(type, path)).toBe(true);
  });

  test.each([
    ["vsphere_virtual_machine", "clone[0].timeout"],
    ["vsphere_virtual_machine", "memory"],
    ["vsphere_virtual_machine", "network_interface[0].network_id"],
    ["vsphere_folder", "path"],
    ["vsphere_resource_pool", "parent_resource_pool_id"],
    ["vsphere_tag_category", "associable_types"],
    ["kubernetes_deployment_v1", "spec.template.spec.containers[0].image"],
    ["kubernetes_deployment_v1", "spec.selectors"],
    ["kubernetes_stateful_set_v1", "spec.updateStrategy.type"],
    ["kubernetes_cron_job_v1", "spec.jobTemplate.spec.template.spec.containers[0].image"],
    ["kubernetes_manifest", "manifest.spec.selector.matchLabels.app"],
    ["kubernetes_role_v1", "rule[0].verbs"],
    ["kubernetes_network_policy_v1", "metadata.labels.app"],
    ["vsphere_something_new", "name"],
    ["constructor", "name"],
  ])("of %s changes in place: %s", (type, path) => {
    expect(forcesReplacement(type, path)).toBe(false);
  });
});
