import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { connectionSyncPart, redundancyPart } from "../../../lib/guest/network/redundancy";
import { GuestRoot } from "../../support/guest-root";
import { verifyUnits } from "../../support/systemd";
import { describeWith } from "../../support/tool";

const NOTIFY = "/usr/local/lib/straat/vrrp-notify";
const LISTENS = "/usr/local/lib/straat/vrrp-listens";
const FIGURES = "/var/lib/prometheus/node-exporter/straat_vrrp.prom";

let server: GuestRoot;
beforeEach(() => {
  server = new GuestRoot(...(redundancyPart().files ?? []));
});
afterEach(() => server.remove());

describe("what keepalived runs when addresses come or go", () => {
  const notify = (state: string) => server.run(NOTIFY, ["GROUP", "all", state, "200"]);
  const asEdge = (body = "exit 0") => {
    server.write("/etc/straat/conntrackd.conf", "");
    server.recorder("conntrackd", body);
  };
  const requests = () => server.calls("conntrackd").map((call) => call.split(" ").at(-1));

  test("puts connections into the kernel before it forgets them, and then tells the other what there is", () => {
    asEdge();
    expect(notify("MASTER").status).toBe(0);
    expect(requests()).toEqual(["-c", "-f", "-R", "-B"]);
  });

  test("asks the other for everything when it has become the one in reserve", () => {
    asEdge();
    expect(notify("BACKUP").status).toBe(0);
    expect(requests()).toEqual(["-t", "-n"]);
    notify("FAULT");
    expect(requests()).toEqual(["-t"]);
  });

  test("takes the other steps also when one fails, and says so", () => {
    asEdge('[ "$3" != -c ] || { echo "no answer" && exit 1; }');
    const { status, stdout } = notify("MASTER");
    expect([status, stdout]).toEqual([1, "<3>connections, MASTER: conntrackd -c failed: no answer\n"]);
    expect(requests()).toEqual(["-c", "-f", "-R", "-B"]);
  });

  test("only tells who has the addresses where there are no connections to keep", () => {
    server.recorder("conntrackd");
    server.write(FIGURES, "");
    notify("MASTER");
    expect(server.read(FIGURES)).toContain("\nstraat_vrrp_master 1\n");
    notify("FAULT");
    expect(server.read(FIGURES)).toContain("\nstraat_vrrp_master 0\n");
    expect(requests()).toEqual([]);
  });

  test("refuses a state that there is not", () => {
    expect(notify("master").status).toBe(64);
    expect(server.run(NOTIFY).status).toBe(64);
  });
});

describeWith("ss", "apt-get install iproute2", "what keepalived asks of a server's ports", () => {
  test("is that each of them is listened on where others can reach it", () => {
    server.standIn(
      "ss",
      `cat <<'END'
LISTEN 0 511 *:443 *:*
LISTEN 0 128 10.0.6.42:5432 0.0.0.0:*
LISTEN 0 128 [2001:db8::1]:6379 [::]:*
LISTEN 0 128 127.0.0.1:9200 0.0.0.0:*
LISTEN 0 128 [::1]:5044 [::]:*
END`,
    );
    const listens = (...ports: readonly number[]) => server.run(LISTENS, ports.map(String)).status === 0;
    expect([listens(443), listens(5432), listens(6379), listens(6379, 443)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([listens(9200), listens(5044), listens(44), listens(443, 80)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(server.run(LISTENS).status).toBe(64);
  });

  test("is asked of the real ss, for which loopback does not count", async () => {
    const listener = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => listener.on("listening", resolve));
    const { port } = listener.address() as { port: number };
    expect(server.run("ss", ["-H", "-l", "-t", "-n"]).stdout).toContain(`127.0.0.1:${port} `);
    expect(server.run(LISTENS, [String(port)]).status).toBe(1);
    await new Promise((resolve) => listener.close(resolve));
  });
});

describeWith(
  "systemd-analyze",
  "apt-get install systemd keepalived conntrackd",
  "the units of redundancy",
  () => {
    test("are units to systemd, and start nothing before there is a document", () => {
      const files = [redundancyPart(), connectionSyncPart()].flatMap(({ files = [] }) => files);
      // The packaged unit names a program by the folder's old name.
      const kill = { path: "/usr/bin/kill", content: "#!/bin/sh\n", mode: "0755" } as const;
      expect(verifyUnits([kill, ...files])).toBe("");
      const conntrackd = files.find(({ path }) => path.includes("conntrackd.service.d"))?.content;
      expect(conntrackd).toContain("ConditionPathExists=/etc/straat/conntrackd.conf\n");
      expect(conntrackd).toContain(
        "ExecStart=\nExecStart=/usr/sbin/conntrackd -C /etc/straat/conntrackd.conf\n",
      );
    });
  },
);
