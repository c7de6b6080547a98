import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { FILE_KEYS } from "../../lib/guest/boot/file-bundle";
import type { AppView } from "../support/app";
import { Authority } from "../support/authority";
import { unpacked } from "../support/guestinfo";
import { describeUnless } from "../support/tool";
import { Collector } from "./support/collector";
import { buildHouse } from "./support/house";
import { extraConfigOf, HouseLab } from "./support/house-lab";
import { lackingForMachines } from "./support/lacking";
import type { Machine } from "./support/machine";
import { SshKeys } from "./support/ssh-keys";
import { Template } from "./support/template";

jest.setTimeout(900_000);

/** Somebody who can read every backup's password; the private half was thrown away. */
const ESCROW = ["age10ksr4v7mvaeedkzh64nlqfquhw49aqr8pchvefhrcr475zn7kprsyvn0uv"];

/** What cannot be well in a container: the kernel's audit is the machine's that runs this. */
const OF_THE_KERNEL = ["straat-heartbeat.service"];

/** What a lab is no place for: work that restarts a server. */
const TAKES_DOWN = /^straat-(patch-[a-z]+|backup)\.service$/;

/** What is right to complain here: nobody tells the time, Trivy is a stand-in, and the kernel is not the server's. */
const OUTSIDE = /^straat-(time-sync|vulnerability-scan|baseline|heartbeat)\.service$/;

describeUnless(lackingForMachines(), "a house whose servers are really started", () => {
  let authority: Authority;
  let keys: SshKeys;
  let template: Template;
  let lab: HouseLab;
  let collector: Collector | undefined;
  let house: AppView;
  beforeAll(async () => {
    authority = new Authority();
    keys = new SshKeys();
    house = buildHouse({ authority: authority.pem, admins: keys.admins, escrow: ESCROW });
    template = Template.make(packagesOf(house));
    lab = await HouseLab.start(house, template);
  });
  afterAll(async () => {
    await lab?.destroy();
    template?.remove();
    collector?.remove();
    authority?.remove();
    keys?.remove();
  });

  const each = async <T>(ask: (name: string) => Promise<T> | T) => {
    const answers = [...lab.machines.keys()].map(async (name) => [name, await ask(name)] as const);
    return Object.fromEntries(await Promise.all(answers));
  };
  const all = <T>(value: T) => Object.fromEntries([...lab.machines.keys()].map((name) => [name, value]));

  test("boots: cloud-init has no complaint, and no step of any part failed", async () => {
    expect(await each((name) => lab.machine(name).errors())).toEqual(all([]));
    expect(await each((name) => lab.machine(name).report("first-boot"))).toEqual(
      all('{"ok":true,"error":null}'),
    );
  });

  test("learns who its servers are from what they report, and every document is then in use", async () => {
    const requests = await each((name) => lab.reported(name, "identity-request"));
    const certificates = Object.entries(requests).map(([name, request]) =>
      authority.signRequest(Buffer.from(request, "base64"), {
        extensions: `basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth,serverAuth\nsubjectAltName=DNS:${name}`,
      }),
    );
    const backupRecipient = await lab.reported("backup-west-1", "backup-recipient");
    const known = {
      authority: authority.pem,
      admins: keys.admins,
      escrow: ESCROW,
      certificates,
      backupRecipient,
    };
    await lab.apply(buildHouse(known));
    const errors = await each(async (name) => {
      const documents = (await lab.machine(name).sh("cat /etc/straat/documents")).split("\n");
      const reports = documents.map(
        (document) => [document, lab.machine(name).report(document) ?? "{}"] as const,
      );
      return reports.filter(([, report]) => JSON.parse(report).error !== null);
    });
    expect(errors).toEqual(all([]));
  });

  test("has nothing that failed, but what asks for a kernel of its own", async () => {
    const failed = await each(async (name) => {
      const units = await lab
        .machine(name)
        .sh("systemctl list-units --state=failed --plain --no-legend | cut -d ' ' -f 1");
      return units.split("\n").filter((unit) => unit !== "" && !OF_THE_KERNEL.includes(unit));
    });
    expect(failed).toEqual(all([]));
  });

  test("has every file of every part in place, root's, with the mode that was asked for", async () => {
    const wrong = await each(async (name) => {
      const files = filesIn(house, name).filter(({ path }) => !MADE_ANEW.test(path));
      const told = await lab
        .machine(name)
        .sh(`stat -c '%a %U:%G %n' ${files.map(({ path }) => path).join(" ")}`);
      const wanted = files.map(
        ({ path, mode }) => `${Number.parseInt(mode, 8).toString(8)} root:root ${path}`,
      );
      return told.split("\n").filter((line) => !wanted.includes(line));
    });
    expect(wrong).toEqual(all([]));
  });

  test("has every unit as its parts want it: enabled, or never to run", async () => {
    const wrong = await each(async (name) => {
      const steps = (await lab.machine(name).sh("cat /etc/straat/first-boot")).split("\n");
      const units = (verb: string) =>
        steps.flatMap((line) => new RegExp(`systemctl ${verb} --now (\\S+)$`).exec(line)?.[1] ?? []);
      const state = async (unit: string) =>
        (await lab.machine(name).run("systemctl", "is-enabled", unit)).stdout.trim();
      const enabled = await Promise.all(
        units("enable").map(async (unit) => [unit, await state(unit)] as const),
      );
      const masked = await Promise.all(units("mask").map(async (unit) => [unit, await state(unit)] as const));
      return [
        ...enabled.filter(([, is]) => !["enabled", "static", "alias"].includes(is)),
        ...masked.filter(([, is]) => is !== "masked"),
      ];
    });
    expect(wrong).toEqual(all([]));
  });

  test("lets a named administrator in from the VPN's addresses with a key, to become root, and nobody else (V-08)", async () => {
    const [address] = house.stack("verne/production").group("web").servers[0]?.interfaces[0]?.addresses ?? [];
    const login = (from: string, key: string, as: string, ...command: readonly string[]) =>
      lab.lab.exec("router", [
        ...["ssh", "-F", "none", "-b", from, "-i", key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"],
        ...["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "ConnectTimeout=4"],
        ...[`${as}@${address}`, ...command],
      ]);
    const tunnel = "10.99.16.50";
    expect(login(tunnel, keys.admin, "jdevries", "sudo -n id -un")).toMatchObject({
      status: 0,
      stdout: "root\n",
    });
    expect(login(tunnel, keys.stranger, "jdevries", "true").status).toBe(255);
    expect(login(tunnel, keys.admin, "root", "true").status).toBe(255);
    expect(login(tunnel, keys.admin, "obakker", "true").status).toBe(255);
    expect(login("192.0.2.10", keys.admin, "jdevries", "true").stderr).toMatch(/timed out/);
  });

  test("sends the logs of every server to the collector, once it answers (B-01)", async () => {
    collector = new Collector(lab.lab, "router", "logs.example.nl", authority);
    const names = [...lab.machines.keys()].toSorted();
    await until(async () => collector?.hosts.length === names.length, 100).catch((error) => {
      throw new Error(`${error}: ${collector?.story}`);
    });
    expect(collector.hosts).toEqual(names);
  });

  test("backs a database up to the other site through all walls, and restores it there (B-15, B-16, B-19)", async () => {
    const database = lab.machine("verne-production-database-1");
    const repository = lab.machine("backup-west-1");
    await database.sh(`runuser -u postgres -- createdb library
runuser -u postgres -- psql -q -d library -c "create table books (title text); insert into books values ('Nautilus')"`);
    await database.sh(
      "systemctl start straat-backup || { journalctl --no-pager -u straat-backup -n 40; false; }",
    );
    const age = await database.sh("echo $(($(date +%s) - $(cat /var/lib/straat/backup/last-success)))");
    expect(Number(age)).toBeLessThan(120);
    expect(await repository.sh("ls /srv/data/backup/repositories")).toBe(database.name);
    await repository.sh(
      "systemctl start straat-repository-restore-test || { journalctl --no-pager -u straat-repository-restore-test -n 40; false; }",
    );
    const told = await repository.sh("journalctl --no-pager -o cat -u straat-repository-restore-test");
    expect(told).toContain(database.name);
  });

  test("does what its timers ask for, each in its sandbox, when they ask", async () => {
    const wrong = await each(async (name) => {
      const machine = lab.machine(name);
      const timers = await machine.sh("systemctl list-timers --all --plain --no-legend --no-pager");
      const units = [...new Set(timers.match(/straat-[a-z-]+\.service/g))].filter(
        (unit) => !TAKES_DOWN.test(unit),
      );
      const ends = [];
      for (const unit of units) {
        const { status } = await machine.run("systemctl", "start", unit);
        const [result, code] = (await machine.sh(`systemctl show -P Result -P ExecMainStatus ${unit}`)).split(
          "\n",
        );
        // Above 200 it is systemd that could not start it; a signal is a sandbox that is too narrow.
        const itself = ["success", "exit-code"].includes(result as string) && Number(code) < 200;
        if (!itself || (status !== 0 && !OUTSIDE.test(unit))) {
          ends.push(
            `${unit}: ${result} ${code}: ${await machine.sh(`journalctl --no-pager -o cat -u ${unit} -n 6`)}`,
          );
        }
      }
      return ends;
    });
    expect(wrong).toEqual(all([]));
  });

  test("goes on with the other edge when one dies, and the dead one comes back without taking over (H-03)", async () => {
    const [one, other] = ["verne-edge-1", "verne-edge-2"].map((name) => lab.machine(name)) as [
      Machine,
      Machine,
    ];
    const virtual = house
      .stack("verne/street")
      .group("edge")
      .virtual.flatMap(({ addresses }) => addresses.map(String));
    const holds = async (machine: Machine) => {
      const addresses = (await machine.sh("ip -brief address"))
        .split(/\s+/)
        .map((text) => text.replace(/\/.*/, ""));
      return virtual.filter((address) => addresses.includes(address)).length;
    };
    const [active, standby] = (await holds(one)) > 0 ? [one, other] : [other, one];
    expect([await holds(active), await holds(standby)]).toEqual([virtual.length, 0]);
    await active.cut();
    await until(async () => (await holds(standby)) === virtual.length);
    await active.start();
    expect(await active.sh("nft list table inet straat | grep -c 'policy drop'")).toBe("3");
    await until(
      async () => (await active.run("systemctl", "is-active", "keepalived", "conntrackd")).status === 0,
    );
    expect([await holds(active), await holds(standby)]).toEqual([0, virtual.length]);
    const first = await active.sh(
      "grep -c 'first boot, units: systemctl daemon-reload' /var/log/cloud-init-output.log",
    );
    expect(first).toBe("1");
  });

  test("is as it was after its first boot is taken once more, and its documents are read once more", async () => {
    const changed = await each(async (name) => {
      const machine = lab.machine(name);
      const before = await machine.sh(DIGESTS);
      await machine.sh("/usr/local/lib/straat/first-boot >/dev/null");
      await machine.run("systemctl", "start", "straat-agent");
      const known = before.split("\n");
      return (await machine.sh(DIGESTS)).split("\n").filter((line) => !known.includes(line));
    });
    expect(changed).toEqual(all([]));
  });
});

/** Waits for what takes a moment; half a minute at the most unless told otherwise. */
async function until(isSo: () => Promise<boolean>, seconds = 30): Promise<void> {
  for (let attempt = 0; attempt < seconds; attempt += 1) {
    if (await isSo()) return;
    await sleep(1000);
  }
  throw new Error("it does not happen");
}

/** What a document makes anew, or a package keeps. */
const MADE_ANEW = /^\/etc\/nftables\.conf$/;

/**
 * Settings and programs of a server: name, mode, owner and content of each. Not the copies that tools for accounts make
 * of what was there before (`/etc/shadow-`).
 */
const DIGESTS = `find /etc /usr/local -type f ! -name '*-' -print0 | sort -z | xargs -0 -I{} sh -c 'printf "%s " "$(stat -c "%a %U:%G" "{}")"; sha256sum "{}"'`;

interface FileOnServer {
  readonly path: string;
  readonly mode: string;
}

/** The files a server is given, as its guestinfo lists them. */
function filesIn(house: AppView, name: string): readonly FileOnServer[] {
  const config = extraConfigOf(house, name);
  const encoded = FILE_KEYS.map((key) => config[key] ?? "").join("");
  const list = unpacked(encoded).split("\n\n")[0]?.split("\n").slice(1) ?? [];
  return list.map((line) => ({ mode: line.split(" ")[0] as string, path: line.split(" ")[2] as string }));
}

/** Every package that some server asks for. */
function packagesOf(house: AppView): readonly string[] {
  const machines = house.paths.flatMap((path) =>
    Object.values(house.stack(path).resources("vsphere_virtual_machine")),
  );
  const userData = new Set(machines.map((body) => body["extra_config"]["guestinfo.userdata"] as string));
  const asked = [...userData].flatMap((text) => JSON.parse(unpacked(text).split("\n")[1] as string).packages);
  return [...new Set(asked as string[])].filter((name) => name !== "trivy").sort();
}
