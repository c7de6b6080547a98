import { blocks, map, ours, type Shape, text, texts } from "../shape";

/** Written by the server, so a plan has them and nobody sends them. */
const OF_THE_SERVER: Shape = { generation: ours, resource_version: ours, uid: ours };

/** Of a template whose objects take their names from something else. */
export const COMMON_METADATA: Shape = { labels: map(), annotations: map(), ...OF_THE_SERVER };

/** Of an object that stands in no namespace. */
export const CLUSTER_METADATA: Shape = { name: text(), generate_name: text(), ...COMMON_METADATA };

/** Of an object in a namespace. The provider takes `default` where none is written. */
export const METADATA: Shape = {
  name: text(),
  generate_name: text(),
  namespace: text({ fallback: "default" }),
  ...COMMON_METADATA,
};

/** Of a template, which is given its name and namespace by what makes objects of it. */
export const TEMPLATE_METADATA: Shape = {
  name: text(),
  generate_name: text(),
  namespace: text(),
  ...COMMON_METADATA,
};

const REQUIREMENT: Shape = { key: text(), operator: text(), values: texts() };

/** An empty one selects everything. */
export const SELECTOR: Shape = { match_labels: map(), match_expressions: blocks(REQUIREMENT) };

/** A selector over the fields of a node. */
export const NODE_TERM: Shape = {
  match_expressions: blocks(REQUIREMENT),
  match_fields: blocks(REQUIREMENT),
};
