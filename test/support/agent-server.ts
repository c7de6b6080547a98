import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { agentPart } from "../../lib/guest/documents/agent";
import { type DocumentName, documentKey, encodeDocument } from "../../lib/guest/documents/live-document";
import { GuestRoot } from "./guest-root";

/** What the agent reports of a document. */
export interface Report {
  readonly sha256: string | null;
  readonly applied: string | null;
  readonly error: string | null;
}

export interface AgentRun {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Lines of the journal. */
  readonly journal: readonly string[];
}

export const sha256 = (payload: string) => createHash("sha256").update(payload).digest("hex");

/**
 * A server with the true agent, and a stand-in handler for each document. A line `<verb>: <shell>` of a payload says
 * what the handler does before its own work for that verb; its own work is a copy of the payload in `/in-effect/<name>`.
 */
export class AgentServer extends GuestRoot {
  private readonly clock = new Date("2026-03-10T12:00:00Z").getTime();
  private passed = 0;

  constructor(readonly documents: readonly DocumentName[] = ["firewall"]) {
    super(...(agentPart(documents).files ?? []));
    this.write("/etc/straat/agent.conf", "handler_seconds=10\n");
    for (const name of documents) this.write(`/usr/local/lib/straat/documents/${name}`, HANDLER, 0o755);
    this.standIn("date", `real --date="@$(cat ${this.at("/clock")})" "$@"`);
    // What is written here is not kept over a power cut, so there is nothing to wait for.
    this.recorder("sync", '[ -e "$1" ]');
    this.pass(0);
  }

  /** Lets time pass, in seconds. */
  pass(seconds: number): void {
    this.passed += seconds;
    this.write("/clock", String(Math.floor(this.clock / 1000) + this.passed));
  }

  publish(payload: string, revision = 1, name: DocumentName = "firewall"): void {
    this.setInfo(documentKey(name), encodeDocument({ name, payload, revision }));
  }

  /** One run of the agent, in a process group of its own. Its number is in `/pid`, for who wants to kill it. */
  agent(env: NodeJS.ProcessEnv = {}): AgentRun {
    const start = `echo $$ > '${this.at("/pid")}'; exec '${this.at("/usr/local/lib/straat/agent")}'`;
    const { status, signal, stdout } = this.run("setsid", ["--wait", "sh", "-c", start], env);
    return { status, signal, journal: stdout.split("\n").slice(0, -1) };
  }

  report(name: DocumentName = "firewall"): Report | undefined {
    const text = this.info(`guestinfo.straat.report.${name}`);
    return text === undefined ? undefined : (JSON.parse(text) as Report);
  }

  /** The payload in the documents' folder, and the one that the handler made so. */
  inUse(name: DocumentName = "firewall"): readonly (string | undefined)[] {
    return [this.read(`/var/lib/straat/documents/${name}`), this.read(`/in-effect/${name}`)];
  }

  /** Verbs for which handlers were called since the last time this was asked. */
  verbs(): readonly string[] {
    const before = this.asked;
    const file = join(this.root, "verbs");
    const all = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    this.asked = all.length;
    return all.slice(before);
  }
  private asked = 0;

  /** What the next `remove` does first. */
  onRemove(body: string): void {
    this.write("/on-remove", body);
  }

  /** The agent's figures. */
  metrics(): Readonly<Record<string, number>> {
    const text = this.read("/var/lib/prometheus/node-exporter/straat_agent.prom") ?? "";
    return Object.fromEntries(
      [...text.matchAll(/^straat_agent_(\S+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
    );
  }
}

const HANDLER = `#!/bin/sh
set -e
verb=$1
name=\${0##*/}
root=$STRAAT_ROOT
mkdir -p "$root/in-effect"
effect="$root/in-effect/$name"
echo "$name $verb" >> "$root/verbs"
kill_agent() { kill -KILL "-$(cat "$root/pid")"; kill -KILL 0; }
case $verb in
  remove) [ ! -e "$root/on-remove" ] || . "$root/on-remove" ;;
  verify) eval "$(sed -n 's/^verify: //p' "$effect")" ;;
  *) eval "$(sed -n "s/^$verb: //p" "$2")" ;;
esac
case $verb in
  apply) cp "$2" "$effect.new" && mv "$effect.new" "$effect" ;;
  remove) rm -f "$effect" ;;
esac
`;
