import { block, blocks, flag, map, number, port, type Shape, text, texts } from "../shape";
import { SELECTOR } from "./metadata";

const PEER: Shape = {
  ip_block: block({ cidr: text(), except: texts() }),
  namespace_selector: block(SELECTOR),
  pod_selector: block(SELECTOR),
};

const POLICY_PORT: Shape = {
  protocol: text({ fallback: "TCP" }),
  port: port(),
  end_port: number({ zeroIsNothing: true }),
};

export const NETWORK_POLICY_SPEC: Shape = {
  pod_selector: block(SELECTOR),
  policy_types: texts(),
  ingress: blocks({ from: blocks(PEER), ports: blocks(POLICY_PORT) }),
  egress: blocks({ to: blocks(PEER), ports: blocks(POLICY_PORT) }),
};

export const SERVICE_SPEC: Shape = {
  type: text({ fallback: "ClusterIP" }),
  selector: map(),
  port: blocks(
    {
      name: text(),
      protocol: text({ fallback: "TCP" }),
      app_protocol: text(),
      port: number(),
      target_port: port({ serverFills: true }),
      node_port: number({ zeroIsNothing: true, serverFills: true }),
    },
    "ports",
  ),
  cluster_ip: text({ serverFills: true }),
  cluster_ips: texts({ serverFills: true }),
  external_ips: texts(),
  external_name: text(),
  external_traffic_policy: text({ serverFills: true }),
  internal_traffic_policy: text({ serverFills: true }),
  health_check_node_port: number({ zeroIsNothing: true, serverFills: true }),
  ip_families: texts({ serverFills: true }),
  ip_family_policy: text({ serverFills: true }),
  allocate_load_balancer_node_ports: flag(),
  load_balancer_class: text(),
  load_balancer_ip: text(),
  load_balancer_source_ranges: texts(),
  publish_not_ready_addresses: flag(),
  session_affinity: text({ fallback: "None" }),
  session_affinity_config: block({ client_ip: block({ timeout_seconds: number() }) }, { serverFills: true }),
};

const BACKEND: Shape = {
  service: block({ name: text(), port: block({ name: text(), number: number({ zeroIsNothing: true }) }) }),
  resource: block({ api_group: text(), kind: text(), name: text() }),
};

export const INGRESS_SPEC: Shape = {
  ingress_class_name: text({ serverFills: true }),
  default_backend: block(BACKEND),
  tls: blocks({ hosts: texts(), secret_name: text() }),
  rule: blocks(
    {
      host: text(),
      http: block({
        path: blocks(
          {
            path: text(),
            path_type: text({ fallback: "ImplementationSpecific" }),
            backend: block(BACKEND),
          },
          "paths",
        ),
      }),
    },
    "rules",
  ),
};
