import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab } from "./lab";
import { TunnelHost } from "./tunnel-host";

/** A key pair of WireGuard's. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

export function newKeyPair(): KeyPair {
  const privateKey = wg("genkey", "");
  return { privateKey, publicKey: wg("pubkey", privateKey) };
}

function wg(command: string, input: string): string {
  return spawnSync("wg", [command], { input, encoding: "utf8" }).stdout.trim();
}

/** A person's machine at home, which follows the comments of what `straat vpn` prints: save it, and bring it up. */
export class AdminMachine {
  private readonly folder = mkdtempSync(join(tmpdir(), "straat-admin-"));

  private constructor(
    readonly host: TunnelHost,
    keys: KeyPair,
  ) {
    writeFileSync(join(this.folder, "straat.key"), `${keys.privateKey}\n`, { mode: 0o600 });
  }

  /** @param hosts path of what the machine has as /etc/hosts */
  static async start(lab: Lab, name: string, keys: KeyPair, hosts: string): Promise<AdminMachine> {
    return new AdminMachine(await TunnelHost.start(lab, name, hosts), keys);
  }

  /** The person's files, which are not in the lab and so not removed with it. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Saves what was printed, one file for each configuration, with the key where this person keeps it. */
  save(printed: string): readonly string[] {
    const texts = printed.split(/^(?=# Save as )/m).filter((text) => text.trim() !== "");
    return texts.map((text) => {
      const [, name = ""] = /^# Save as (\S+)$/m.exec(text) ?? [];
      mkdirSync(this.folder, { recursive: true });
      const own = text.replace(/^(PostUp = .* private-key )\S+/m, `$1${join(this.folder, "straat.key")}`);
      writeFileSync(join(this.folder, name), own, { mode: 0o600 });
      return name;
    });
  }

  up(file: string): void {
    this.host.run("wg-quick", "up", join(this.folder, file));
  }

  down(file: string): void {
    this.host.run("wg-quick", "down", join(this.folder, file));
  }

  /** Waits until the gateway answered, ten seconds at most. */
  async isConnected(tunnel: string, patienceMs = 10_000): Promise<boolean> {
    const until = Date.now() + patienceMs;
    while (Date.now() < until) {
      if ([...this.host.handshakes(tunnel).values()].some((at) => at > 0)) return true;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }
}
