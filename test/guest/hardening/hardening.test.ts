import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { userData } from "../../../lib/guest/boot/first-boot";
import { BASELINE_ROLES, type BaselineRole } from "../../../lib/guest/hardening/baseline";
import {
  BASELINE_ACCESS,
  BASELINE_LIST,
  BASELINE_MODULES,
  BASELINE_SYSCTL,
  hardeningPart,
} from "../../../lib/guest/hardening/hardening";
import { describeUnless, describeWith } from "../../support/tool";

const folder = mkdtempSync(join(tmpdir(), "straat-hardening-"));
afterAll(() => rmSync(folder, { recursive: true }));

const contentOf = (path: string, role: BaselineRole = "server") =>
  hardeningPart(role).files?.find((file) => file.path === path)?.content ?? "";
const run = (command: string, ...args: readonly string[]) => spawnSync(command, args, { encoding: "utf8" });

/** Writes the files of the part below a folder of its own. */
function written(role: BaselineRole): string {
  const root = mkdtempSync(join(folder, "root-"));
  for (const { path, content } of hardeningPart(role).files ?? []) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

describe("the hardening of a server", () => {
  test("is a part that a first boot takes, the same bytes each time", () => {
    for (const role of BASELINE_ROLES) {
      expect(userData([hardeningPart(role)])).toBe(userData([hardeningPart(role)]));
    }
  });

  test("takes no more than a third of what guestinfo carries", () => {
    const zipped = spawnSync("gzip", ["-9c"], { input: userData([hardeningPart("server")]) }).stdout;
    expect(zipped.length).toBeLessThan(16 * 1024);
  });

  test("sets packets to be passed on for nobody, and for a router leaves that to its own part", () => {
    expect(contentOf(BASELINE_SYSCTL)).toContain("net.ipv4.ip_forward = 0\n");
    expect(contentOf(BASELINE_SYSCTL, "edge")).not.toContain("forward");
    expect(contentOf(BASELINE_SYSCTL, "vpn-gateway")).not.toContain("forward");
    expect(contentOf(BASELINE_SYSCTL, "edge")).toContain("net.ipv4.conf.all.rp_filter = 1\n");
  });

  test("takes a web server's nginx away from everybody else", () => {
    const purge = (role: BaselineRole) => hardeningPart(role).commands?.join("\n") ?? "";
    expect(purge("server")).toMatch(/ nginx-common .*apt-get|apt-get .* nginx-common /);
    expect(purge("web")).not.toContain("nginx");
  });

  test("lists what does not hold, with the reason, and what is judged", () => {
    const list = contentOf(BASELINE_LIST, "edge");
    expect(list).toMatch(/^# 3\.3\.1 is an exception here \(PROMISES 2\): packets are not passed on: /m);
    expect(list).not.toMatch(/^3\.3\.1\t/m);
    expect(contentOf(BASELINE_LIST)).toMatch(/^3\.3\.1\tsysctl_is 'net\.ipv4\.ip_forward' 0 && /m);
  });

  test("has commands and checks that a shell can read", () => {
    for (const role of BASELINE_ROLES) {
      const checks = contentOf(BASELINE_LIST, role).replaceAll(/^[0-9.]+\t/gm, "");
      const lines = `${checks}${hardeningPart(role).commands?.join("\n")}\n`;
      expect(spawnSync("sh", ["-n"], { input: lines, encoding: "utf8" })).toMatchObject({
        status: 0,
        stderr: "",
      });
    }
  });

  test("asks apt for packages that are there only, and for nothing when there are none", () => {
    const purge = hardeningPart("server").commands?.find((line) => line.includes("purge")) ?? "";
    const bin = mkdtempSync(join(folder, "bin-"));
    writeFileSync(join(bin, "apt-get"), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    const asked = (answer: string) => {
      writeFileSync(join(bin, "dpkg-query"), `#!/bin/sh\nprintf '${answer}'\nexit 1\n`, { mode: 0o755 });
      return spawnSync("sh", ["-euc", purge], {
        encoding: "utf8",
        env: { PATH: `${bin}:${process.env["PATH"]}` },
      });
    };
    expect(asked("installed telnet\\nconfig-files ftp\\nnot-installed nis\\n")).toMatchObject({
      status: 0,
      stdout: "-y -q purge telnet\n",
    });
    expect(asked("")).toMatchObject({ status: 0, stdout: "-y -q purge\n" });
  });
});

const isRoot = process.getuid?.() === 0 ? undefined : "root, for namespaces";

describeUnless(isRoot, "the kernel's settings of the baseline", () => {
  // Keys of security modules that the kernel of a test machine may lack; on Debian's kernel they are there.
  const MAY_LACK = ["kernel.yama.ptrace_scope"];

  test.each(["server", "edge"] as const)(
    "of a %s are keys this kernel knows, and take effect for every card",
    (role) => {
      const file = join(folder, `${role}.conf`);
      const net = contentOf(BASELINE_SYSCTL, role)
        .split("\n")
        .filter((line) => line.startsWith("net."));
      writeFileSync(file, `${net.join("\n")}\n`);
      const script = `
      ip link add one type veth peer name two
      for key in accept_redirects send_redirects secure_redirects accept_source_route; do
        echo 1 > /proc/sys/net/ipv4/conf/one/$key
      done
      sysctl --load=${file} >/dev/null
      ip link add late type veth peer name later
      cd /proc/sys/net
      for card in one late; do
        cat ipv4/conf/$card/accept_redirects ipv4/conf/$card/send_redirects ipv4/conf/$card/secure_redirects
        cat ipv4/conf/$card/accept_source_route ipv6/conf/$card/accept_ra ipv6/conf/$card/accept_redirects
      done
      cat ipv4/conf/all/rp_filter ipv4/conf/all/log_martians ipv4/ip_forward`;
      const { stdout, stderr, status } = run("unshare", "--net", "sh", "-euc", script);
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
      expect(stdout.trim().split("\n")).toEqual([...Array.from({ length: 12 }, () => "0"), "1", "1", "0"]);
    },
  );

  test("that are not of the network are keys this kernel knows", () => {
    const keys = contentOf(BASELINE_SYSCTL)
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("net."));
    const unknown = keys
      .map((line) => line.split(" ")[0] ?? "")
      .filter((key) => !existsSync(`/proc/sys/${key.replaceAll(".", "/")}`));
    expect(unknown.filter((key) => !MAY_LACK.includes(key))).toEqual([]);
    expect(keys.length).toBeGreaterThan(2);
  });
});

describeWith("modprobe", "apt-get install kmod", "the modules of the baseline", () => {
  test("are never loaded, and those of a Kubernetes node that it needs are", () => {
    const shown = (role: BaselineRole) =>
      run("modprobe", "--showconfig", "-C", dirname(join(written(role), BASELINE_MODULES))).stdout;
    expect(shown("server")).toContain("install usb_storage /bin/false\n");
    expect(shown("server")).toContain("install overlay /bin/false\n");
    expect(shown("kubernetes-node")).toContain("blacklist sctp\n");
    expect(shown("kubernetes-node")).not.toContain("overlay");
  });
});

describeWith("systemd-tmpfiles", "apt-get install systemd", "owners and modes of the baseline", () => {
  test("are set where the path is there, and nothing is made where it is not", () => {
    const root = written("server");
    for (const name of ["shadow", "passwd", "crontab"])
      writeFileSync(join(root, "etc", name), "", { mode: 0o666 });
    const passwd = readFileSync("/etc/passwd", "utf8");
    writeFileSync(join(root, "etc/passwd"), passwd);
    writeFileSync(join(root, "etc/group"), readFileSync("/etc/group", "utf8"));
    const made = run("systemd-tmpfiles", "--create", `--root=${root}`, join(root, BASELINE_ACCESS));
    expect(made).toMatchObject({ status: 0, stderr: "" });
    const modes = run(
      "stat",
      "-c",
      "%a %U:%G",
      ...["shadow", "passwd", "crontab"].map((name) => join(root, "etc", name)),
    );
    expect(modes.stdout).toBe("640 root:shadow\n644 root:root\n600 root:root\n");
    expect(existsSync(join(root, "etc/cron.hourly"))).toBe(false);
  });
});

// Never asked for its version: it takes that for an order to write the machine's own files anew.
const PAM_AUTH_UPDATE = "/usr/sbin/pam-auth-update";
const noPam = existsSync(PAM_AUTH_UPDATE) ? undefined : "pam-auth-update; apt-get install libpam-runtime";

describeUnless(noPam, "the profiles of PAM", () => {
  /** Debian's, and pwquality's as its package has it; that package is not needed to see where the profile lands. */
  const PWQUALITY =
    "Name: Pwquality\nDefault: yes\nPriority: 1024\nConflicts: cracklib\nPassword-Type: Primary\nPassword:\n\trequisite\tpam_pwquality.so retry=3\nPassword-Initial:\n\trequisite\tpam_pwquality.so retry=3\n";

  test("ask for a password that was not used before, refuse an empty one, lock after failures, and let a key's owner in", () => {
    const root = written("server");
    for (const path of ["etc/pam.d", "var/lib/pam", "debconf"])
      mkdirSync(join(root, path), { recursive: true });
    cpSync("/usr/share/pam-configs/unix", join(root, "usr/share/pam-configs/unix"));
    writeFileSync(join(root, "usr/share/pam-configs/pwquality"), PWQUALITY);
    // A debconf of its own as well, which otherwise is the machine's.
    const database = (name: string) => `Name: ${name}\nDriver: File\nFilename: ${root}/debconf/${name}.dat\n`;
    const debconf = join(root, "debconf/conf");
    writeFileSync(
      debconf,
      `Config: config\nTemplates: templates\n\n${database("config")}\n${database("templates")}`,
    );
    const inRoot = (line: string) =>
      spawnSync("sh", ["-euc", line.replace("pam-auth-update", `${PAM_AUTH_UPDATE} --root ${root}`)], {
        encoding: "utf8",
        env: { ...process.env, DEBCONF_SYSTEMRC: debconf, DEBIAN_FRONTEND: "noninteractive" },
      });
    // As a template has it.
    expect(inRoot("pam-auth-update --force --package")).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(join(root, "etc/pam.d/common-auth"), "utf8")).toMatch(/pam_unix\.so nullok/);
    const command = hardeningPart("server").commands?.find((line) => line.includes("pam-auth-update")) ?? "";
    const update = () => inRoot(command);
    expect(update()).toMatchObject({ status: 0, stderr: "" });
    const common = (kind: string) =>
      readFileSync(join(root, `etc/pam.d/common-${kind}`), "utf8")
        .split("\n")
        .filter((line) => line.includes("pam_") && !line.startsWith("#"))
        .map((line) => line.replaceAll(/\s+/g, " ").trim());
    expect(common("auth")).toEqual([
      "auth requisite pam_faillock.so preauth",
      "auth [success=2 default=ignore] pam_unix.so try_first_pass",
      "auth [default=die] pam_faillock.so authfail",
      "auth requisite pam_deny.so",
      "auth required pam_permit.so",
    ]);
    expect(common("account")).toContain("account required pam_faillock.so");
    expect(common("account").join("\n")).toMatch(/pam_unix\.so no_pass_expiry/);
    expect(common("password").slice(0, 3)).toEqual([
      "password requisite pam_pwquality.so retry=3",
      "password requisite pam_pwhistory.so remember=24 enforce_for_root try_first_pass use_authtok",
      "password [success=1 default=ignore] pam_unix.so obscure use_authtok try_first_pass yescrypt",
    ]);
    const before = ["auth", "account", "password", "session"].map(common);
    expect(update()).toMatchObject({ status: 0 });
    expect(["auth", "account", "password", "session"].map(common)).toEqual(before);
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "the units of the baseline", () => {
  test("are units systemd takes", () => {
    const root = written("server");
    const units = (hardeningPart("server").files ?? [])
      .map(({ path }) => path)
      .filter((path) => path.startsWith("/etc/systemd/system/") && path.endsWith("baseline.service"));
    const text = readFileSync(join(root, units[0] ?? ""), "utf8")
      .replaceAll(/ExecStart=.*/g, "ExecStart=/bin/true")
      .replace(/OnFailure=.*/, "");
    const file = join(folder, "straat-baseline.service");
    writeFileSync(file, text);
    expect(run("systemd-analyze", "verify", "--man=no", file)).toMatchObject({ status: 0, stderr: "" });
    const mounts = ["tmp", "home", "var-tmp", "var-log"].map((name) =>
      join(root, `etc/systemd/system/${name}.mount`),
    );
    expect(run("systemd-analyze", "verify", "--man=no", ...mounts)).toMatchObject({ status: 0, stderr: "" });
  });
});
