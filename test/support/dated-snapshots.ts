import { spawnSync } from "node:child_process";
import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { BackupHouse } from "./backup-house";
import type { GuestRoot } from "./guest-root";

const DAY = 86_400_000;

export interface Snapshot {
  readonly time: Date;
  readonly id: string;
  readonly tag: string;
}

/** A server's repository in the house, opened from within, as a keeper or a thief of the server's password could. */
export class DatedSnapshots {
  readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(house: BackupHouse, guest: GuestRoot) {
    this.folder = join(house.store, "repositories", house.placeOf(guest));
    this.env = {
      ...process.env,
      RESTIC_REPOSITORY: this.folder,
      RESTIC_PASSWORD_FILE: guest.at("/var/lib/straat/secret/backup/password"),
      TZ: "UTC",
    };
  }

  /** Adds a snapshot of the same small file for each moment. */
  add(moments: readonly Date[], tag = "complete"): void {
    const script = `umask 007; while read -r time; do
      restic backup --quiet --no-cache --host any --tag ${tag} --time "$time" "$0" || exit 1; done`;
    const input = moments
      .map((moment) => `${moment.toISOString().slice(0, 19).replace("T", " ")}\n`)
      .join("");
    const { status, stderr } = spawnSync("sh", ["-c", script, __filename], {
      input,
      encoding: "utf8",
      env: this.env,
    });
    if (status !== 0) throw new Error(stderr);
    // As they are where the store writes them.
    spawnSync("chown", ["-R", "--reference", this.folder, this.folder]);
    spawnSync("chmod", ["-R", "u+w,g+w", this.folder]);
  }

  /** Snapshots that are there, the oldest first. */
  get all(): readonly Snapshot[] {
    const { stdout, stderr } = this.restic("snapshots", "--no-lock", "--json");
    if (!stdout.startsWith("[")) throw new Error(stderr);
    const found: { time: string; id: string; tags?: string[] }[] = JSON.parse(stdout);
    return found
      .map(({ time, id, tags = [] }) => ({ time: new Date(time), id, tag: tags.join() }))
      .sort((one, other) => one.time.getTime() - other.time.getTime());
  }

  get times(): readonly string[] {
    return this.all.map(({ time }) => time.toISOString().slice(0, 16));
  }

  restic(...args: readonly string[]) {
    return spawnSync("restic", ["--no-cache", ...args], { encoding: "utf8", env: this.env });
  }

  path({ id }: Pick<Snapshot, "id">): string {
    return join(this.folder, "snapshots", id);
  }

  /** Makes snapshots have come when they say: some minutes after they began. */
  arriveInTime(): void {
    for (const snapshot of this.all) this.arrive(snapshot, new Date(snapshot.time.getTime() + 20 * 60_000));
  }

  arrive(snapshot: Pick<Snapshot, "id">, moment: Date): void {
    utimesSync(this.path(snapshot), moment, moment);
  }

  get count(): number {
    return readdirSync(join(this.folder, "snapshots")).length;
  }
}

/** The same time of the day, on so many days up to and including a day. */
export function nights(last: Date, count: number): readonly Date[] {
  return Array.from({ length: count }, (_, at) => new Date(last.getTime() - (count - 1 - at) * DAY));
}
