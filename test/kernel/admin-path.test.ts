import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { sshDocument } from "../../lib/guest/access/ssh";
import { vpnAddressesOf, vpnDocument } from "../../lib/guest/access/vpn";
import { Admin } from "../../lib/model/admin";
import { admins } from "../../stacks/admins";
import { alkmaar, amsterdam } from "../../stacks/sites";
import { admin, day } from "../support/admins";
import { Project } from "../support/project";
import { type LoginProps, lackingForSshServer, publicKey, SshServer } from "../support/ssh-server";
import { describeUnless } from "../support/tool";
import { AdminMachine, type KeyPair, newKeyPair } from "./support/admin-machine";
import { adminNetwork, homeOf } from "./support/admin-network";
import { Lab, type Probe } from "./support/lab";
import { lackingForTunnels } from "./support/lacking-for-tunnels";
import { VpnServer } from "./support/vpn-server";

jest.setTimeout(90_000);

/** Sanne's access ends half a year before that of the others. */
const [JANTIEN, OMAR, SANNE] = ["jdevries", "obakker", "svermeer"] as const;
const TODAY = "2027-01-15";
const LAST_DAY = "2027-06-30";
const DAY_AFTER = "2027-07-01";

const keys: Readonly<Record<string, KeyPair>> = Object.fromEntries(
  [JANTIEN, OMAR, SANNE].map((login) => [login, newKeyPair()]),
);
const people = admins.map((props) =>
  Admin.of({ ...props, wireguardKey: keys[props.login]?.publicKey as string }),
);
const publicKeyOf = (login: string) => keys[login]?.publicKey as string;

describeUnless(
  lackingForTunnels() ?? lackingForSshServer(),
  "an administrator's way to a server (V-07, H-15, H-17)",
  () => {
    const homes = [JANTIEN, OMAR, SANNE, "stranger"].map(homeOf);
    const { network, rulesets, server, fellow, gateways } = adminNetwork(homes);
    const files = mkdtempSync(join(tmpdir(), "straat-admin-path-"));
    const hosts = join(files, "hosts");
    const names = [
      `${gateways.amsterdam.addresses[0]} ${amsterdam.vpn.endpoint}`,
      `${gateways.alkmaar.addresses[0]} ${alkmaar.vpn.endpoint}`,
    ];
    writeFileSync(hosts, `${names.join("\n")}\n`);

    let lab: Lab;
    let project: Project;
    let here: VpnServer;
    let there: VpnServer;
    const machines = new Map<string, AdminMachine>();
    const machineOf = (who: string) => machines.get(who) as AdminMachine;

    beforeAll(async () => {
      lab = await Lab.create(network);
      expect(Object.values(await lab.loadRulesets(rulesets)).every(({ ok }) => ok)).toBe(true);
      here = await VpnServer.start(lab, gateways.amsterdam.host, amsterdam, hosts);
      there = await VpnServer.start(lab, gateways.alkmaar.host, alkmaar, hosts);
      for (const gateway of [here, there]) {
        gateway.day = TODAY;
        gateway.boot();
      }
      here.take(vpnDocument({ admins: people, site: amsterdam }));
      there.take(vpnDocument({ admins: people, site: alkmaar }));
      project = writtenDown(here, there);
      for (const { host } of homes) {
        const own = keys[host] ?? newKeyPair();
        machines.set(host, await AdminMachine.start(lab, host, own, hosts));
        machineOf(host).save(project.straat(["vpn", keys[host] ? host : JANTIEN]).stdout);
      }
    });
    afterAll(async () => {
      await lab?.destroy();
      project?.remove();
      for (const part of [here, there, ...machines.values()]) part?.remove();
      rmSync(files, { recursive: true, force: true });
    });

    /** Probes of one host from some of its addresses to the server, and which of them got through. */
    const opens = async (from: string, sources: readonly string[], what: readonly (number | "ping")[]) => {
      const probes = sources.flatMap((source) =>
        server.addresses
          .filter((destination) => destination.includes(":") === source.includes(":"))
          .flatMap((destination) => what.map((port) => probe(from, source, destination, port))),
      );
      const open = await lab.probe(probes, { timeoutMs: 600 });
      return probes.filter((_, index) => open[index]).map(textOf);
    };
    const inTunnel = (login: string, { vpn } = amsterdam) =>
      vpnAddressesOf({ login }, vpn).map((address) => address.replace(/\/.*/, ""));
    const SERVICES = [22, "ping", 23, 80, 443, 3389, 5432, 5601, 5900, 6443, 8000, 9100] as const;
    const sshAndPing = server.addresses.flatMap((address) => [`${address} 22`, `${address} ping`]);

    describe("without a tunnel", () => {
      test("ends before the server and before both gateways", async () => {
        const { addresses } = homes[0] as (typeof homes)[number];
        expect(await opens(JANTIEN, addresses, SERVICES)).toEqual([]);
        const probes = Object.values(gateways).flatMap((gateway) =>
          gateway.addresses.flatMap((address, index) =>
            SERVICES.map((port) => probe(JANTIEN, addresses[index] as string, address, port)),
          ),
        );
        expect(await lab.probe(probes)).toEqual(probes.map(() => false));
      });

      test("finds the port of the tunnel silent, as if nobody were there", () => {
        const answers = (address: string) =>
          lab.exec("stranger", [process.execPath, "-e", SPEAK, address, "51820"]).stdout;
        expect(answers(gateways.amsterdam.addresses[0] as string)).toBe("silence");
        expect(answers(gateways.alkmaar.addresses[0] as string)).toBe("silence");
        // The router has no tunnel, and says so.
        expect(answers("192.0.2.1")).toBe("ECONNREFUSED");
      });
    });

    describe("with the tunnel that `straat vpn` describes", () => {
      test("is open for SSH and a ping, in both families, and for nothing else", async () => {
        machineOf(JANTIEN).up("vpn-amsterdam.conf");
        expect(await machineOf(JANTIEN).isConnected("vpn-amsterdam")).toBe(true);
        expect(here.handshakeOf(publicKeyOf(JANTIEN))).toBeGreaterThan(0);
        const open = await opens(JANTIEN, inTunnel(JANTIEN), SERVICES);
        expect(open.toSorted()).toEqual(sshAndPing.toSorted());
      });

      test("is no way for an address that is another person's", async () => {
        const [theirs = ""] = vpnAddressesOf({ login: OMAR }, amsterdam.vpn);
        machineOf(JANTIEN).host.run("ip", "address", "add", theirs, "dev", "vpn-amsterdam");
        expect(await opens(JANTIEN, [theirs.replace("/32", "")], [22])).toEqual([]);
        machineOf(JANTIEN).host.run("ip", "address", "del", theirs, "dev", "vpn-amsterdam");
      });

      test("is none for a key that is nobody's: the gateway doesn't answer it", async () => {
        const stranger = machineOf("stranger");
        stranger.up("vpn-amsterdam.conf");
        const before = here.handshakeOf(publicKeyOf(JANTIEN));
        expect(await opens("stranger", inTunnel(JANTIEN), [22])).toEqual([]);
        expect(await stranger.isConnected("vpn-amsterdam", 500)).toBe(false);
        expect(stranger.host.transfer("vpn-amsterdam")).toEqual({ received: 0, sent: expect.any(Number) });
        expect(stranger.host.transfer("vpn-amsterdam").sent).toBeGreaterThan(0);
        expect(here.handshakeOf(publicKeyOf(JANTIEN))).toBe(before);
        stranger.down("vpn-amsterdam.conf");
      });

      test("leaves figures and a log of who came from where (B-13)", () => {
        const { figures, log } = here.watch();
        expect(figures).toMatch(/^straat_vpn_up 1$/m);
        expect(figures).toMatch(/^straat_vpn_session_open\{login="jdevries"\} 1$/m);
        expect(figures).toMatch(/^straat_vpn_latest_handshake_seconds\{login="svermeer"\} 0$/m);
        const lines = log.map((line) => JSON.parse(line.replace(/^.*? -- /, "")));
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatchObject({
          "event.action": "vpn-session-start",
          "event.outcome": "success",
          "user.name": "jdevries",
          "source.ip": homes[0]?.addresses[0],
        });
        expect(here.watch().log).toEqual([]);
      });

      test("goes by way of the other site as well", async () => {
        machineOf(OMAR).up("vpn-alkmaar.conf");
        expect(await machineOf(OMAR).isConnected("vpn-alkmaar")).toBe(true);
        const open = await opens(OMAR, inTunnel(OMAR, alkmaar), SERVICES);
        expect(open.toSorted()).toEqual(sshAndPing.toSorted());
        expect(here.handshakeOf(publicKeyOf(OMAR))).toBe(0);
        machineOf(OMAR).down("vpn-alkmaar.conf");
      });
    });

    describe("ends at a real sshd, which", () => {
      let sshd: SshServer;
      let key: string;
      beforeAll(async () => {
        const pools = [amsterdam, alkmaar].flatMap(({ vpn }) =>
          [vpn.pool, vpn.pool6 ?? []].flat().map(String),
        );
        const place = `/run/netns/${lab.namespaceOf(fellow.host)}`;
        sshd = await SshServer.start({ pools, network: place });
        key = sshd.makeKey("mine");
        const others = sshd.makeKey("other");
        const admins = [
          admin(JANTIEN, publicKey(key), day(30)),
          admin(SANNE, publicKey(others), day(-1), { wireguardKey: publicKeyOf(SANNE) }),
        ];
        sshd.accept("ssh", sshDocument({ admins, authorities: [] }));
      });
      afterAll(async () => await sshd?.stop());

      const login = (who: string, props: Partial<LoginProps> = {}) => {
        const [to = ""] = fellow.addresses;
        return machineOf(who).host.exec(sshd.command({ login: who, to, command: ["id", "-un"], ...props }));
      };

      test("lets a named administrator in with a key, by either family", () => {
        for (const to of fellow.addresses)
          expect(login(JANTIEN, { to, key })).toMatchObject({ status: 0, stdout: "jdevries\n" });
        expect(sshd.log).toContain(`Accepted publickey for jdevries from ${inTunnel(JANTIEN)[0]}`);
      });

      test("never asks for a password", () => {
        const options = ["PubkeyAuthentication=no", "BatchMode=no", "NumberOfPasswordPrompts=1"];
        const { status, stderr } = login(JANTIEN, { options });
        expect([status, stderr]).toEqual([255, expect.stringContaining("Permission denied (publickey).")]);
      });

      test("is not there for the same person and key without the tunnel", () => {
        const options = ["ConnectTimeout=1"];
        const { status, stderr } = login(OMAR, { login: JANTIEN, key, options });
        expect([status, stderr]).toEqual([255, expect.stringContaining("Connection timed out")]);
      });

      test("keeps out whose last day has passed also while a tunnel is still open", async () => {
        machineOf(SANNE).up("vpn-amsterdam.conf");
        expect(await machineOf(SANNE).isConnected("vpn-amsterdam")).toBe(true);
        const { status, stderr } = login(SANNE, { key: join(sshd.folder, "other") });
        expect([status, stderr]).toEqual([255, expect.stringContaining("Permission denied (publickey).")]);
        machineOf(SANNE).down("vpn-amsterdam.conf");
        here.watch();
      });
    });

    describe("on the day after somebody's last", () => {
      test("is closed to that person, and another's connection goes on", async () => {
        machineOf(SANNE).up("vpn-amsterdam.conf");
        expect(await machineOf(SANNE).isConnected("vpn-amsterdam")).toBe(true);
        here.newDay(LAST_DAY);
        const [address = ""] = server.addresses;
        const connect = (login: string) => lab.openConnection(login, inTunnel(login)[0] ?? "", address, 22);
        const [jantien, sanne] = [await connect(JANTIEN), await connect(SANNE)];
        here.watch();

        here.newDay(DAY_AFTER);
        expect(here.peers).toEqual([JANTIEN, OMAR].map(publicKeyOf).toSorted());
        expect(await sanne.send(500)).toBe(false);
        expect(await jantien.send()).toBe(true);
        expect(await opens(SANNE, inTunnel(SANNE), [22, "ping"])).toEqual([]);
        const log = here.watch().log.join("\n");
        expect(log).toContain(
          '"event.action":"vpn-access-ended","event.outcome":"success","user.name":"svermeer"',
        );
        expect(log).toContain(
          '"event.action":"vpn-session-end","event.outcome":"success","user.name":"svermeer"',
        );
        expect(log).not.toContain("jdevries");
        await jantien.close();
        machineOf(SANNE).down("vpn-amsterdam.conf");
      });

      test("does not open again: not by a new handshake, not after the gateway restarts, not by the old document", async () => {
        const sanne = machineOf(SANNE);
        here.shutDown();
        here.boot();
        expect(here.peers).toEqual([JANTIEN, OMAR].map(publicKeyOf).toSorted());
        here.take(vpnDocument({ admins: people, site: amsterdam }));
        sanne.up("vpn-amsterdam.conf");
        expect(await sanne.isConnected("vpn-amsterdam", 500)).toBe(false);
        expect(sanne.host.transfer("vpn-amsterdam").received).toBe(0);
        expect(await opens(SANNE, inTunnel(SANNE), [22])).toEqual([]);
      });

      test("is open again for others after that restart, with the gateway's own old key", async () => {
        machineOf(JANTIEN).down("vpn-amsterdam.conf");
        machineOf(JANTIEN).up("vpn-amsterdam.conf");
        expect(await machineOf(JANTIEN).isConnected("vpn-amsterdam")).toBe(true);
        expect(await opens(JANTIEN, inTunnel(JANTIEN), [22])).toHaveLength(server.addresses.length);
      });
    });

    describe("when the document changes", () => {
      test("is cut for whoever is taken off the list, at once", async () => {
        const [address = ""] = server.addresses;
        const jantien = await lab.openConnection(JANTIEN, inTunnel(JANTIEN)[0] ?? "", address, 22);
        expect(await jantien.send()).toBe(true);
        here.take(vpnDocument({ admins: people.filter(({ login }) => login !== JANTIEN), site: amsterdam }));
        expect(here.peers).toEqual([publicKeyOf(OMAR)]);
        expect(await jantien.send(500)).toBe(false);
      });

      test("is closed to everybody without one, also for a gateway that is down when it hears so", () => {
        expect(here.handle("remove").status).toBe(0);
        expect(here.peers).toEqual([]);
        here.shutDown();
        expect(here.handle("remove").status).toBe(0);
        expect(here.handle("verify")).toMatchObject({ status: 1, stderr: "wg0 is not there\n" });
      });

      test("brings a gateway up that is down", () => {
        here.take(vpnDocument({ admins: people, site: amsterdam }));
        expect(here.peers).toEqual([JANTIEN, OMAR].map(publicKeyOf).toSorted());
      });

      test("is not what it was when somebody meddles with the tunnel: verifying tells", () => {
        here.meddle("peer", publicKeyOf(OMAR), "allowed-ips", "0.0.0.0/0");
        expect(here.handle("verify")).toMatchObject({ status: 1, stderr: "wg0 has other peers\n" });
        here.newDay(DAY_AFTER);
        here.meddle("listen-port", "1");
        expect(here.handle("verify").stderr).toBe("wg0 does not listen on port 51820\n");
        here.newDay(DAY_AFTER);
      });
    });
  },
);

function probe(from: string, source: string, destination: string, port: number | "ping"): Probe {
  const ends = { from, source, destination };
  return port === "ping" ? { ...ends, protocol: "icmp" } : { ...ends, protocol: "tcp", port };
}

function textOf({ destination, ...what }: Probe): string {
  return `${destination} ${what.protocol === "icmp" ? "ping" : what.port}`;
}

/** The examples with the keys of this lab: the administrators' own, and what the gateways told. */
function writtenDown(here: VpnServer, there: VpnServer): Project {
  const project = new Project();
  const edit = (file: string, from: string | undefined, to: string) => {
    const path = join(project.folder, "stacks", file);
    const text = readFileSync(path, "utf8");
    if (from === undefined || !text.includes(from)) throw new Error(`${file} has no ${from}`);
    writeFileSync(path, text.replace(from, to));
  };
  for (const { login, wireguardKey } of admins) edit("admins.ts", wireguardKey, publicKeyOf(login));
  edit("sites/amsterdam.ts", amsterdam.vpn.publicKey, here.publicKey);
  edit("sites/alkmaar.ts", alkmaar.vpn.publicKey, there.publicKey);
  return project;
}

/** Sends what looks like the beginning of a handshake and what doesn't, and tells what came back within a moment. */
const SPEAK = `
  const socket = require("node:dgram").createSocket("udp4");
  const tell = (what) => { process.stdout.write(what); process.exit(); };
  socket.on("message", () => tell("an answer")).on("error", ({ code }) => tell(code));
  socket.connect(Number(process.argv[2]), process.argv[1], () => {
    socket.send(Buffer.alloc(148, 1));
    socket.send(Buffer.concat([Buffer.from([1, 0, 0, 0]), Buffer.alloc(144, 7)]));
    socket.send("hello");
    setTimeout(tell, 400, "silence");
  });
`;
