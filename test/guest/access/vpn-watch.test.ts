import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { vpnDocument, vpnPart } from "../../../lib/guest/access/vpn";
import { METRICS, PROGRAMS } from "../../../lib/guest/guest-part";
import { Admin } from "../../../lib/model/admin";
import { admins } from "../../../stacks/admins";
import { amsterdam } from "../../../stacks/sites";
import { GuestRoot } from "../../support/guest-root";

const NOON = 1_800_000_000;
const HOME = "198.51.100.7:40000";
const KEYS = admins.map(({ wireguardKey }) => wireguardKey) as [string, string, string];

/** A peer as `wg show dump` tells of it. */
interface Peer {
  readonly key: string;
  readonly from?: string;
  readonly handshake?: number;
}

describe("what a gateway tells of its tunnels", () => {
  let guest: GuestRoot;
  beforeEach(() => {
    guest = new GuestRoot(...(vpnPart(amsterdam).files ?? []));
    guest.write(
      "/var/lib/straat/documents/vpn",
      vpnDocument({ admins: admins.map(Admin.of), site: amsterdam }),
    );
    guest.write(`${METRICS}/other.prom`, "");
    guest.standIn("wg", `[ "$*" = 'show wg0 dump' ] && exec cat '${join(guest.folder, "dump")}'`);
    guest.standIn("date", `[ "$*" = '-u +%s' ] && exec cat '${join(guest.folder, "now")}'`);
  });
  afterEach(() => guest.remove());

  /** Looks so many seconds after noon, and answers what it logged: action, person, address. */
  function look(seconds: number, ...peers: readonly Peer[]): readonly string[] {
    const lines = peers.map(({ key, from = HOME, handshake = 0 }) =>
      [key, "(none)", from, "10.99.1.9/32", handshake, 1024, 2048, "off"].join("\t"),
    );
    writeFileSync(join(guest.folder, "dump"), ["PRIVATE\tPUBLIC\t51820\toff", ...lines, ""].join("\n"));
    writeFileSync(join(guest.folder, "now"), `${NOON + seconds}\n`);
    const { status, stderr } = guest.run(`${PROGRAMS}/vpn-watch`);
    expect([status, stderr]).toEqual([0, ""]);
    return guest.calls("logger").map((call) => {
      const [options, json = ""] = call.split(" -- ");
      expect(options).toBe("-t straat-vpn -p authpriv.notice");
      const event = JSON.parse(json);
      expect(event).toMatchObject({ "event.outcome": "success", "observer.name": "wireguard" });
      return `${event["event.action"]} ${event["user.name"]} ${event["source.ip"]}`;
    });
  }
  const figures = () => guest.read(`${METRICS}/straat_vpn.prom`) ?? "";
  const [key, other] = KEYS;

  test("is when somebody comes and when they have gone, once each, with from where", () => {
    expect(look(0, { key })).toEqual([]);
    expect(look(30, { key, handshake: NOON + 20 })).toEqual(["vpn-session-start jdevries 198.51.100.7"]);
    expect(look(60, { key, handshake: NOON + 20 })).toEqual([]);
    expect(look(150, { key, handshake: NOON + 140 })).toEqual([]);
    expect(look(319, { key, handshake: NOON + 140 })).toEqual([]);
    expect(look(320, { key, handshake: NOON + 140 })).toEqual(["vpn-session-end jdevries 198.51.100.7"]);
    expect(look(350, { key, handshake: NOON + 140 })).toEqual([]);
    expect(look(900, { key, handshake: NOON + 890 })).toEqual(["vpn-session-start jdevries 198.51.100.7"]);
  });

  test("is when somebody's tunnel goes on from another address, not from another port", () => {
    look(30, { key, handshake: NOON + 20 });
    expect(look(60, { key, handshake: NOON + 20, from: "198.51.100.7:50000" })).toEqual([]);
    expect(look(90, { key, handshake: NOON + 80, from: "[2001:db8::7]:40000" })).toEqual([
      "vpn-session-move jdevries 2001:db8::7",
    ]);
  });

  test("is what it did not see as well: a session that began and ended between two looks", () => {
    look(0, { key });
    expect(look(600, { key, handshake: NOON + 200 })).toEqual([
      "vpn-session-start jdevries 198.51.100.7",
      "vpn-session-end jdevries 198.51.100.7",
    ]);
  });

  test("is the end of who was taken off the list, and of everybody when the gateway restarted", () => {
    look(30, { key, handshake: NOON + 20 }, { key: other, handshake: NOON + 20 });
    expect(look(60, { key: other, handshake: NOON + 20 })).toEqual(["vpn-session-end jdevries 198.51.100.7"]);
    expect(look(90, { key: other, from: "(none)" })).toEqual(["vpn-session-end obakker (none)"]);
  });

  test("names a key that is on no list as nobody's", () => {
    const unknown = `${"A".repeat(43)}=`;
    expect(look(0, { key: unknown }, { key: unknown.replace("A", "B") })).toEqual([]);
    expect(figures()).not.toContain("{");
    expect(look(30, { key: unknown, handshake: NOON + 20 })).toEqual([
      "vpn-session-start unknown 198.51.100.7",
    ]);
  });

  test("is in the figures of the node exporter, which hold no key and no address", () => {
    look(30, { key, handshake: NOON + 20 }, { key: other, from: "(none)" });
    expect(figures().split("\n")).toEqual([
      "# TYPE straat_vpn_up gauge",
      "straat_vpn_up 1",
      "# TYPE straat_vpn_latest_handshake_seconds gauge",
      `straat_vpn_latest_handshake_seconds{login="jdevries"} ${NOON + 20}`,
      'straat_vpn_latest_handshake_seconds{login="obakker"} 0',
      "# TYPE straat_vpn_session_open gauge",
      'straat_vpn_session_open{login="jdevries"} 1',
      'straat_vpn_session_open{login="obakker"} 0',
      "# TYPE straat_vpn_received_bytes_total counter",
      'straat_vpn_received_bytes_total{login="jdevries"} 1024',
      'straat_vpn_received_bytes_total{login="obakker"} 1024',
      "# TYPE straat_vpn_sent_bytes_total counter",
      'straat_vpn_sent_bytes_total{login="jdevries"} 2048',
      'straat_vpn_sent_bytes_total{login="obakker"} 2048',
      "",
    ]);
  });

  test("is that there is no tunnel, which also raises the alarm", () => {
    look(30, { key, handshake: NOON + 20 });
    guest.standIn("wg", "echo 'Unable to access interface: No such device' >&2; exit 1");
    expect(guest.run(`${PROGRAMS}/vpn-watch`).status).toBe(1);
    expect(figures()).toBe("# TYPE straat_vpn_up gauge\nstraat_vpn_up 0\n");
  });

  test("is nobody while there is no document and no peer", () => {
    guest.run("rm", [guest.at("/var/lib/straat/documents/vpn")]);
    expect(look(0)).toEqual([]);
    expect(figures()).toContain("straat_vpn_up 1\n");
  });
});
