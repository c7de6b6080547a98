import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./backup-house";
import type { GuestRoot } from "./guest-root";

const isRoot = process.getuid?.() === 0;

/** What keeps the tests of databases from running here. */
export function lackingPostgres(): string | undefined {
  const found = ["initdb", "pg_ctl", "psql", "pg_dump"].find(
    (name) => spawnSync("which", [name]).status !== 0,
  );
  if (found) return `${found}; apt-get install postgresql-15, and its bin folder on the PATH`;
  return isRoot && spawnSync("id", ["postgres"]).status !== 0 ? "the account postgres" : undefined;
}

/** A real PostgreSQL in a temp folder, with the configuration of a server of ours, on loopback and on a socket. */
export class Postgres {
  readonly data: string;
  readonly socket: string;
  port = 0;

  private constructor(guest: GuestRoot) {
    this.data = join(guest.folder, "pgdata");
    this.socket = join(guest.folder, "pgsocket");
  }

  /** @param config lines that follow our own configuration, in which paths are those of the temp folder */
  static async start(guest: GuestRoot, config: string, hba: string): Promise<Postgres> {
    const server = new Postgres(guest);
    server.port = await freePort();
    chmodSync(guest.folder, 0o755);
    for (const folder of [server.data, server.socket]) {
      mkdirSync(folder, { mode: 0o700 });
      if (isRoot) chownSync(folder, ...server.account);
    }
    server.as("initdb", ["-D", server.data, "-U", "postgres", "-N", "--encoding=UTF8", "--locale=C.UTF-8"]);
    const own = [
      config,
      `port = ${server.port}`,
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = '${server.socket}'`,
      "fsync = off",
      "log_destination = 'stderr'",
    ];
    writeFileSync(join(server.data, "postgresql.conf"), `${own.join("\n")}\n`);
    writeFileSync(join(guest.folder, "pg_hba.conf"), isRoot ? hba : hba.replaceAll("peer", "trust"));
    server.run("start");
    return server;
  }

  private get account(): readonly [number, number] {
    const id = (flag: string) => Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
    return [id("-u"), id("-g")];
  }

  /** Makes the server a replica of nobody: it takes no writes, as one that follows a primary. */
  becomeReplica(): void {
    this.run("stop");
    writeFileSync(join(this.data, "standby.signal"), "");
    if (isRoot) chownSync(join(this.data, "standby.signal"), ...this.account);
    this.run("start");
  }

  run(verb: "start" | "stop" | "reload"): void {
    const wait = verb === "reload" ? [] : ["-w", "-m", "immediate"].slice(0, verb === "stop" ? 3 : 1);
    this.as("pg_ctl", ["-D", this.data, "-l", join(this.data, "log"), ...wait, verb]);
  }

  close(): void {
    try {
      this.run("stop");
    } catch {
      // It has ended already.
    }
    rmSync(this.data, { recursive: true, force: true });
  }

  /** What dumps find the server by. */
  get environment(): NodeJS.ProcessEnv {
    return { PGHOST: this.socket, PGPORT: String(this.port) };
  }

  /** What a question is answered by the superuser's account, on the socket. */
  ask(sql: string, database = "postgres"): string {
    return this.as("psql", ["-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-c", sql], {
      PGDATABASE: database,
    });
  }

  as(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
    const user = ["--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"];
    const [first, ...rest] = isRoot ? ["setpriv", ...user, program, ...args] : [program, ...args];
    const options = {
      encoding: "utf8",
      cwd: "/",
      env: { ...process.env, ...this.environment, ...env },
    } as const;
    // A server that stays would keep a pipe open.
    const stdio = program === "pg_ctl" ? "ignore" : "pipe";
    const { status, stdout, stderr, error } = spawnSync(first as string, rest, { ...options, stdio });
    if (error || status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error?.message ?? stderr}`);
    return stdout ?? "";
  }
}
