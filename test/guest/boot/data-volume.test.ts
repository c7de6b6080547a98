import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { dataVolumePart } from "../../../lib/guest/boot/data-volume";
import { GuestRoot } from "../../support/guest-root";
import { describeWith } from "../../support/tool";

const PROGRAM = "/usr/local/lib/straat/make-data-volume";
const MIB = 1024 * 1024;

describeWith("mkfs.ext4", "apt-get install e2fsprogs", "the data disk of a server", () => {
  let server: GuestRoot;
  beforeEach(() => {
    server = new GuestRoot(...(dataVolumePart().files ?? []));
    server.write("/etc/fstab", "UUID=1 / ext4 defaults 0 1");
    server.recorder("mount");
    server.standIn("mountpoint", "exit 1");
  });
  afterEach(() => server.remove());

  /** Disks are files here: `lsblk` says that they are disks, and everything else looks at what is in them. */
  function plugIn(disks: Readonly<Record<string, Uint8Array>>): readonly string[] {
    const paths = Object.entries(disks).map(([name, content]) => {
      const path = join(server.folder, name);
      writeFileSync(path, content);
      return path;
    });
    const list = paths.map((path) => `echo '${path} disk'`).join("\n");
    server.standIn("lsblk", `case "$*" in *--nodeps*) ${list || ":"};; *) echo one;; esac`);
    server.standIn(
      "blkid",
      `for disk in ${paths.join(" ")}; do real -p -o value -s LABEL "$disk" | grep -qx straat-data && exit 0; done; exit 2`,
    );
    return paths;
  }

  const labelOf = (path: string) =>
    spawnSync("blkid", ["-p", "-o", "value", "-s", "LABEL", path], { encoding: "utf8" }).stdout.trim();
  const blank = () => new Uint8Array(8 * MIB);

  test("is the blank one; the system's is not touched", () => {
    const system = blank();
    system.set([0x55, 0xaa], 510);
    system.set([0, 0, 0, 0, 0x83, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 446);
    const [first, second] = plugIn({ sda: system, sdb: blank() }) as [string, string];
    expect(server.run(PROGRAM)).toMatchObject({ status: 0, stderr: "" });
    expect(labelOf(second)).toBe("straat-data");
    expect(labelOf(first)).toBe("");
    expect(server.read("/etc/fstab")).toBe(
      "UUID=1 / ext4 defaults 0 1\nLABEL=straat-data /srv/data ext4 nodev,nosuid,nofail,x-systemd.device-timeout=30s 0 2\n",
    );
    expect(server.calls("mount")).toHaveLength(1);
  });

  test("is found again by its label, and never formatted twice", () => {
    const [disk] = plugIn({ sdb: blank() }) as [string];
    server.run(PROGRAM);
    const uuid = () =>
      spawnSync("blkid", ["-p", "-o", "value", "-s", "UUID", disk], { encoding: "utf8" }).stdout;
    const before = [uuid(), server.read("/etc/fstab")];
    expect(server.run(PROGRAM).status).toBe(0);
    expect([uuid(), server.read("/etc/fstab")]).toEqual(before);
  });

  test.each([
    ["none is blank", {}, "there is no blank disk"],
    ["two are blank", { sdb: blank(), sdc: blank() }, "several disks are blank"],
  ])("is nobody's guess where %s", (_what, disks, complaint) => {
    const paths = plugIn(disks);
    const { status, stderr } = server.run(PROGRAM);
    expect(status).not.toBe(0);
    expect(stderr).toContain(complaint);
    expect(paths.map(labelOf).filter((label) => label !== "")).toEqual([]);
    expect(server.calls("mount")).toEqual([]);
  });
});

describe("the part", () => {
  test("runs once, on the first boot", () => {
    expect(dataVolumePart().commands).toEqual([PROGRAM]);
  });
});
