import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type LogsDocumentProps, logsDocument, logsPart } from "../../lib/guest/logs/logs";
import { IpAddress } from "../../lib/model/ip";

export const COLLECTOR = "logs.example.nl";
export const SENDER = "verne-p-web-1";

export interface Message {
  readonly "@timestamp": string;
  readonly event: {
    readonly id: string;
    readonly dataset: string;
    readonly action?: string;
    readonly outcome?: string;
  };
  readonly message: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** What is missing on this machine to run a lab, for `describeUnless`. */
export function lackingForLogs(): string | undefined {
  const run = (program: string, ...args: readonly string[]) => spawnSync(program, args, { stdio: "ignore" });
  if (run("rsyslogd", "-v").error) return "rsyslogd; apt-get install rsyslog rsyslog-relp";
  if (!existsSync("/usr/lib/x86_64-linux-gnu/rsyslog/omrelp.so") && !existsSync("/usr/lib/rsyslog/omrelp.so"))
    return "omrelp of rsyslog; apt-get install rsyslog-relp";
  if (run("openssl", "version").error) return "openssl; apt-get install openssl";
  if (!existsSync("/usr/lib/systemd/systemd-journald")) return "systemd-journald; apt-get install systemd";
  if (run("unshare", "-r", "-m", "-p", "--fork", "--mount-proc", "true").status !== 0)
    return "namespaces of a user's own (kernel.unprivileged_userns_clone)";
  return undefined;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export async function until<T>(what: string, look: () => T | undefined | false, seconds = 50): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what}: not within ${seconds} s`);
}

/** Two certificate authorities, each with the same names, made once a lab. */
function makeCertificates(folder: string, authority: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const openssl = (...args: readonly string[]) => {
    const { status, stderr } = spawnSync("openssl", args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  openssl("req", "-x509", ...key, "-subj", `/CN=${authority}`, "-keyout", "ca.key", "-out", "ca.pem");
  for (const name of names) {
    const files = ["-keyout", `${name}.key`, "-out", `${name}.pem`, "-CA", "ca.pem", "-CAkey", "ca.key"];
    openssl(
      "req",
      "-x509",
      ...key,
      "-subj",
      `/CN=${name}`,
      "-addext",
      `subjectAltName=DNS:${name}`,
      ...files,
    );
  }
}

/** A server with the real part and document, the real journald and rsyslog, and real collectors to send to. */
export class LogLab {
  readonly folder = mkdtempSync(join(tmpdir(), "straat-logs-"));
  readonly root = join(this.folder, "root");
  readonly include = join(this.root, "etc/rsyslog.d/50-straat.conf");
  readonly spool = join(this.root, "var/spool/straat-logs");
  private readonly collectors = new Map<string, ChildProcess>();
  private sender: ChildProcess | undefined;
  private journal: ChildProcess | undefined;
  port = 0;

  static async make(props: Partial<LogsDocumentProps> = {}): Promise<LogLab> {
    const lab = new LogLab();
    try {
      lab.port = await freePort();
      makeCertificates(join(lab.folder, "ours"), "ours", [COLLECTOR, SENDER, "other.example.nl"]);
      lab.install();
      lab.document(props);
      return lab;
    } catch (error) {
      await lab.remove();
      throw error;
    }
  }

  /** Runs a program with the lab as its root, and stand-ins for what would touch the machine. */
  run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return spawnSync(program, args, {
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${join(this.folder, "bin")}:${process.env["PATH"]}:/usr/sbin`,
        STRAAT_ROOT: this.root,
        ...env,
      },
    });
  }

  /** The program of this name among ours. */
  program(name: string): string {
    return join(this.root, "usr/local/lib/straat", name);
  }

  standIn(name: string, script: string): void {
    write(join(this.folder, "bin", name), `#!/bin/sh\n${script}\n`, 0o755);
  }

  private install(): void {
    for (const { path, content, mode = "0644" } of logsPart().files ?? []) {
      const here = content
        .replaceAll("/var/spool/straat-logs", this.spool)
        .replace('net.enableDNS="off"', `net.enableDNS="off" localHostname="${SENDER}"`)
        .replaceAll('"/etc/rsyslog.d/', `"${this.root}/etc/rsyslog.d/`);
      const isOurs = path.startsWith("/usr/local/lib");
      write(join(this.root, path), isOurs ? content : here, Number.parseInt(mode, 8));
    }
    for (const folder of [
      "etc/rsyslog.d",
      "etc/straat/tls",
      "var/log/audit",
      "var/lib/straat/documents",
      "var/spool/straat-logs",
      "srv/app",
    ])
      mkdirSync(join(this.root, folder), { recursive: true });
    for (const folder of ["run/systemd/journal", "run/log/journal", "bin"])
      mkdirSync(join(this.folder, folder), { recursive: true });
    write(join(this.root, "var/log/audit/audit.log"), "");
    this.useCertificate("ours", SENDER);
    this.standIn("systemctl", `echo "$*" >> ${this.folder}/systemctl; exit 0`);
  }

  useCertificate(authority: string, name: string): void {
    const tls = (file: string) => join(this.root, "etc/straat/tls", file);
    const from = (file: string) => readFileSync(join(this.folder, authority, file));
    writeFileSync(tls("ca.pem"), from("ca.pem"));
    writeFileSync(tls("server.pem"), from(`${name}.pem`));
    writeFileSync(tls("server.key"), from(`${name}.key`));
  }

  otherAuthority(): void {
    makeCertificates(join(this.folder, "theirs"), "theirs", [COLLECTOR, SENDER]);
  }

  payload(props: Partial<LogsDocumentProps> = {}): string {
    const text = logsDocument({
      collectors: [IpAddress.parse("127.0.0.1")],
      collectorName: COLLECTOR,
      labels: { client: "verne", stage: "production", group: "web", class: 4 },
      ...props,
    });
    return text.replace("port 5044\n", `port ${this.port}\n`);
  }

  /** Checks and applies a document, as the agent does. */
  document(props: Partial<LogsDocumentProps> = {}): void {
    const file = join(this.root, "var/lib/straat/documents/logs");
    writeFileSync(file, this.payload(props));
    for (const verb of ["check", "apply"]) {
      const { status, stderr } = this.run(this.program("documents/logs"), [verb, file]);
      if (status !== 0) throw new Error(`${verb}: ${stderr}`);
    }
    // A test does not wait as long for the next attempt as a server does.
    const include = readFileSync(this.include, "utf8");
    writeFileSync(this.include, include.replace(/(resumeInterval(Max)?)="\d+"/g, '$1="1"'));
  }

  out(name = "one"): string {
    return join(this.folder, `collector-${name}`, "out");
  }

  /** A collector as the central stack's: RELP in TLS, which asks for a certificate of the same authority. */
  async startCollector({ name = "one", address = "127.0.0.1", authority = "ours", as = COLLECTOR } = {}) {
    const folder = join(this.folder, `collector-${name}`);
    const certificate = (file: string) => join(this.folder, authority, file);
    const tls = `tls="on" tls.authMode="name" tls.permittedPeer=["${SENDER}"] tls.caCert="${certificate("ca.pem")}"
      tls.myCert="${certificate(`${as}.pem`)}" tls.myPrivKey="${certificate(`${as}.key`)}"`;
    write(
      join(folder, "conf"),
      `global(workDirectory="${folder}" maxMessageSize="512k" net.enableDNS="off" processInternalMessages="on")
module(load="imrelp" tls.tlslib="openssl")
template(name="raw" type="string" string="%rawmsg%\\n")
ruleset(name="in") { action(type="omfile" file="${folder}/out" template="raw") }
input(type="imrelp" address="${address}" port="${this.port}" ruleset="in" maxDataSize="512k" ${tls})
action(type="omfile" file="${folder}/errors")
`,
    );
    const child = spawn("rsyslogd", ["-n", "-f", join(folder, "conf"), "-i", join(folder, "pid")], {
      stdio: "ignore",
      env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` },
    });
    this.collectors.set(name, child);
    const isListening = () =>
      spawnSync("ss", ["-Hltn", `src ${address} and sport = :${this.port}`], { encoding: "utf8" }).stdout !==
      "";
    await until("the collector listens", isListening);
  }

  async stopCollector(name = "one", signal: NodeJS.Signals = "SIGTERM") {
    await stop(this.collectors.get(name), signal);
    this.collectors.delete(name);
    rmSync(join(this.folder, `collector-${name}`, "pid"), { force: true });
  }

  /** journald in a namespace of its own: its kernel log is a pipe, and /run is a folder here. */
  async startJournal(): Promise<void> {
    const run = join(this.folder, "run");
    const script = `mount --bind ${run} /run && mount -t tmpfs tmpfs /var/log && mkdir -p /run/systemd/journal &&
      mkfifo /run/kmsg && mount --bind /run/kmsg /dev/kmsg && exec 5<>/run/kmsg &&
      { /usr/lib/systemd/systemd-journald & exec sh -s; }`;
    this.journal = spawn(
      "unshare",
      ["-r", "-m", "-p", "--fork", "--kill-child", "--mount-proc", "sh", "-c", script],
      {
        stdio: ["pipe", "ignore", "ignore"],
        env: { ...process.env, STRAAT_ROOT: this.root, PATH: `${process.env["PATH"]}:/usr/sbin` },
      },
    );
    // The last things it makes: what is written into its kernel log earlier may be passed over.
    const isReady = () =>
      existsSync(join(run, "systemd/journal/kernel-seqnum")) &&
      readdirSync(join(run, "log/journal"), { recursive: true }).some((name) =>
        `${name}`.endsWith("system.journal"),
      );
    await until("journald is ready", isReady);
  }

  /** Runs a line of sh beside journald. */
  inside(script: string): void {
    this.journal?.stdin?.write(`${script}\n`);
  }

  /** Starts what the unit starts: first what was perhaps never acknowledged is made ready. */
  async startSender(): Promise<void> {
    const { status, stderr } = this.run("sh", [this.program("resend-logs")]);
    if (status !== 0) throw new Error(stderr);
    const pid = join(this.folder, "sender.pid");
    rmSync(pid, { force: true });
    const args = ["-n", "-f", join(this.root, "etc/straat/rsyslog.conf"), "-i"];
    if (this.journal !== undefined) {
      this.inside(`LC_ALL=C rsyslogd ${args.join(" ")} /run/sender.pid > /dev/null 2>&1 & sender=$!`);
      return;
    }
    this.sender = spawn("rsyslogd", [...args, pid], {
      stdio: "ignore",
      env: { LC_ALL: "C", PATH: `${process.env["PATH"]}:/usr/sbin` },
    });
    await until("the sender runs", () => existsSync(pid));
  }

  get senderPid(): number {
    return this.sender?.pid ?? 0;
  }

  async stopSender(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    await stop(this.sender, signal);
    this.sender = undefined;
  }

  append(path: string, text: string | Buffer): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text, { flag: "a" });
  }

  lines(name = "one"): readonly string[] {
    return existsSync(this.out(name)) ? readFileSync(this.out(name), "utf8").split("\n").slice(0, -1) : [];
  }

  /** What arrived, each line of it read as JSON. */
  messages(name = "one"): readonly Message[] {
    return this.lines(name).map((line) => JSON.parse(line) as Message);
  }

  /** Waits for the first message that answers a question. */
  arrival(what: string, is: (message: Message) => boolean, name = "one"): Promise<Message> {
    return until(what, () => this.messages(name).find(is));
  }

  async remove(): Promise<void> {
    await this.stopSender("SIGKILL");
    for (const name of [...this.collectors.keys()]) await this.stopCollector(name, "SIGKILL");
    await stop(this.journal, "SIGKILL");
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function write(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}

async function stop(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}
