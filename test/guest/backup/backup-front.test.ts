import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { BACKUP_PROGRAMS, BackupHouse, lackingOf } from "../../support/backup-house";
import type { GuestRoot } from "../../support/guest-root";
import { describeUnless } from "../../support/tool";

const OTHER_NUMBER = "0123456789abcdef";
const NAME = "f".repeat(64);

describeUnless(lackingOf(BACKUP_PROGRAMS), "the front of a backup repository", () => {
  let house: BackupHouse;
  let owner: GuestRoot;
  let neighbour: GuestRoot;
  let place: string;

  beforeAll(async () => {
    house = await BackupHouse.open();
    owner = house.begun("verne-production-web-1");
    neighbour = house.client("verne-production-web-2");
    place = house.placeOf(owner);
  }, 60_000);
  afterAll(() => house?.close());

  const status = (method: string, path: string, guest = owner) =>
    house.ask(guest, "-X", method, ...(method === "POST" ? ["--data", "x"] : []), house.url(path));
  const snapshot = () => `${place}/snapshots/${basename(house.filesOf(owner, "snapshots")[0] ?? "")}`;
  const s_client = (guest: GuestRoot, ...args: readonly string[]) => {
    const target = [
      "s_client",
      "-connect",
      `127.0.0.1:${house.port}`,
      "-CAfile",
      join(house.folder, "ca.pem"),
    ];
    return guest.run("sh", ["-c", 'exec openssl "$@" </dev/null', "sh", ...target, ...args]);
  };

  test("lets a server read and add to its own repository", () => {
    expect(house.ask(owner, "--head", house.url(`${place}/config`))).toBe("200");
    expect(house.ask(owner, house.url(snapshot()))).toBe("200");
    expect(status("POST", `${place}/data/${NAME}`)).toBe("200");
  });

  test("knows no server by another's name: neither to read, to add, nor to deposit a password", () => {
    expect(house.ask(neighbour, "--head", house.url(`${place}/config`))).toBe("403");
    expect(house.ask(neighbour, house.url(snapshot()))).toBe("403");
    expect(status("POST", `${place}/data/${"e".repeat(64)}`, neighbour)).toBe("403");
    expect(status("POST", `${place.split("/")[0]}/${OTHER_NUMBER}/?create=true`, neighbour)).toBe("403");
    const deposit = house.url(`keys/verne-production-web-1/${OTHER_NUMBER}.${OTHER_NUMBER}`);
    expect(house.ask(neighbour, "--upload-file", owner.at("/etc/hostname"), deposit)).toBe("403");
    expect(house.ask(neighbour, "--head", deposit)).toBe("403");
  });

  test.each([
    "verne-production-web-2/../PLACE/config",
    "verne-production-web-2/%2e%2e/PLACE/config",
    "verne-production-web-2/..%2fPLACE/config",
    `verne-production-web-2/${OTHER_NUMBER}/..%2f..%2fPLACE/config`,
    `verne-production-web-2/${OTHER_NUMBER}/%252e%252e/%252e%252e/PLACE/config`,
    `verne-production-web-2/${OTHER_NUMBER}/data/..%5c..%5cPLACE/config`,
    "/PLACE/config",
    "./PLACE/config",
    "PLACE/config?x=/verne-production-web-2/",
    "PLACE%00/config",
    "PLACE%0a/config",
    `keys/verne-production-web-2/${OTHER_NUMBER}.${OTHER_NUMBER}/../../../PLACE/config`,
  ])("leads nobody astray by a path like %s", (path) => {
    expect(house.ask(neighbour, "--head", house.url(path.replace("PLACE", place)))).toMatch(
      /^(400|403|404)$/,
    );
  });

  test.each([
    ["DELETE", "config"],
    ["DELETE", ""],
    ["DELETE", "SNAPSHOT"],
    ["DELETE", "KEY"],
    ["DELETE", `data/${NAME}`],
    ["DELETE", `locks/../data/${NAME}`],
    ["DELETE", `locks/..%2fdata/${NAME}`],
    ["POST", "config"],
    ["POST", "SNAPSHOT"],
    ["POST", "KEY"],
    ["PUT", "SNAPSHOT"],
    ["PUT", "config"],
    ["PATCH", "config"],
    ["MOVE", "config"],
  ])("takes and changes nothing that is there: %s %s", (method, what) => {
    const key = `keys/${basename(house.filesOf(owner, "keys")[0] ?? "")}`;
    const path = what.replace("SNAPSHOT", snapshot().slice(place.length + 1)).replace("KEY", key);
    const before = ["snapshots", "keys", "data"].map((kind) => house.filesOf(owner, kind as "keys"));
    expect(status(method, `${place}/${path}`)).toMatch(/^4\d\d$/);
    expect(["snapshots", "keys", "data"].map((kind) => house.filesOf(owner, kind as "keys"))).toEqual(before);
  });

  test("has a store behind it that by itself neither deletes nor writes over", () => {
    const behind = (method: string, path: string) => {
      const options = [
        "-s",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code}",
        "--unix-socket",
        join(house.folder, "store.sock"),
      ];
      return owner.run("curl", [...options, "-X", method, "--data", "x", `http://store/${path}`]).stdout;
    };
    expect(behind("POST", `${place}/locks/${NAME}`)).toBe("200");
    expect(behind("DELETE", `${place}/locks/${NAME}`)).toBe("200");
    for (const path of [snapshot(), `${place}/config`]) {
      expect(behind("DELETE", path)).toBe("403");
      expect(behind("POST", path)).toBe("403");
    }
    expect(house.filesOf(owner, "snapshots")).toHaveLength(1);
  });

  test("refuses by itself, whatever the store would do", async () => {
    const open = await BackupHouse.open(false);
    try {
      const host = "verne-production-web-1";
      const guest = open.client(host);
      const folder = join(open.store, "repositories", host, OTHER_NUMBER);
      for (const kind of ["data", "index", "keys", "locks", "snapshots"]) {
        mkdirSync(join(folder, kind), { recursive: true });
        writeFileSync(join(folder, kind, NAME), "kept");
      }
      writeFileSync(join(folder, "config"), "kept");
      spawnSync("chown", [
        "-R",
        "--reference",
        join(open.store, "repositories"),
        join(open.store, "repositories"),
      ]);
      const remove = (path: string) =>
        open.ask(guest, "-X", "DELETE", open.url(`${host}/${OTHER_NUMBER}/${path}`));
      for (const path of ["config", `data/${NAME}`, `index/${NAME}`, `keys/${NAME}`, `snapshots/${NAME}`]) {
        expect(remove(path)).toBe("403");
        expect(readFileSync(join(folder, path), "utf8")).toBe("kept");
      }
      // This store would have.
      expect(remove(`locks/${NAME}`)).toBe("200");
    } finally {
      open.close();
    }
  }, 30_000);

  test("lets locks come and go", () => {
    expect(status("POST", `${place}/locks/${NAME}`)).toBe("200");
    expect(status("DELETE", `${place}/locks/${NAME}`)).toBe("200");
    expect(house.filesOf(owner, "locks")).toEqual([]);
  });

  test("takes a password once, and gives it to nobody", () => {
    const [file] = ["/etc/hostname"].map((path) => owner.at(path)) as [string];
    const url = house.url(`keys/verne-production-web-1/${OTHER_NUMBER}.${OTHER_NUMBER}`);
    const kept = join(house.store, "keys/verne-production-web-1", `${OTHER_NUMBER}.${OTHER_NUMBER}`);
    expect(house.ask(owner, "--upload-file", file, url)).toBe("201");
    expect(readFileSync(kept, "utf8")).toBe("verne-production-web-1\n");
    expect(house.ask(owner, "--upload-file", owner.at("/etc/straat/backup-paths"), url)).toBe("409");
    expect(readFileSync(kept, "utf8")).toBe("verne-production-web-1\n");
    expect(house.ask(owner, url)).toBe("405");
    expect(house.ask(owner, "-X", "DELETE", url)).toBe("405");
    expect(house.ask(owner, "-X", "MOVE", "-H", "Destination: /keys/x", url)).toBe("405");
    owner.write("/large", Buffer.alloc(65 * 1024));
    const next = house.url(`keys/verne-production-web-1/${OTHER_NUMBER}.${"1".repeat(16)}`);
    expect(house.ask(owner, "--upload-file", owner.at("/large"), next)).toBe("413");
  });

  test("does not speak to who has no certificate, or one of another house", () => {
    const bare = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", join(house.folder, "ca.pem")];
    expect(owner.run("curl", [...bare, "--head", house.url(`${place}/config`)]).stdout).toBe("400");
    const stranger = house.client("verne-production-web-1");
    house.forge("verne-production-web-1", stranger.at("/etc/straat/tls"));
    expect(house.ask(stranger, "--head", house.url(`${place}/config`))).toBe("400");
  });

  test.each([
    ["/CN=verne-production-web-1/CN=verne-production-web-2", "403"],
    ["/CN=verne-production-web-2/O=x,CN=verne-production-web-1", "403"],
    ["/CN=verne-production-web-2/O=x\\/CN=verne-production-web-1", "403"],
    ["/CN=verne-production-web-1.evil", "403"],
    ["/CN=verne-production-web-1,CN=verne-production-web-2", "403"],
    ["/OU=any/CN=verne-production-web-1", "200"],
  ])("reads one name in a subject, the last: %s", (subject, expected) => {
    const guest = house.client("any");
    house.certify(subject, guest.at("/etc/straat/tls"), "extendedKeyUsage=clientAuth");
    expect(house.ask(guest, "--head", house.url(`${place}/config`))).toBe(expected);
  });

  test("speaks TLS 1.2 and 1.3, and nothing older (V-10)", () => {
    for (const version of ["-tls1_2", "-tls1_3"]) {
      expect(s_client(owner, version, "-verify_return_error").stdout).toContain("Verify return code: 0 (ok)");
    }
    for (const version of ["-tls1", "-tls1_1"]) {
      const { stdout, stderr } = s_client(owner, version, "-cipher", "ALL@SECLEVEL=0");
      expect(stdout).toContain("no peer certificate available");
      expect(stderr).toMatch(/alert protocol version/);
    }
  });

  test("passes on what is larger than it would hold itself", () => {
    owner.write("/large", Buffer.alloc(20 * 1024 * 1024, 7));
    const url = house.url(`${place}/data/${"a".repeat(64)}`);
    expect(house.ask(owner, "-X", "POST", "--data-binary", `@${owner.at("/large")}`, url)).toBe("200");
  });
});
