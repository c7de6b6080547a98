import { readFrozenFiles } from "../../controls/guest/frozen-files";
import { readDocument } from "../../controls/guest/live-document";
import { kubernetesResourcesOf, objectOf } from "../../controls/kubernetes/kubernetes-object";
import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { Unreadable } from "../../controls/unreadable";
import type { GroupRecord } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import { peerName } from "./peer-name";
import { shortName } from "./short-name";
import { wallLines } from "./wall-lines";

/** What a stage is made of, part by part: each part as lines that can be told from those of another stage. */
export type Facets = ReadonlyMap<string, readonly string[]>;

/** Documents that follow from a stage's own calendar, certificates and people: two stages have others by design. */
const OF_A_STAGE = new Set(["identity", "patch", "ssh", "sudoers", "vpn"]);
const DOCUMENT = /^guestinfo\.straat\.([a-z-]+)$/;

/** The parts of an environment that are tried in one stage before they reach the next (B-10). */
export function facetsOf(stack: StackOutput): Facets {
  const facets = new Map<string, readonly string[]>();
  for (const group of stack.model.groups) {
    for (const [name, lines] of [...ofGroup(stack, group), ...ofServer(stack, group)])
      facets.set(name, lines);
  }
  for (const [name, lines] of [...ofFlows(stack), ...ofObjects(stack)]) facets.set(name, lines);
  return facets;
}

type Facet = readonly [string, readonly string[]];

function ofGroup(stack: StackOutput, group: GroupRecord): readonly Facet[] {
  const name = shortName(group.path, stackPath(stack.model));
  const { size, runs, data, dataGib, logs, quorum, servers } = group;
  return [
    [`size of ${name}`, [JSON.stringify(size)]],
    [`what ${name} runs`, [`${runs}`]],
    [`data of ${name}`, [JSON.stringify([data, dataGib])]],
    [`logs of ${name}`, logs.map((log) => JSON.stringify(log))],
    [
      `number of servers of ${name}`,
      [`${servers.length} servers, ${quorum ? "which vote" : "without a vote"}`],
    ],
  ];
}

/** Live documents, and files of the first boot, of the first server: the others are given the same. */
function ofServer(stack: StackOutput, group: GroupRecord): readonly Facet[] {
  const name = shortName(group.path, stackPath(stack.model));
  const settings = stack.at(group.servers[0]?.address ?? "")?.values.extra_config;
  if (!isObject(settings)) return [];
  const documents = Object.keys(settings).flatMap((key): readonly Facet[] => {
    const document = DOCUMENT.exec(key)?.[1];
    if (document === undefined || OF_A_STAGE.has(document)) return [];
    const lines = unlessUnreadable(() => linesOf(stack, key, settings[key]));
    return [[`${document} of ${name}`, lines ?? [String(settings[key])]]];
  });
  const files = unlessUnreadable(() => readFrozenFiles(settings)) ?? new Map();
  const boot = [...files].map(
    ([path, { mode, text }]): Facet => [`${path} of ${name}`, [`mode ${mode}`, ...text.split("\n")]],
  );
  return [...documents, ...boot];
}

function linesOf(stack: StackOutput, key: string, value: unknown): readonly string[] {
  const { name, payload } = readDocument(key, value);
  return name === "firewall" ? wallLines(payload, stack.model) : payload.split("\n");
}

function ofFlows({ model }: StackOutput): readonly Facet[] {
  const own = stackPath(model);
  const audience = JSON.stringify(model.audience);
  return model.flows.map(({ from, to, port }): Facet => {
    // Whoever a stage is for differs by stage; that it is let in here does not.
    const [one, other] = [from, to].map((peer) =>
      JSON.stringify(peer) === audience ? "the audience" : peerName(peer, own),
    );
    return [`flow ${one} to ${other} ${port}`, ["declared"]];
  });
}

function ofObjects(stack: StackOutput): readonly Facet[] {
  return kubernetesResourcesOf(stack)
    .flatMap((resource) => unlessUnreadable(() => objectOf(stack, resource)) ?? [])
    .filter(({ kind }) => kind !== "Secret")
    .flatMap(({ kind, namespace, name: own, body }): readonly Facet[] => {
      const name = namespace === undefined ? own : `${namespace}/${own}`;
      const lines = leavesOf(body, "");
      const images = lines.filter(isImage);
      const rest: Facet = [`${kind} ${name}`, lines.filter((line) => !isImage(line))];
      return images.length === 0 ? [rest] : [[`images of ${kind} ${name}`, images], rest];
    });
}

function isImage(line: string): boolean {
  return /\.image: /.test(line);
}

/** Each value of an object with its place, a line each. */
function leavesOf(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`));
  if (!isObject(value)) return [`${path}: ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, `${path}.${key}`));
}

function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
