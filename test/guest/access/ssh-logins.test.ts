import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sshDocument } from "../../../lib/guest/access/ssh";
import { SSH_ACCESS } from "../../../lib/guest/access/sshd-config";
import type { Admin } from "../../../lib/model/admin";
import { SshKey } from "../../../lib/model/ssh-key";
import { admin, day, withinOneDay } from "../../support/admins";
import { startFidoAgent, TOUCHED, VERIFIED } from "../../support/fido-agent";
import type { Outcome } from "../../support/private-root";
import {
  type LoginProps,
  lackingForSshServer,
  makeKey,
  publicKey,
  SshServer,
} from "../../support/ssh-server";
import { describeUnless } from "../../support/tool";

// Real programs, which take longer on a busy machine.

const POOLS = ["10.99.1.0/24", "10.99.2.0/24", "fd00:99:1::/64"];
const SERVER = "10.20.0.10";
const ME = `jdevries@${SERVER}`;
const SERVER6 = "fd00:20::10";
const INSIDE = ["10.99.1.5", "10.99.2.254", "fd00:99:1::5"];
const OUTSIDE = ["10.99.0.255", "10.99.3.0", "10.20.0.66", "fd00:99:2::5"];
const REFUSED = { status: 255, stderr: expect.stringContaining("Permission denied (publickey).") };

describeUnless(lackingForSshServer(), "a real sshd with a server's configuration", () => {
  let server: SshServer;
  let mine: string;
  let other: string;
  beforeAll(async () => {
    server = await SshServer.start({ pools: POOLS, addresses: [SERVER, SERVER6, ...INSIDE, ...OUTSIDE] });
    mine = server.makeKey("mine");
    other = server.makeKey("other");
    accept([admin("jdevries", publicKey(mine), day(30))]);
  });
  afterAll(() => server.stop());

  const accept = (admins: readonly Admin[], ...authorities: readonly string[]) =>
    server.accept("ssh", sshDocument({ admins, authorities: authorities.map(SshKey.parse) }));

  /** A login that would be fine, but for what is told otherwise. */
  const login = (props: Partial<LoginProps> = {}): Promise<Outcome> =>
    server.login({ login: "jdevries", to: SERVER, from: "10.99.1.5", key: mine, ...props });

  /** The options of such a login, for other programs of OpenSSH. */
  const options = () => {
    const [, ...args] = server.command({ login: "jdevries", to: SERVER, from: "10.99.1.5", key: mine });
    return args.slice(0, args.indexOf(ME));
  };

  describe("lets in", () => {
    test.each(INSIDE)("a named administrator with their key, from %s in the VPN", async (from) => {
      const to = from.includes(":") ? SERVER6 : SERVER;
      const { status, stdout } = await login({ from, to, command: ["id -un; id -Gn; echo $SHELL"] });
      expect([status, stdout]).toEqual([0, "jdevries\njdevries straat-admins\n/bin/bash\n"]);
    });

    test("and shows who may come in before, and no version of Debian", async () => {
      const { stderr } = await login({ options: ["LogLevel=DEBUG1"] });
      expect(stderr).toContain("For named administrators only.");
      expect(stderr).toContain("remote software version OpenSSH_");
      expect(stderr).not.toMatch(/remote software version .*Debian/);
    });

    test("with a key exchange that a quantum computer does not undo, and an authenticated cipher", async () => {
      const { stderr } = await login({ options: ["LogLevel=DEBUG1"] });
      expect(stderr).toMatch(/kex: algorithm: (sntrup761|mlkem768)x25519-sha/);
      expect(stderr).toMatch(/server->client cipher: aes(256|128)-gcm@openssh.com /);
      expect(stderr).toContain("kex: host key algorithm: ssh-ed25519");
    });

    test("files, as well as a shell", async () => {
      const { status, stdout } = server.root.exec(["sftp", ...options(), "-b", "-", ME], "pwd\n");
      expect([status, stdout]).toEqual([0, expect.stringContaining("/home/jdevries")]);
    });

    test("and writes down with which key", async () => {
      await login();
      const { fingerprint } = SshKey.parse(publicKey(mine));
      expect(server.log).toContain(`ED25519 ${fingerprint}`);
    });
  });

  describe("keeps out", () => {
    test.each(OUTSIDE)("the same administrator with the same key from %s, outside the VPN", async (from) => {
      const to = from.includes(":") ? SERVER6 : SERVER;
      expect(await login({ from, to })).toMatchObject(REFUSED);
    });

    test("the same from the server itself", async () => {
      expect(await login({ from: "127.0.0.1", to: "127.0.0.1" })).toMatchObject(REFUSED);
      expect(await login({ from: "::1", to: "::1" })).toMatchObject(REFUSED);
    });

    test("another key, and no key", async () => {
      expect(await login({ key: other })).toMatchObject(REFUSED);
      const options = ["PubkeyAuthentication=no", "PreferredAuthentications=password,keyboard-interactive"];
      expect(await login({ options })).toMatchObject(REFUSED);
    });

    test("a key that the administrator put into their home", async () => {
      const keys = "/home/jdevries/.ssh/authorized_keys";
      server.root.write(keys, `${publicKey(other)}\n`, 0o600);
      server.root.run(["chown", "-R", "jdevries:", "/home/jdevries/.ssh"]);
      expect(await login({ key: other })).toMatchObject(REFUSED);
    });

    test("root, also as a member of the group and with a key of its own", async () => {
      server.root.run(["gpasswd", "--add", "root", "straat-admins"]);
      server.root.write(`${SSH_ACCESS}/keys/root`, `${publicKey(mine)}\n`);
      expect(await login({ login: "root" })).toMatchObject(REFUSED);
      expect(server.log).toContain("ROOT LOGIN REFUSED");
    });

    test("who is not in the group, also with a key", async () => {
      server.root.run(["useradd", "--create-home", "--password", "*", "guest"]);
      server.root.write(`${SSH_ACCESS}/keys/guest`, `${publicKey(mine)}\n`);
      expect(await login({ login: "guest" })).toMatchObject(REFUSED);
      server.root.run(["gpasswd", "--add", "guest", "straat-admins"]);
      expect(await login({ login: "guest" })).toMatchObject({ status: 0 });
    });

    test.each([
      ["KexAlgorithms=ecdh-sha2-nistp256,diffie-hellman-group14-sha256", "key exchange method"],
      ["Ciphers=aes256-ctr,aes128-cbc,chacha20-poly1305@openssh.com", "cipher"],
      ["HostKeyAlgorithms=rsa-sha2-512,ecdsa-sha2-nistp256", "host key type"],
    ])("a client that knows only %s", async (option, what) => {
      const { status, stderr } = await login({ options: [option] });
      expect([status, stderr]).toEqual([255, expect.stringContaining(`no matching ${what} found`)]);
    });
  });

  describe("lets nobody through", () => {
    test("to another port or another server", async () => {
      const attempt = (...args: readonly string[]) =>
        server.root.exec(["ssh", ...options(), "-o", "ExitOnForwardFailure=yes", ...args, ME]);
      expect(attempt("-W", "127.0.0.1:22").stderr).toContain("administratively prohibited");
      const back = attempt("-N", "-R", "0:127.0.0.1:22");
      expect([back.status, back.stderr]).toEqual([255, expect.stringContaining("forwarding failed")]);
      const socket = attempt("-N", "-R", "/tmp/straat-socket:127.0.0.1:22");
      expect([socket.status, socket.stderr]).toEqual([255, expect.stringContaining("forwarding failed")]);
    });

    test("to the keys on the administrator's own machine", async () => {
      const options = ["ForwardAgent=yes", `IdentityAgent=${server.folder}/nobody`];
      const { stdout } = await login({ options, command: ["echo agent=$SSH_AUTH_SOCK"] });
      expect(stdout).toBe("agent=\n");
    });
  });

  describe("ends access with the administrator's last day", () => {
    test("which itself still counts", async () => {
      await withinOneDay(async (today) => {
        accept([admin("jdevries", publicKey(mine), today)]);
        expect(await login()).toMatchObject({ status: 0 });
      });
    });

    test("in the document: from then on there is no key", async () => {
      accept([admin("jdevries", publicKey(mine), day(-1))]);
      expect(await login()).toMatchObject(REFUSED);
      expect(server.root.exec(["ls", `${SSH_ACCESS}/keys/jdevries`]).status).not.toBe(0);
      accept([admin("jdevries", publicKey(mine), day(30))]);
      expect(await login()).toMatchObject({ status: 0 });
    });

    test("in the key's own line, without anybody doing anything", async () => {
      const path = `${SSH_ACCESS}/keys/jdevries`;
      server.root.write(path, server.root.read(path).replace(/"\d{8}Z"/, `"${day(0).replaceAll("-", "")}Z"`));
      expect(await login()).toMatchObject(REFUSED);
      accept([admin("jdevries", publicKey(mine), day(30))]);
      expect(await login()).toMatchObject({ status: 0 });
    });

    test("in the account, also with a key that holds", async () => {
      server.root.run(["chage", "--expiredate", day(-1), "jdevries"]);
      expect((await login()).status).toBe(255);
      expect(server.log).toMatch(
        /account (jdevries )?has expired|Access denied for user jdevries by PAM account/,
      );
      accept([admin("jdevries", publicKey(mine), day(30))]);
      expect(await login()).toMatchObject({ status: 0 });
    });
  });

  describe("takes certificates", () => {
    let authority: string;
    let certified: string;
    const certify = (principal: string, name: string, ...more: readonly string[]) => {
      const key = makeKey(server.folder, name);
      const args = ["-q", "-s", authority, "-I", "test", "-n", principal, "-V", "-5m:+1h", ...more];
      server.root.run(["ssh-keygen", ...args, `${key}.pub`]);
      return key;
    };
    beforeAll(() => {
      authority = makeKey(server.folder, "authority");
      certified = certify("jdevries", "certified");
    });

    test("of no authority at all before one is named", async () => {
      expect(await login({ key: certified })).toMatchObject(REFUSED);
    });

    test("of an authority that is named, for the administrator's own login, until their last day", async () => {
      const me = admin("jdevries", publicKey(mine), day(30));
      const you = admin("obakker", publicKey(other), day(30));
      accept([me, you], publicKey(authority));
      expect(await login({ key: certified })).toMatchObject({ status: 0 });
      expect(await login({ key: certified, from: "10.20.0.66" })).toMatchObject(REFUSED);
      expect(await login({ login: "obakker", key: certified })).toMatchObject(REFUSED);
      expect(await login({ key: certify("root", "for-root") })).toMatchObject(REFUSED);
      expect(await login({ login: "root", key: certify("root", "for-root-2") })).toMatchObject(REFUSED);

      const principals = `${SSH_ACCESS}/principals/jdevries`;
      server.root.write(principals, server.root.read(principals).replace(/"\d{8}Z"/, '"20200101Z"'));
      expect(await login({ key: certified })).toMatchObject(REFUSED);
      accept([you], publicKey(authority));
      expect(await login({ key: certified })).toMatchObject(REFUSED);
    });

    test("of no authority that is named no longer", async () => {
      const me = admin("jdevries", publicKey(mine), day(30));
      accept([me], publicKey(authority));
      expect(await login({ key: certified })).toMatchObject({ status: 0 });
      accept([me]);
      expect(await login({ key: certified })).toMatchObject(REFUSED);
      expect(await login()).toMatchObject({ status: 0 });
    });
  });

  test("takes a key in a FIDO2 token after a touch and the PIN, and not after one of them", async () => {
    const token = `${server.folder}/token`;
    const agent = await startFidoAgent(token);
    try {
      accept([admin("jdevries", agent.publicKey, day(30))]);
      const options = [`IdentityAgent=${agent.socket}`];
      expect(await login({ key: token, options })).toMatchObject({ status: 0 });
      for (const flags of [0, TOUCHED, VERIFIED]) {
        agent.flags = flags;
        expect([flags, await login({ key: token, options })]).toMatchObject([flags, REFUSED]);
      }
    } finally {
      await agent.close();
      accept([admin("jdevries", publicKey(mine), day(30))]);
    }
  });

  test("ends the sessions of who is an administrator no longer, and nobody else's", async () => {
    const me = admin("jdevries", publicKey(mine), day(30));
    const you = admin("obakker", publicKey(other), day(30));
    accept([me, you]);
    const command = ["echo in; sleep 600 & exec sleep 600"];
    const session = server.open({ login: "jdevries", to: SERVER, from: "10.99.1.5", key: mine, command });
    const yours = server.open({ login: "obakker", to: SERVER, from: "10.99.1.5", key: other, command });
    await Promise.all([session, yours].map((open) => once(open.stdout as NodeJS.EventEmitter, "data")));
    const ended = once(session, "exit");
    server.root.asked();

    accept([you]);
    expect((await ended)[0]).not.toBe(0);
    expect(server.root.exec(["pgrep", "-u", "jdevries"]).stdout).toBe("");
    expect(server.root.exec(["pgrep", "-c", "-u", "obakker", "sleep"]).stdout).toBe("2\n");
    expect(server.root.asked()).toContain("loginctl terminate-user jdevries");
    yours.kill();
    expect(await login()).toMatchObject(REFUSED);
    accept([me]);
    expect(await login()).toMatchObject({ status: 0 });
  });

  test("lets nobody in without a document", async () => {
    expect(server.handle("ssh", "remove")).toMatchObject({ status: 0 });
    expect(await login()).toMatchObject(REFUSED);
    expect(server.root.run(["sh", "-c", `cat ${SSH_ACCESS}/authorities; ls ${SSH_ACCESS}/keys`])).toBe("");
  });
});

describeUnless(lackingForSshServer(), "an sshd in a network that somebody else made", () => {
  test("is reached there, on the port it was told, and is gone with what made it", async () => {
    const holder = spawn("unshare", ["--net", "sh", "-c", "ip link set lo up; echo; exec cat"]);
    await once(holder.stdout, "data");
    const network = `/proc/${holder.pid}/ns/net`;
    try {
      const pools = ["127.0.0.0/8", "::1/128"];
      const server = await SshServer.start({ pools, network, port: 2222, addresses: ["10.20.0.10"] });
      const key = server.makeKey("mine");
      server.accept(
        "ssh",
        sshDocument({ admins: [admin("jdevries", publicKey(key), day(1))], authorities: [] }),
      );
      const attempt = (to: string) => {
        const command = server.command({ login: "jdevries", to, key });
        return spawnSync("nsenter", [`--net=${network}`, "--", ...command]).status;
      };
      expect([attempt("127.0.0.1"), attempt("::1"), attempt("10.20.0.10")]).toEqual([0, 0, 255]);
      await server.stop();
      expect(attempt("127.0.0.1")).toBe(255);
    } finally {
      holder.stdin.end();
    }
  });
});
