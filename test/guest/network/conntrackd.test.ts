import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { conntrackdConfig } from "../../../lib/guest/network/conntrackd";
import { CONNTRACKD } from "../../../lib/network/compile";
import { edgeRecord, plan, plan4 } from "../../support/group-records";
import { describeWith } from "../../support/tool";

const HOSTS = ["verne-edge-1", "verne-edge-2"];
const config = conntrackdConfig(edgeRecord(plan));

/** The configuration of one member. */
const asReadBy = (host: string, text = config) =>
  text
    .split("\n")
    .flatMap((line) => {
      if (!line.startsWith("@")) return [line];
      return line.startsWith(`@${host} `) ? [line.slice(host.length + 2)] : [];
    })
    .join("\n");

describe("what an edge's members tell each other of connections", () => {
  test("goes from either to the other, over their own link and the port that the firewall has for it", () => {
    const [one = "", other = ""] = HOSTS.map((host) => asReadBy(host));
    const ends = (text: string) =>
      [/IPv4_address (\S+)/, /IPv4_Destination_Address (\S+)/].map((end) => end.exec(text)?.[1]);
    expect(ends(one)).toEqual(["10.0.8.2", "10.0.8.3"]);
    expect(ends(other)).toEqual(["10.0.8.3", "10.0.8.2"]);
    for (const text of [one, other]) {
      expect(text).toContain("\n\t\tInterface ens224\n");
      expect(text).toContain(`\n\t\tPort ${CONNTRACKD.first}\n`);
    }
  });

  test("leaves out what ends with a member: its own connections, on every card", () => {
    const own = edgeRecord(plan).servers.flatMap(({ interfaces }) =>
      interfaces.flatMap(({ addresses }) => addresses),
    );
    const ignored = config.slice(config.indexOf("Address Ignore"));
    for (const address of own) expect(ignored).toContain(`IPv${address.family}_address ${address}\n`);
    expect(ignored).not.toContain("10.0.0.1\n");
  });

  test("differs between members in nothing else", () => {
    const [one, other] = HOSTS.map((host) => asReadBy(host).split("\n"));
    expect(one?.filter((line) => !other?.includes(line))).toHaveLength(2);
  });
});

describeWith("conntrackd", "apt-get install conntrackd", "the configuration of conntrackd", () => {
  const folder = mkdtempSync(join(tmpdir(), "straat-conntrackd-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  /** As a client it reads its configuration, and then finds no server at a socket of this folder. */
  const complaint = (text: string) => {
    const path = join(folder, "conntrackd.conf");
    writeFileSync(path, text.replace("/run/conntrackd.ctl", join(folder, "ctl")));
    return spawnSync("conntrackd", ["-C", path, "-s"], { encoding: "utf8" }).stderr;
  };

  test.each(HOSTS)("is read by %s with IPv6 and without", (host) => {
    for (const street of [plan, plan4]) {
      const text = complaint(asReadBy(host, conntrackdConfig(edgeRecord(street))));
      expect(text).toContain("can't connect");
      expect(text).not.toContain("pars");
    }
  });

  test("would be refused with a mistake in it", () => {
    expect(complaint(asReadBy("verne-edge-1").replace("FTFW", "FTFV"))).toContain("parsing config file");
  });
});
