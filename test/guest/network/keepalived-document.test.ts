import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { keepalivedDocument } from "../../../lib/guest/network/keepalived";
import { redundancyPart } from "../../../lib/guest/network/redundancy";
import { INTERFACE_NAMES } from "../../../lib/model/interface-names";
import { Port } from "../../../lib/model/port";
import { edgeRecord, plan, plan4, serverRecord } from "../../support/group-records";
import { GuestRoot } from "../../support/guest-root";
import { describeUnless } from "../../support/tool";

const HANDLER = "/usr/local/lib/straat/documents/keepalived";
const EDGE = keepalivedDocument(edgeRecord(plan));
const WEB = keepalivedDocument(serverRecord(2), { ports: [Port.HTTPS] });

/** A name, cards and a place for programs of its own: keepalived looks at all three. */
const SERVER = `
mount -t tmpfs -o mode=755 tmpfs /usr/local/lib
cp -r "$STRAAT_ROOT/usr/local/lib/straat" /usr/local/lib/
hostname "$1"; shift
for card in ${INTERFACE_NAMES.join(" ")}; do ip link add "$card" type bridge; done
exec "$@"`;
const OWN = ["--net", "--mount", "--uts", "--propagation", "private"];

describeUnless(lacking(), "the live document keepalived, with the real keepalived and conntrackd", () => {
  let server: GuestRoot;
  beforeEach(() => {
    server = new GuestRoot(...(redundancyPart().files ?? []));
    // What was started runs, until it is stopped.
    server.recorder(
      "systemctl",
      `case "$1 $2" in
        "--quiet is-active") exec test -e '${server.folder}'/"$3" ;;
        restart*|start*) touch '${server.folder}'/"$2" ;;
        stop*) rm -f '${server.folder}'/"$2" ;;
      esac`,
    );
  });
  afterEach(() => server.remove());

  const run = (host: string, verb: string, document?: string) => {
    if (document !== undefined) server.write("/document", document);
    const args = document === undefined ? [verb] : [verb, server.at("/document")];
    return server.run("unshare", [...OWN, "sh", "-ec", SERVER, "sh", host, HANDLER, ...args]);
  };
  const complaint = (host: string, document: string) => {
    const { status, stderr } = run(host, "check", document);
    return status === 0 ? "" : stderr.trim();
  };
  const calls = () => server.calls("systemctl").filter((call) => !call.includes("is-active"));

  test.each([
    ["both members of an edge", EDGE, ["verne-edge-1", "verne-edge-2"]],
    ["an edge without IPv6", keepalivedDocument(edgeRecord(plan4)), ["verne-edge-1", "verne-edge-2"]],
    [
      "each of five servers",
      keepalivedDocument(serverRecord(5)),
      ["verne-production-web-1", "verne-production-web-5"],
    ],
    ["servers that are asked on a port", WEB, ["verne-production-web-1", "verne-production-web-2"]],
    ["a server that is alone", keepalivedDocument(serverRecord(1)), ["verne-production-web-1"]],
  ])("is accepted by %s", (_, document, hosts) => {
    expect(hosts.map((host) => complaint(host, document))).toEqual(hosts.map(() => ""));
  });

  test.each([
    ["another server's", EDGE, "verne-edge-3", "does not know verne-edge-3"],
    ["a server's whose name begins the same", EDGE, "verne-edge-11", "does not know verne-edge-11"],
    ["one without its name", EDGE.replace("=== keepalived\n", ""), "verne-edge-1", "parts named"],
    ["one with a part that is none of ours", `${EDGE}=== cron\n`, "verne-edge-1", "parts named"],
    ["one with a part twice", `${EDGE}${EDGE}`, "verne-edge-1", "parts named"],
    [
      "one with a word that keepalived does not know",
      EDGE.replace("advert_int", "advert"),
      "verne-edge-1",
      "Unknown keyword 'advert'",
    ],
    [
      "the same where a script is tracked",
      WEB.replace("advert_int", "advert"),
      "verne-production-web-1",
      "Unknown keyword 'advert'",
    ],
    ["one for a card there is not", EDGE.replaceAll("ens225", "ens999"), "verne-edge-1", "ens999"],
    [
      "one with a word that conntrackd does not know",
      EDGE.replace("Checksum on", "Checksums on"),
      "verne-edge-1",
      "conntrackd refuses it: ",
    ],
    [
      "one that runs another program",
      EDGE.replace("vrrp-notify", "../../../bin/sh"),
      "verne-edge-1",
      "not ours",
    ],
    [
      "one that tracks another program",
      WEB.replace("vrrp-listens", "vrrp-listens; reboot"),
      "verne-production-web-1",
      "not ours",
    ],
    [
      "one that reads other files",
      EDGE.replace("global_defs", "include /etc/passwd\nglobal_defs"),
      "verne-edge-1",
      "not ours",
    ],
    [
      "one whose scripts are somebody else",
      WEB.replace("nobody nogroup", "root"),
      "verne-production-web-1",
      "not ours",
    ],
    ["an empty one", "", "verne-edge-1", "parts named"],
  ])("is refused when it is %s", (_, document, host, reason) => {
    expect(complaint(host, document)).toContain(reason);
    expect(complaint(host, document).split("\n")).toHaveLength(1);
    expect(server.read("/etc/keepalived/keepalived.conf")).toBeUndefined();
  });

  test("gives each member of an edge its own side of the link between them, conntrackd before keepalived", () => {
    expect(run("verne-edge-2", "apply", EDGE).status).toBe(0);
    expect(calls()).toEqual(["restart conntrackd.service", "restart keepalived.service"]);
    const conntrackd = server.read("/etc/straat/conntrackd.conf") ?? "";
    expect(conntrackd).toContain("\n\t\tIPv4_address 10.0.8.3\n\t\tIPv4_Destination_Address 10.0.8.2\n");
    expect(conntrackd).not.toContain("@");
    expect(server.read("/etc/keepalived/keepalived.conf")).toBe(EDGE.split(/=== .*\n/)[1]);
  });

  test("hands nothing over when it is applied again or changed: keepalived goes on and reads it anew", () => {
    run("verne-edge-1", "apply", EDGE);
    calls();
    expect(run("verne-edge-1", "apply", EDGE).status).toBe(0);
    expect(calls()).toEqual([]);
    run("verne-edge-1", "apply", EDGE.replace("advert_int 1", "advert_int 2"));
    expect(calls()).toEqual(["reload keepalived.service"]);
    run("verne-edge-1", "apply", EDGE.replace("HashSize 65536", "HashSize 32768"));
    expect(calls()).toEqual(["restart conntrackd.service", "reload keepalived.service"]);
  });

  test("is verified by what runs, and leaves nothing running when it is removed", () => {
    run("verne-production-web-1", "apply", WEB);
    expect(run("verne-production-web-1", "verify").status).toBe(0);
    expect(run("verne-production-web-1", "remove").status).toBe(0);
    expect(calls().at(-1)).toBe("stop keepalived.service");
    expect(server.read("/etc/keepalived/keepalived.conf")).toBeUndefined();
    expect(run("verne-production-web-1", "verify").stderr).toBe("keepalived does not run\n");
    run("verne-edge-1", "apply", EDGE);
    expect(run("verne-edge-1", "verify").stderr).toBe("conntrackd does not answer\n");
    run("verne-edge-1", "remove");
    expect(server.read("/etc/straat/conntrackd.conf")).toBeUndefined();
    expect(calls().slice(-2)).toEqual(["stop keepalived.service", "stop conntrackd.service"]);
  });
});

function lacking(): string | undefined {
  if (process.getuid?.() !== 0) return "root, for a server's name and cards";
  const missing = ["keepalived", "conntrackd", "ip", "unshare"].filter(
    (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")}; apt-get install keepalived conntrackd iproute2 util-linux`;
}
