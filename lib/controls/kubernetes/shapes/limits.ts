import { block, blocks, map, type Shape, text, texts } from "../shape";

export const QUOTA_SPEC: Shape = {
  hard: map(),
  scopes: texts({ serverFills: true }),
  scope_selector: block({
    match_expression: blocks({ scope_name: text(), operator: text(), values: texts() }, "matchExpressions"),
  }),
};

export const LIMIT_RANGE_SPEC: Shape = {
  limit: blocks(
    {
      type: text(),
      min: map(),
      max: map(),
      default: map(),
      default_request: map({ serverFills: true }),
      max_limit_request_ratio: map(),
    },
    "limits",
  ),
};
