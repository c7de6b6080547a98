import { block, blocks, type Shape, text, texts } from "../shape";
import { SELECTOR } from "./metadata";

const RULE: Shape = { api_groups: texts(), resources: texts(), resource_names: texts(), verbs: texts() };

/** A role of a namespace. */
export const ROLE: Shape = { rule: blocks(RULE, "rules") };

/** A role of the cluster, which may also be about URLs, and be made of others. */
export const CLUSTER_ROLE: Shape = {
  aggregation_rule: block({ cluster_role_selectors: blocks(SELECTOR) }),
  rule: blocks({ ...RULE, non_resource_urls: texts() }, "rules"),
};

export const BINDING: Shape = {
  role_ref: block({ api_group: text(), kind: text(), name: text() }),
  subject: blocks(
    {
      kind: text(),
      api_group: text({ serverFills: true }),
      name: text(),
      namespace: text({ serverFills: true }),
    },
    "subjects",
  ),
};
