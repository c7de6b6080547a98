import * as fc from "fast-check";
import type { ModelFile } from "../../lib/model/model-file";
import { buildStreet } from "./app";

/** What ends a text or is an escape in DOT, in its labels or in SVG, and what XML has no place for. */
const NASTY = [
  ...[
    '"',
    "'",
    "\\",
    '\\"',
    "\\N",
    "\\G",
    "\\E",
    "\\T",
    "\\L",
    "\\l",
    "];}",
    "<",
    ">",
    "</b>",
    "<br/>",
    "<script/>",
  ],
  ...["&", "&amp;", "&#0;", "&bogus;", "]]>", "-->", "<!--", "$&", "%n", "/", "javascript:", "a".repeat(90)],
  ...[
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\x07",
    "\u2028",
    "\uD800",
    "\uFFFF",
    "\u202E",
    "\u00A0",
    " ",
    "é",
    "漢字",
    "🚑",
  ],
];
const texts = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 6, unit: "binary" })), { maxLength: 8 })
  .map((parts) => parts.join(""));

const list = fc.record({
  name: texts,
  source: texts,
  date: texts,
  networks: fc.array(texts, { minLength: 1 }),
});
const entry = fc.record({ network: texts, owner: texts, reason: texts, until: texts });
const outsides = fc.oneof(
  fc.constantFrom({ kind: "internet" }, { kind: "vpn" }, { kind: "country", codes: ["BE", "NL"] }),
  fc.record({ kind: fc.constant("whitelist"), entries: fc.array(entry, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("networks"), networks: fc.array(texts, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant("admins"), logins: fc.array(texts, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom("checkpoints", "scanners"), list }),
  fc.record({ kind: fc.constant("service"), name: texts }),
);

const flow = fc.record({
  group: fc.nat(),
  other: fc.oneof(fc.nat(), outsides),
  leaves: fc.boolean(),
  port: texts,
  why: texts,
});

/** A workload as it is drawn. */
interface PodFacts {
  readonly name: string;
  readonly kind: string;
  readonly data: boolean;
  readonly namespace: string;
  readonly hostname: string;
  readonly replicas: { readonly min: number; readonly max: number } | undefined;
}

const workload: fc.Arbitrary<PodFacts> = fc.record({
  name: texts,
  kind: fc.constantFrom("web-service", "worker", "scheduled-job", "stateful-service", "gateway"),
  data: fc.boolean(),
  namespace: texts,
  hostname: texts,
  replicas: fc.constantFrom(undefined, { min: 1, max: 1 }, { min: 2, max: 6 }),
});
const environments = fc.record({
  groups: fc.array(fc.record({ name: texts, data: fc.boolean() }), { minLength: 1, maxLength: 5 }),
  workloads: fc.array(workload, { maxLength: 4 }),
  flows: fc.array(flow, { maxLength: 8 }),
});

const template = buildStreet().straatStacks.map((stack) => stack.toModel());

/** What stands in the cluster, where anything does. */
function clusterOf(workloads: readonly PodFacts[], ends: readonly { readonly path: string }[]) {
  if (workloads.length === 0) return undefined;
  return {
    namespaces: workloads.map(({ namespace }) => ({ name: namespace })),
    workloads: workloads.map((facts, index) => ({ ...facts, path: ends[index]?.path, pods: [], front: [] })),
    exposures: workloads.map(({ hostname }, index) => ({ hostname, gateway: ends[index]?.path })),
  };
}

/** Model files that no check has seen, as if somebody had written them by hand. */
export const drawableStreets: fc.Arbitrary<readonly ModelFile[]> = fc
  .record({ client: texts, drawn: fc.array(environments, { minLength: 1, maxLength: 4 }) })
  .map(({ client, drawn }) => {
    const [street, ...stages] = template.map((model) => ({
      ...model,
      client: { ...model.client, name: client },
    }));
    const files = drawn.map(({ groups, workloads, flows }, index) => {
      const ends = [
        ...groups.map(({ name }, number) => ({ kind: "group", path: `${index}/${number}/${name}` })),
        ...workloads.map(({ name }, number) => ({
          kind: "workload",
          path: `${index}/pods/${number}/${name}`,
        })),
      ];
      const end = (which: unknown) => (typeof which === "number" ? ends[which % ends.length] : which);
      return {
        ...stages[index],
        groups: groups.map(({ data }, number) => ({
          path: ends[number]?.path,
          data,
          virtual: [],
          servers: [{ name: "a" }],
        })),
        kubernetes: clusterOf(workloads, ends.slice(groups.length)),
        flows: flows.map(({ group, other, leaves, ...facts }) =>
          leaves
            ? { ...facts, from: end(group), to: end(other) }
            : { ...facts, from: end(other), to: end(group) },
        ),
      };
    });
    return [street, ...files] as unknown as readonly ModelFile[];
  });
