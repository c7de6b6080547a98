import { block, blocks, flag, number, numbers, port, type Shape, text } from "../shape";
import { SELECTOR, TEMPLATE_METADATA } from "./metadata";
import { podTemplate } from "./pod";
import { CLAIM_SPEC } from "./volume";

const ROLLING: Shape = {
  type: text(),
  rolling_update: block({ max_surge: port(), max_unavailable: port() }),
};

export const DEPLOYMENT_SPEC: Shape = {
  // A scaler's to say where there is one, so nothing is sent where nothing is written.
  replicas: number({ serverFills: true }),
  selector: block(SELECTOR),
  strategy: block(ROLLING, { serverFills: true }),
  min_ready_seconds: number({ zeroIsNothing: true }),
  progress_deadline_seconds: number({ fallback: 600 }),
  revision_history_limit: number({ fallback: 10 }),
  paused: flag(),
  template: block(podTemplate("Always")),
};

export const DAEMON_SET_SPEC: Shape = {
  selector: block(SELECTOR),
  strategy: block(ROLLING, { as: "updateStrategy", serverFills: true }),
  min_ready_seconds: number({ zeroIsNothing: true }),
  revision_history_limit: number({ fallback: 10 }),
  template: block(podTemplate("Always")),
};

export const STATEFUL_SET_SPEC: Shape = {
  service_name: text(),
  replicas: number({ serverFills: true }),
  selector: block(SELECTOR),
  pod_management_policy: text({ serverFills: true }),
  update_strategy: block(
    { type: text(), rolling_update: block({ partition: number() }) },
    { serverFills: true },
  ),
  min_ready_seconds: number({ zeroIsNothing: true }),
  revision_history_limit: number({ serverFills: true }),
  persistent_volume_claim_retention_policy: block({ when_deleted: text(), when_scaled: text() }),
  template: block(podTemplate("Always")),
  volume_claim_template: blocks(
    { metadata: block(TEMPLATE_METADATA), spec: block(CLAIM_SPEC) },
    "volumeClaimTemplates",
  ),
};

const FAILURE_POLICY: Shape = {
  rule: blocks(
    {
      action: text(),
      on_exit_codes: block({ container_name: text(), operator: text(), values: numbers() }),
      on_pod_condition: blocks({ type: text(), status: text() }, "onPodConditions"),
    },
    "rules",
  ),
};

export const JOB_SPEC: Shape = {
  parallelism: number({ fallback: 1 }),
  completions: number({ fallback: 1, zeroIsNothing: true }),
  completion_mode: text({ serverFills: true }),
  active_deadline_seconds: number({ zeroIsNothing: true }),
  backoff_limit: number({ fallback: 6 }),
  backoff_limit_per_index: number(),
  max_failed_indexes: number(),
  pod_failure_policy: block(FAILURE_POLICY),
  ttl_seconds_after_finished: number(),
  manual_selector: flag(),
  selector: block(SELECTOR, { serverFills: true }),
  template: block(podTemplate("Never")),
};

export const CRON_JOB_SPEC: Shape = {
  schedule: text(),
  timezone: text({ as: "timeZone" }),
  concurrency_policy: text({ fallback: "Allow" }),
  starting_deadline_seconds: number({ zeroIsNothing: true }),
  successful_jobs_history_limit: number({ fallback: 3 }),
  failed_jobs_history_limit: number({ fallback: 1 }),
  suspend: flag({ fallback: false }),
  job_template: block({ metadata: block(TEMPLATE_METADATA), spec: block(JOB_SPEC) }),
};
