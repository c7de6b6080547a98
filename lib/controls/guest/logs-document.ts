import { IpAddress } from "../../model/ip";
import { Unreadable } from "../unreadable";
import { told } from "./decode";
import { Entries, valueIn } from "./lines";
import { recent } from "./recent";

/** A log that is a file. */
export interface LogSource {
  readonly kind: "access" | "application";
  readonly dataset: string;
  readonly path: string;
}

/** What a server is told of its logs (B-01, B-13). */
export interface LogsDocument {
  /** In order of preference. */
  readonly collectors: readonly IpAddress[];
  readonly port: number;
  /** The name in the collectors' certificates. */
  readonly peer: string;
  /** Whose the server is and what it is for. */
  readonly labels: Readonly<Record<"client" | "stage" | "group" | "class", string>>;
  /** Beside the journal and the audit. */
  readonly files: readonly LogSource[];
}

const LABELS = ["client", "stage", "group", "class"] as const;
const FILE_NAME = "(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/[A-Za-z0-9_*-][A-Za-z0-9._*-]*";

const FORMS = {
  collector: /^([0-9a-f.:]+)$/,
  port: /^([1-9]\d{0,4})$/,
  peer: /^([a-z0-9][a-z0-9.-]*)$/,
  label: /^(client|stage|group|class) ([a-z0-9][a-z0-9-]*)$/,
  file: new RegExp(`^(access|application) ([a-z][a-z0-9-]*) (/(?:var/log|srv)${FILE_NAME})$`),
};

/**
 * Reads the payload of the live document `logs`.
 *
 * @throws Unreadable for a line that says nothing of logs, something said twice, or nothing of a collector, the port,
 *   the peer or one of the labels
 */
export const readLogsDocument: (payload: string) => LogsDocument = recent(64, (payload) =>
  told("the document logs", () => {
    const entries = Entries.of(payload, FORMS);
    const collectors = entries.each("collector").map((text) => valueIn(text, () => IpAddress.parse(text)));
    if (collectors.length === 0) throw new Unreadable("has no line with collector");
    const port = Number(entries.one("port")[0]);
    if (port > 65_535) throw new Unreadable(`has no port ${port}`);
    entries.each("label");
    const labels = new Map(entries.all("label").map(([name = "", value = ""]) => [name, value]));
    const missing = LABELS.find((name) => !labels.has(name));
    if (missing !== undefined) throw new Unreadable(`has no label ${missing}`);
    return {
      collectors,
      port,
      peer: entries.one("peer")[0] ?? "",
      labels: Object.fromEntries(labels) as LogsDocument["labels"],
      files: filesIn(entries),
    };
  }),
);

function filesIn(entries: Entries): readonly LogSource[] {
  const files = entries.all("file").map(([kind, dataset = "", path = ""]) => ({
    kind: kind as LogSource["kind"],
    dataset,
    path,
  }));
  const once = (texts: readonly string[]) => new Set(texts).size === texts.length;
  if (once(files.map(({ dataset }) => dataset)) && once(files.map(({ path }) => path))) return files;
  throw new Unreadable("names a log twice");
}
