import { block, blocks, number, port, type Shape, text } from "../shape";
import { SELECTOR } from "./metadata";

const TARGET = block({
  type: text(),
  value: text(),
  average_value: text(),
  average_utilization: number({ zeroIsNothing: true }),
});

const METRIC = block({ name: text(), selector: block(SELECTOR) });

const REFERENCE = block({ api_version: text(), kind: text(), name: text() });

const SCALING: Shape = {
  stabilization_window_seconds: number({ serverFills: true }),
  select_policy: text({ serverFills: true }),
  policy: blocks({ type: text(), value: number(), period_seconds: number() }, "policies"),
};

export const SCALER_SPEC: Shape = {
  scale_target_ref: REFERENCE,
  min_replicas: number({ fallback: 1, zeroIsNothing: true }),
  max_replicas: number(),
  metric: blocks(
    {
      type: text(),
      resource: block({ name: text(), target: TARGET }),
      container_resource: block({ name: text(), container: text(), target: TARGET }),
      pods: block({ metric: METRIC, target: TARGET }),
      object: block({ described_object: REFERENCE, metric: METRIC, target: TARGET }),
      external: block({ metric: METRIC, target: TARGET }),
    },
    "metrics",
    { serverFills: true },
  ),
  behavior: block({ scale_down: block(SCALING), scale_up: block(SCALING) }),
};

export const DISRUPTION_BUDGET_SPEC: Shape = {
  min_available: port(),
  max_unavailable: port(),
  selector: block(SELECTOR),
};
