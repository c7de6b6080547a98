import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type BackupProps, backupDocument, backupPart } from "../../lib/guest/backup/backup";
import { renderBackupFront } from "../../lib/guest/backup/backup-front";
import { backupRepositoryPart, STORE } from "../../lib/guest/backup/backup-repository";
import { storeArguments } from "../../lib/guest/backup/backup-repository-units";
import { GuestRoot } from "./guest-root";
import { quickenKey } from "./quick-key";

const isRoot = process.getuid?.() === 0;
/** Numbers of accounts that this machine does not have: front, store and keeper share a group, as they do on a server. */
const GROUP = 64_000;
const ACCOUNTS = { front: 64_001, store: 64_002, keeper: 64_003 } as const;

/** What the tests of backups run. */
export const BACKUP_PROGRAMS = ["restic", "rclone", "nginx", "age", "openssl", "curl"];

/** The first of these programs that this machine does not have. */
export function lackingOf(programs: readonly string[]): string | undefined {
  const missing = programs.find((name) => spawnSync("which", [name]).status !== 0);
  return missing && `${missing}; apt-get install restic rclone nginx age openssl curl`;
}

export interface Reply {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A backup repository on loopback as a server has it: the rendered front in nginx, the store in rclone, each with an
 * account of its own and the store in a network of its own, and the certificates of a house made for the test. (The
 * accounts and the network only where the tests are root.)
 */
export class BackupHouse {
  readonly repository = new GuestRoot(...(backupRepositoryPart().files ?? []));
  readonly store = this.repository.at(STORE);
  readonly folder = this.repository.folder;
  readonly recipient: string;
  readonly escrow: string;
  private readonly clients: GuestRoot[] = [];
  private processes: ChildProcess[] = [];
  port = 0;

  private constructor() {
    chmodSync(this.folder, 0o755);
    for (const [name, account] of [
      ["repositories", "store"],
      ["keys", "front"],
      ["upload", "front"],
      ["scratch", "keeper"],
    ] as const) {
      mkdirSync(join(this.store, name), { recursive: true });
      own(join(this.store, name), account);
      chmodSync(join(this.store, name), 0o2770);
    }
    const made = [
      "var/lib/straat/backup-repository",
      "run/straat-repository",
      "var/lib/prometheus/node-exporter",
    ];
    for (const name of made) {
      mkdirSync(join(this.repository.root, name), { recursive: true });
      own(join(this.repository.root, name), "keeper");
    }
    mkdirSync(join(this.folder, "front"));
    own(join(this.folder, "front"), "front");
    this.recipient = this.makeRecipient(this.repository.at("/var/lib/straat/secret/backup.age"));
    own(this.repository.at("/var/lib/straat/secret/backup.age"), "keeper");
    this.escrow = this.makeRecipient(join(this.folder, "escrow.age"));
    makeAuthority(join(this.folder, "ca"));
    this.certify("127.0.0.1", join(this.folder, "front"), "subjectAltName=IP:127.0.0.1,DNS:backup-alkmaar-1");
    own(join(this.folder, "front/server.key"), "front");
  }

  /** @param appendOnly false leaves the store open, so that what the front does alone is seen */
  static async open(appendOnly = true): Promise<BackupHouse> {
    const house = new BackupHouse();
    try {
      await house.start(appendOnly);
    } catch (error) {
      house.close();
      throw error;
    }
    return house;
  }

  private async start(appendOnly: boolean): Promise<void> {
    const [port, inner] = [await freePort(), await freePort()];
    this.port = port;
    const socket = join(this.folder, "store.sock");
    const config = renderBackupFront({
      listen: [`127.0.0.1:${port}`],
      authority: join(this.folder, "ca.pem"),
      certificate: join(this.folder, "front/server.pem"),
      key: join(this.folder, "front/server.key"),
      store: socket,
      folder: this.store,
      run: join(this.folder, "front"),
      log: join(this.folder, "front/access.log"),
    });
    writeFileSync(
      join(this.folder, "front.conf"),
      config.replace("worker_processes 2", "worker_processes 1"),
    );
    const store = storeArguments(`127.0.0.1:${inner}`, join(this.store, "repositories")).filter(
      (option) => appendOnly || option !== "--append-only",
    );
    this.launch(
      `umask 007; ${isRoot ? "ip link set lo up;" : ""} ${as("store")} rclone ${store.join(" ")} 2>'${this.folder}/store.log' &
       exec systemd-socket-activate --listen '${socket}' /lib/systemd/systemd-socket-proxyd 127.0.0.1:${inner}`,
      isRoot ? ["-n", "-m"] : [],
    );
    await until(
      () => existsSync(socket) && this.log("store").includes("Serving"),
      () => this.log("store"),
    );
    chmodSync(socket, 0o666);
    this.launch(
      `umask 007; exec ${as("front")} nginx -c '${this.folder}/front.conf' -g 'daemon off;' 2>'${this.folder}/front.log'`,
      [],
    );
    await until(
      () => existsSync(join(this.folder, "front/front.pid")),
      () => this.log("front"),
    );
  }

  /** A script in a process namespace of its own, so that nothing of it is left when it or the tests end. */
  private launch(script: string, namespaces: readonly string[]): void {
    const unshare = isRoot ? ["unshare", ...namespaces, "-p", "-f", "--kill-child=SIGKILL"] : [];
    const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...unshare, "sh", "-c", script], {
      stdio: "ignore",
      detached: true,
    });
    this.processes.push(child);
  }

  /**
   * Gives a server's repository a disk of its own of so many bytes, as the store sees it; only the store does, so
   * what is there is looked at through this. Only as root.
   */
  withRoom(guest: GuestRoot, bytes: number) {
    const folder = join(this.store, "repositories", this.placeOf(guest));
    const inside = (script: string, env: NodeJS.ProcessEnv = {}) => {
      const args = ["-t", String(this.processes[0]?.pid), "-m", "--", "sh", "-euc", script, "sh", folder];
      return spawnSync("nsenter", args, { encoding: "utf8", env: { ...process.env, ...env } });
    };
    const { status, stderr } = inside(
      `mkdir "$1.new"; mount -t tmpfs -o size=${bytes} tmpfs "$1.new"; cp -a "$1/." "$1.new/"; mount --move "$1.new" "$1"`,
    );
    if (status !== 0) throw new Error(stderr);
    const env = { RESTIC_PASSWORD_FILE: guest.at("/var/lib/straat/secret/backup/password") };
    return {
      grow: (size: number) => inside(`mount -o remount,size=${size} "$1"`).status,
      check: () => inside('restic -r "$1" --no-cache check --read-data --no-lock', env).status,
    };
  }

  private log(name: string): string {
    const path = join(this.folder, `${name}.log`);
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  close(): void {
    for (const { pid } of this.processes) {
      try {
        if (pid) process.kill(-pid, "SIGKILL");
      } catch {
        // It has ended already.
      }
    }
    this.processes = [];
    for (const guest of [...this.clients, this.repository]) guest.remove();
  }

  /**
   * A server that has made its first backup, and whose repository opens at once; the program's answer is judged here.
   */
  begun(host: string, props: Partial<BackupProps> = {}): GuestRoot {
    const guest = this.client(host, props);
    const { status, stdout } = this.backUp(guest);
    if (status !== 0)
      throw new Error(`the first backup failed: ${stdout} ${this.log("front")} ${this.log("store")}`);
    const password = guest.read("/var/lib/straat/secret/backup/password")?.trim() ?? "";
    quickenKey(join(this.store, "repositories", this.placeOf(guest)), password);
    return guest;
  }

  /** Another server that has what this one has: a copy of its repository, and its number and password. */
  copyOf(guest: GuestRoot, host: string): GuestRoot {
    const copy = this.client(host);
    const secret = "/var/lib/straat/secret/backup";
    cpSync(guest.at(secret), copy.at(secret), { recursive: true });
    for (const kind of ["repositories", "keys"]) {
      const [name = ""] = this.placeOf(guest).split("/");
      run("cp", ["-a", join(this.store, kind, name), join(this.store, kind, host)]);
    }
    return copy;
  }

  /** A server with a certificate, the backup's part, its document, and a file to back up. */
  client(host: string, props: Partial<BackupProps> = {}): GuestRoot {
    const guest = new GuestRoot(...(backupPart().files ?? []));
    this.clients.push(guest);
    chmodSync(guest.folder, 0o755);
    guest.standIn("uname", `echo '${host}'`);
    this.certify(host, guest.at("/etc/straat/tls"), "extendedKeyUsage=clientAuth,serverAuth");
    writeFileSync(guest.at("/etc/straat/tls/ca.pem"), readFileSync(join(this.folder, "ca.pem")));
    guest.write("/etc/hostname", `${host}\n`);
    guest.write("/srv/data/uploads/letter.txt", `what ${host} keeps\n`);
    // What a restore by somebody who is not root has to get along with.
    guest.write("/opt/app/run", "#!/bin/sh\n", 0o4755);
    mkdirSync(guest.at("/opt/app/shared"));
    chmodSync(guest.at("/opt/app/shared"), 0o2775);
    symlinkSync("/etc/shadow", guest.at("/opt/app/elsewhere"));
    guest.write("/opt/app/read-only/file", "kept", 0o400);
    chmodSync(guest.at("/opt/app/read-only"), 0o500);
    this.setDocument(guest, props);
    return guest;
  }

  setDocument(guest: GuestRoot, props: Partial<BackupProps> = {}): void {
    const text = backupDocument({
      repository: "127.0.0.1",
      recipients: [this.recipient, this.escrow],
      ...props,
    });
    guest.write("/var/lib/straat/documents/backup", text.replace(":8000", `:${this.port}`));
  }

  backUp(guest: GuestRoot): Reply {
    return guest.run("/usr/local/lib/straat/backup");
  }

  /** Runs a program of the keeper's, as the keeper. */
  keep(task: "forget" | "check" | "restore-test" | "watch", env: NodeJS.ProcessEnv = {}): Reply {
    const program = this.repository.at(`/usr/local/lib/straat/repository-${task}`);
    const [first = "", ...rest] = [
      ...as("keeper")
        .split(" ")
        .filter((word) => word !== ""),
      program,
    ];
    return this.repository.run(first, rest, {
      CREDENTIALS_DIRECTORY: this.repository.at("/var/lib/straat/secret"),
      ...env,
    });
  }

  /** What a request is answered, as its status. */
  ask(guest: GuestRoot, ...args: readonly string[]): string {
    const tls = guest.at("/etc/straat/tls");
    const pem = ["--cacert", `${tls}/ca.pem`, "--cert", `${tls}/server.pem`, "--key", `${tls}/server.key`];
    const options = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--path-as-is", ...pem];
    return guest.run("curl", [...options, ...args]).stdout;
  }

  /** Where a server writes to: its host name and its number. */
  placeOf(guest: GuestRoot): string {
    const host = guest.run("uname", ["-n"]).stdout.trim();
    return `${host}/${guest.read("/var/lib/straat/secret/backup/number")?.trim()}`;
  }

  url(path: string): string {
    return `https://127.0.0.1:${this.port}/${path}`;
  }

  /** Files of a server's repository in one of its folders. */
  filesOf(guest: GuestRoot, kind: "snapshots" | "keys" | "locks" | "index" | "data"): readonly string[] {
    const folder = join(this.store, "repositories", this.placeOf(guest), kind);
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => join(folder, name));
  }

  private makeRecipient(file: string): string {
    mkdirSync(join(file, ".."), { recursive: true });
    run("age-keygen", ["-o", file]);
    return run("age-keygen", ["-y", file]).trim();
  }

  /** A certificate of another house, with the same names. */
  forge(name: string, folder: string): void {
    const authority = join(this.folder, "other");
    makeAuthority(authority);
    this.certify(name, folder, "extendedKeyUsage=clientAuth", authority);
  }

  /** A certificate for a host name, or for a subject (`/O=…/CN=…`), in a folder, as `server.pem` and `server.key`. */
  certify(name: string, folder: string, extension: string, authority = join(this.folder, "ca")): void {
    mkdirSync(folder, { recursive: true });
    const [key, request, pem, extensions] = ["server.key", "request", "server.pem", "extensions"].map(
      (file) => join(folder, file),
    ) as [string, string, string, string];
    writeFileSync(extensions, extension);
    const curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes".split(" ");
    const subject = name.startsWith("/") ? name : `/O=Straat/CN=${name}`;
    run("openssl", ["req", ...curve, "-subj", subject, "-keyout", key, "-out", request]);
    const signer = ["-CA", `${authority}.pem`, "-CAkey", `${authority}.key`, "-CAcreateserial"];
    run("openssl", [
      "x509",
      "-req",
      "-in",
      request,
      ...signer,
      "-days",
      "2",
      "-extfile",
      extensions,
      "-out",
      pem,
    ]);
  }
}

/** A key and a certificate that sign others, as `PATH.key` and `PATH.pem`. */
function makeAuthority(path: string): void {
  run("openssl", [
    ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=house".split(" "),
    ...["-keyout", `${path}.key`, "-out", `${path}.pem`],
  ]);
  chmodSync(`${path}.pem`, 0o644);
}

function as(account: keyof typeof ACCOUNTS): string {
  return isRoot ? `setpriv --reuid ${ACCOUNTS[account]} --regid ${GROUP} --clear-groups --` : "";
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (error || status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? stderr}`);
  return stdout;
}

/** Gives what a test put there to the account that would have. */
export function own(path: string, account: keyof typeof ACCOUNTS): void {
  if (isRoot) chownSync(path, ACCOUNTS[account], GROUP);
}

/** A port that nobody has on loopback. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Waits until something holds, for at most twenty seconds. */
export async function until(holds: () => boolean, why: () => string = () => ""): Promise<void> {
  for (let turn = 0; turn < 400; turn += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain: ${why()}`);
}
