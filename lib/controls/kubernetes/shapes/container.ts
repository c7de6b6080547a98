import { block, blocks, flag, map, number, octal, port, type Shape, text, texts } from "../shape";

const KEY_OF: Shape = { name: text(), key: text(), optional: flag() };
const ALL_OF: Shape = { name: text(), optional: flag() };

export const FIELD_REF: Shape = { api_version: text({ fallback: "v1" }), field_path: text() };

export const RESOURCE_FIELD_REF: Shape = {
  container_name: text(),
  resource: text(),
  divisor: text({ fallback: "1" }),
};

export const KEY_TO_PATH: Shape = { key: text(), path: text(), mode: octal() };

const ENV: Shape = {
  name: text(),
  value: text(),
  value_from: block({
    config_map_key_ref: block(KEY_OF),
    secret_key_ref: block(KEY_OF),
    field_ref: block(FIELD_REF),
    resource_field_ref: block(RESOURCE_FIELD_REF),
  }),
};

const HANDLER: Shape = {
  exec: block({ command: texts() }),
  http_get: block({
    host: text(),
    path: text(),
    port: port(),
    scheme: text({ fallback: "HTTP" }),
    http_header: blocks({ name: text(), value: text() }, "httpHeaders"),
  }),
  // The provider takes a list of these two and sends the first; more than one is refused here.
  tcp_socket: block({ port: port() }),
};

const PROBE: Shape = {
  ...HANDLER,
  grpc: block({ port: number(), service: text({ fallback: "" }) }),
  initial_delay_seconds: number({ zeroIsNothing: true }),
  period_seconds: number({ fallback: 10 }),
  timeout_seconds: number({ fallback: 1 }),
  success_threshold: number({ fallback: 1 }),
  failure_threshold: number({ fallback: 3 }),
};

export const SE_LINUX: Shape = { user: text(), role: text(), type: text(), level: text() };

export const SECCOMP: Shape = { type: text(), localhost_profile: text() };

/**
 * The provider sends all of its switches, also those nobody wrote: a container with any `security_context` may gain privileges
 * unless it says otherwise, and **does not** have to run as somebody else than root, whatever its pod says.
 */
const SECURITY_CONTEXT: Shape = {
  run_as_user: number(),
  run_as_group: number(),
  run_as_non_root: flag({ fallback: false }),
  read_only_root_filesystem: flag({ fallback: false }),
  allow_privilege_escalation: flag({ fallback: true }),
  privileged: flag({ fallback: false }),
  capabilities: block({ add: texts(), drop: texts() }),
  seccomp_profile: block(SECCOMP),
  se_linux_options: block(SE_LINUX),
};

/** Requests and limits. Their keys are names of resources. */
export const RESOURCES: Shape = {
  requests: map({ serverFills: true }),
  limits: map({ serverFills: true }),
};

export const CONTAINER: Shape = {
  name: text(),
  image: text(),
  image_pull_policy: text({ serverFills: true }),
  command: texts(),
  args: texts(),
  working_dir: text(),
  port: blocks(
    {
      name: text(),
      container_port: number(),
      host_port: number({ zeroIsNothing: true }),
      host_ip: text(),
      protocol: text({ fallback: "TCP" }),
    },
    "ports",
  ),
  env_from: blocks({ prefix: text(), config_map_ref: block(ALL_OF), secret_ref: block(ALL_OF) }),
  env: blocks(ENV),
  resources: block(RESOURCES, { serverFills: true }),
  volume_mount: blocks(
    {
      name: text(),
      mount_path: text(),
      sub_path: text(),
      sub_path_expr: text(),
      read_only: flag(),
      mount_propagation: text({ fallback: "None" }),
    },
    "volumeMounts",
  ),
  volume_device: blocks({ name: text(), device_path: text() }, "volumeDevices"),
  startup_probe: block(PROBE),
  readiness_probe: block(PROBE),
  liveness_probe: block(PROBE),
  lifecycle: block({ post_start: block(HANDLER), pre_stop: block(HANDLER) }),
  security_context: block(SECURITY_CONTEXT),
  stdin: flag(),
  stdin_once: flag(),
  tty: flag(),
  termination_message_path: text({ fallback: "/dev/termination-log" }),
  termination_message_policy: text({ serverFills: true }),
};
