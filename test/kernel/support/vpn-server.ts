import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VPN_FILE, vpnPart } from "../../../lib/guest/access/vpn";
import { PROGRAMS } from "../../../lib/guest/guest-part";
import type { Site } from "../../../lib/model/site";
import { GuestRoot } from "../../support/guest-root";
import type { Lab } from "./lab";
import type { Ran } from "./namespaces";
import { TunnelHost } from "./tunnel-host";

const DOCUMENT = "/var/lib/straat/documents/vpn";

/**
 * A VPN gateway in a lab: the rendered files of its part in a folder of their own, run as the server runs them, with
 * its own WireGuard. What stands in is the day, systemctl and the journal.
 */
export class VpnServer {
  private constructor(
    private readonly guest: GuestRoot,
    private readonly host: TunnelHost,
  ) {}

  /** @param hosts path of what the host has as /etc/hosts */
  static async start(lab: Lab, name: string, site: Site, hosts: string): Promise<VpnServer> {
    const guest = new GuestRoot(...(vpnPart(site).files ?? []));
    // wg-quick reads absolute paths, which are the server's; here they lead into its folder.
    const text = guest.read(VPN_FILE)?.replaceAll(/(?<== )\//g, `${guest.root}/`) ?? "";
    guest.write(VPN_FILE, text, 0o600);
    // It puts its own folder first on the PATH, which is where the stand-ins are.
    copyFileSync("/usr/bin/wg-quick", join(guest.bin, "wg-quick"));
    guest.standIn(
      "systemctl",
      `[ "$*" = 'start wg-quick@wg0.service' ] && exec wg-quick up '${guest.at(VPN_FILE)}'`,
    );
    guest.standIn("date", `[ "$*" = '-u +%F' ] && exec cat '${join(guest.folder, "day")}'\nreal "$@"`);
    return new VpnServer(guest, await TunnelHost.start(lab, name, hosts, guest.environment));
  }

  /** The files of the server, which are not in the lab and so not removed with it. */
  remove(): void {
    this.guest.remove();
  }

  /** The day it is for this server, as YYYY-MM-DD in UTC. */
  set day(day: string) {
    writeFileSync(join(this.guest.folder, "day"), `${day}\n`);
  }

  boot(): void {
    this.host.run("wg-quick", "up", this.guest.at(VPN_FILE));
  }

  shutDown(): void {
    this.host.run("wg-quick", "down", this.guest.at(VPN_FILE));
  }

  /** What the agent publishes of its key. */
  get publicKey(): string {
    return this.guest.read("/var/lib/straat/report/vpn-public-key")?.trim() ?? "";
  }

  /** Takes a document as the agent does. */
  take(payload: string): void {
    const staged = join(this.guest.folder, "staged");
    writeFileSync(staged, payload);
    this.succeed(this.handle("check", staged));
    this.guest.write(DOCUMENT, payload, 0o600);
    this.succeed(this.handle("apply", this.guest.at(DOCUMENT)));
    this.succeed(this.handle("verify"));
  }

  /** What the agent does when the day has changed. */
  newDay(day: string): void {
    this.day = day;
    this.succeed(this.handle("today", this.guest.at(DOCUMENT)));
    this.succeed(this.handle("verify"));
  }

  handle(...args: readonly string[]): Ran {
    return this.host.exec([this.guest.at(`${PROGRAMS}/documents/vpn`), ...args]);
  }

  /** Changes the tunnel behind the back of the programs. */
  meddle(...what: readonly string[]): void {
    this.host.run("wg", "set", "wg0", ...what);
  }

  /** Figures and log lines since the last time they were asked for. */
  watch(): { readonly figures: string; readonly log: readonly string[] } {
    this.guest.write("/var/lib/prometheus/node-exporter/.keep", "");
    this.succeed(this.host.exec([this.guest.at(`${PROGRAMS}/vpn-watch`)]));
    const figures = this.guest.read("/var/lib/prometheus/node-exporter/straat_vpn.prom") ?? "";
    return { figures, log: this.guest.calls("logger") };
  }

  /** Public keys of who may connect. */
  get peers(): readonly string[] {
    return this.host.run("wg", "show", "wg0", "peers").split("\n").slice(0, -1).toSorted();
  }

  /** When somebody was last heard; 0 for never. */
  handshakeOf(key: string): number {
    return this.host.handshakes("wg0").get(key) ?? 0;
  }

  private succeed({ status, stderr }: Ran): void {
    if (status !== 0) throw new Error(`the gateway's program ended with ${status}: ${stderr}`);
  }
}
