import { block, blocks, flag, map, number, numbers, type Shape, text, texts } from "../shape";
import { CONTAINER, SE_LINUX, SECCOMP } from "./container";
import { CLUSTER_METADATA, NODE_TERM, SELECTOR, TEMPLATE_METADATA } from "./metadata";
import { VOLUME } from "./volume";

const POD_TERM: Shape = {
  label_selector: block(SELECTOR),
  namespaces: texts(),
  namespace_selector: block(SELECTOR),
  topology_key: text(),
};

const POD_AFFINITY: Shape = {
  required_during_scheduling_ignored_during_execution: blocks(POD_TERM),
  preferred_during_scheduling_ignored_during_execution: blocks({
    weight: number(),
    pod_affinity_term: block(POD_TERM),
  }),
};

const NODE_AFFINITY: Shape = {
  required_during_scheduling_ignored_during_execution: block({
    node_selector_term: blocks(NODE_TERM, "nodeSelectorTerms"),
  }),
  preferred_during_scheduling_ignored_during_execution: blocks({
    weight: number(),
    preference: block(NODE_TERM),
  }),
};

const SECURITY_CONTEXT: Shape = {
  run_as_user: number(),
  run_as_group: number(),
  run_as_non_root: flag({ fallback: false }),
  fs_group: number(),
  fs_group_change_policy: text(),
  supplemental_groups: numbers(),
  seccomp_profile: block(SECCOMP),
  se_linux_options: block(SE_LINUX),
  sysctl: blocks({ name: text(), value: text() }, "sysctls"),
  windows_options: block({
    gmsa_credential_spec: text(),
    gmsa_credential_spec_name: text(),
    host_process: flag(),
    run_as_username: text({ as: "runAsUserName" }),
  }),
};

const SPREAD: Shape = {
  max_skew: number({ fallback: 1 }),
  topology_key: text(),
  when_unsatisfiable: text({ fallback: "DoNotSchedule" }),
  label_selector: block(SELECTOR),
  match_label_keys: texts(),
  min_domains: number({ zeroIsNothing: true }),
  node_affinity_policy: text(),
  node_taints_policy: text(),
};

const TOLERATION: Shape = {
  key: text(),
  operator: text({ fallback: "Equal" }),
  value: text(),
  effect: text(),
  toleration_seconds: number(),
};

/**
 * @param restart what happens where nothing is written when a container ends: the provider says `Always`, and `Never` for the pods
 *   of a job
 */
export function podSpec(restart: "Always" | "Never"): Shape {
  return {
    service_account_name: text({ serverFills: true }),
    automount_service_account_token: flag({ fallback: true }),
    enable_service_links: flag({ fallback: true }),
    os: block({ name: text() }),
    runtime_class_name: text(),
    priority_class_name: text(),
    host_network: flag(),
    host_pid: flag(),
    host_ipc: flag(),
    share_process_namespace: flag({ fallback: false }),
    security_context: block(SECURITY_CONTEXT),
    hostname: text({ serverFills: true }),
    subdomain: text(),
    host_aliases: blocks({ ip: text(), hostnames: texts() }),
    dns_policy: text({ fallback: "ClusterFirst" }),
    dns_config: block({
      nameservers: texts(),
      searches: texts(),
      option: blocks({ name: text(), value: text() }, "options"),
    }),
    image_pull_secrets: blocks({ name: text() }, undefined, { serverFills: true }),
    init_container: blocks(CONTAINER, "initContainers"),
    container: blocks(CONTAINER, "containers"),
    volume: blocks(VOLUME, "volumes"),
    node_name: text({ serverFills: true }),
    node_selector: map(),
    affinity: block({
      node_affinity: block(NODE_AFFINITY),
      pod_affinity: block(POD_AFFINITY),
      pod_anti_affinity: block(POD_AFFINITY),
    }),
    toleration: blocks(TOLERATION, "tolerations"),
    topology_spread_constraint: blocks(SPREAD, "topologySpreadConstraints"),
    scheduler_name: text({ serverFills: true }),
    readiness_gate: blocks({ condition_type: text() }, "readinessGates", { serverFills: true }),
    restart_policy: text({ fallback: restart }),
    active_deadline_seconds: number({ zeroIsNothing: true }),
    termination_grace_period_seconds: number({ fallback: 30 }),
  };
}

/** Of the pods of a job the provider takes no namespace. */
export function podTemplate(restart: "Always" | "Never"): Shape {
  const metadata = restart === "Always" ? TEMPLATE_METADATA : CLUSTER_METADATA;
  return { metadata: block(metadata), spec: block(podSpec(restart)) };
}
