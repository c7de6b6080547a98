import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { GuestFile } from "../../lib/guest/guest-part";

/**
 * A server as our scripts see one: a temp folder as STRAAT_ROOT, and a `bin` beside it that comes first on the PATH.
 * Stand-ins for programs that would touch the machine itself go there; everything else is the real program.
 */
export class GuestRoot {
  readonly folder = mkdtempSync(join(tmpdir(), "straat-guest-"));
  /** What the scripts take for `/`. */
  readonly root = join(this.folder, "root");
  readonly bin = join(this.folder, "bin");
  /** The values of `guestinfo`, one file a key: what vSphere shows the server, and what the server tells. */
  readonly guestinfo = join(this.folder, "guestinfo");

  /** A server with these files, whose calls to systemctl and logger succeed and are recorded. */
  constructor(...files: readonly GuestFile[]) {
    for (const folder of [this.root, this.bin, this.guestinfo]) mkdirSync(folder);
    this.install(...files);
    this.standIn("vmware-rpctool", RPCTOOL.replace("@@", this.guestinfo));
    this.recorder("systemctl");
    this.recorder("logger");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Where a path of the server is on this machine. */
  at(path: string): string {
    return join(this.root, path);
  }

  install(...files: readonly GuestFile[]): void {
    for (const { path, content, mode } of files)
      this.write(path, content, Number.parseInt(mode ?? "0644", 8));
  }

  write(path: string, content: string | Uint8Array, mode = 0o644): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
    // Apart, because the umask of who runs the tests is not the server's.
    chmodSync(this.at(path), mode);
  }

  /** The text of a file, or undefined when there is none. */
  read(path: string): string | undefined {
    return existsSync(this.at(path)) ? readFileSync(this.at(path), "utf8") : undefined;
  }

  /** Puts a shell script first on the PATH under this name. In it `real "$@"` becomes the program itself. */
  standIn(name: string, body: string): void {
    const real = `real() { exec "$(PATH=\${PATH#*:}; command -v ${name})" "$@"; }`;
    writeFileSync(join(this.bin, name), `#!/bin/sh\n${real}\n${body}\n`, { mode: 0o755 });
  }

  /** A stand-in that notes its arguments, one call a line, before it does what `body` says; see {@link calls}. */
  recorder(name: string, body = "exit 0"): void {
    this.standIn(name, `echo "$*" >> '${this.folder}/${name}.calls'\n${body}`);
  }

  /** The calls of a {@link recorder} since the last time they were asked for. */
  calls(name: string): readonly string[] {
    const file = join(this.folder, `${name}.calls`);
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
    rmSync(file, { force: true });
    return lines;
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, STRAAT_ROOT: this.root, PATH: `${this.bin}:${process.env["PATH"]}` };
  }

  /** Runs a program: one of the server's own by its absolute path, or any on the PATH. */
  run(program: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    const path = program.startsWith("/") && existsSync(this.at(program)) ? this.at(program) : program;
    const options = { encoding: "utf8", cwd: this.folder, env: { ...this.environment, ...env } } as const;
    const result = spawnSync(path, args, options);
    if (result.error) throw new Error(`${basename(path)} cannot be run: ${result.error.message}`);
    return result;
  }

  /** Gives a key of `guestinfo` a value, as vSphere does; undefined takes it away. */
  setInfo(key: string, value: string | undefined): void {
    if (value === undefined) rmSync(join(this.guestinfo, key), { force: true });
    else writeFileSync(join(this.guestinfo, key), value);
  }

  /** The value of a key of `guestinfo`. */
  info(key: string): string | undefined {
    const file = join(this.guestinfo, key);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }
}

/**
 * Speaks as open-vm-tools' own: one argument, the value or the complaint on a line, status 1 for a complaint. A key has its old value or
 * its new one, also where who sets it is killed.
 */
const RPCTOOL = `
folder='@@'
verb=\${1%% *}
rest=\${1#* }
key=\${rest%% *}
case $#$verb in
  1info-get)
    [ -e "$folder/$key" ] || { echo 'No value found' >&2; exit 1; }
    cat "$folder/$key" && echo
    ;;
  1info-set) printf '%s' "\${rest#* }" > "$folder/.$$" && /bin/mv "$folder/.$$" "$folder/$key" && echo ;;
  *) echo 'Unknown command' >&2; exit 1 ;;
esac`;
