/** A graph as Graphviz reads it from DOT, so that what is judged is what it understood. */
export interface Graph {
  readonly label: string;
  readonly objects: readonly Thing[];
  readonly edges?: readonly Arrow[];
}

interface Thing {
  readonly _gvid: number;
  readonly name: string;
  readonly class?: string;
  readonly label?: string;
  readonly shape?: string;
  readonly nodes?: readonly number[];
  readonly tooltip?: string;
}

interface Arrow extends Omit<Thing, "name"> {
  readonly tail: number;
  readonly head: number;
  readonly dir?: string;
  readonly style?: string;
}

/** What stands in a gate of the edge between pods and servers. */
const BY_WAY_OF_THE_EDGE = "by way of the edge";

/** What a label says: its rows, without what they are dressed in. */
export function rowsOf(label = ""): string[] {
  const rows = label.split("</tr>").map((row) => row.replace(/<[^>]*>/g, ""));
  return rows.filter((row) => row !== "").map((row) => decoded(row, 1));
}

/** Text as Graphviz shows it after looking for escapes so many times; of these there is only the doubled backslash. */
export function decoded(text: string, readings: number): string {
  const plain = text.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  return plain.replaceAll("\\".repeat(2 ** readings), "\\");
}

/** Every flow that can be read from the arrows of a picture: who, to whom, over what and why. */
export function drawnFlows({ objects, edges = [] }: Graph): readonly string[] {
  const byId = new Map(objects.map((thing) => [thing._gvid, thing]));
  const stageOf = (id: number) =>
    objects.find(({ class: kind, nodes }) => kind === "environment" && nodes?.includes(id))?.name;
  const nameOf = (id: number) => {
    const { class: kind, label } = byId.get(id) ?? {};
    const [title = ""] = rowsOf(label);
    if (kind === "group") return `${stageOf(id)}/${title}`;
    return kind === "workload" || kind === "gateway" ? `${stageOf(id)}/pods ${title}` : title;
  };
  const inside = edges
    .filter((edge) => edge.class === "flow")
    .map(({ tail, head, label }) => sentence(nameOf(tail), nameOf(head), rowsOf(label)));
  const passages = edges.filter((edge) => edge.class === "passage");
  const gates = objects.filter((thing) => thing.class === "gate" || thing.class === "crossing");
  const through = gates.flatMap(({ _gvid, label, class: kind }) => {
    const above = passages.filter(({ head }) => head === _gvid);
    const below = passages.filter(({ tail }) => tail === _gvid);
    // Workloads share a crossing to the same servers, and a gate of the edge with the same somebody outside.
    const [alone, sharing] = kind === "gate" ? [above, below] : [below, above];
    const [one, ...more] = alone;
    if (one === undefined || more.length > 0 || sharing.length === 0)
      throw new Error("a gate has one arrow on one side, and on the other one for each flow");
    if (sharing.some(({ dir }) => dir !== one.dir))
      throw new Error("the arrows of a gate have one direction");
    const rows = rowsOf(label);
    if (kind === "crossing" && rows.pop() !== BY_WAY_OF_THE_EDGE)
      throw new Error("a crossing tells that it is one");
    return above.flatMap(({ tail }) =>
      below.map(({ head }) => {
        const ends = [nameOf(tail), nameOf(head)];
        const [from = "", to = ""] = one.dir === "back" ? ends.reverse() : ends;
        return sentence(from, to, rows);
      }),
    );
  });
  if (passages.length !== gates.length + through.length)
    throw new Error("an arrow passes the wall without a gate");
  return [...inside, ...through].sort();
}

/** A flow in a line, to compare what is drawn with what is declared. */
export function sentence(from: string, to: string, [port, ...why]: readonly string[]): string {
  return `${from} -> ${to} ${port}: ${why.join(" ")}`;
}

/** The first row of everything of this class. */
export function titlesOf({ objects }: Graph, kind: string): readonly string[] {
  return objects.filter((thing) => thing.class === kind).map(({ label }) => rowsOf(label)[0] ?? "");
}
