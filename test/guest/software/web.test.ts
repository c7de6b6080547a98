import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { WEB_ACCESS_LOG, WEB_ERROR_LOG, webPart } from "../../../lib/guest/software/web";
import { LogLab, lackingForLogs, until } from "../../support/log-lab";
import { describeUnless } from "../../support/tool";

const NGINX = "/usr/sbin/nginx";
const lacking = existsSync(NGINX) ? undefined : "nginx; apt-get install nginx-light";

const SITE = `server {
  listen 443 ssl http2;
  server_name app.example.nl;
  ssl_certificate /etc/nginx/tls/app.crt;
  ssl_certificate_key /etc/nginx/tls/app.key;
  include /etc/nginx/snippets/straat-hsts.conf;
  include /etc/nginx/snippets/straat-headers.conf;
  location / { return 200 "hello\\n"; }
}
server {
  listen 443 ssl;
  server_name old.example.nl;
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
  ssl_ciphers ALL:@SECLEVEL=0;
  ssl_certificate /etc/nginx/tls/app.crt;
  ssl_certificate_key /etc/nginx/tls/app.key;
  location / { return 200 "old\\n"; }
}
server {
  listen 80;
  server_name app.example.nl;
  include /etc/nginx/snippets/straat-to-https.conf;
}
`;

describeUnless(lacking, "the base of a web server, as nginx runs it", () => {
  const root = mkdtempSync(join(tmpdir(), "straat-web-"));
  const conf = join(root, "etc/nginx/nginx.conf");
  let nginx: ChildProcess | undefined;
  let http = 0;
  let https = 0;

  function write(path: string, content: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    // On its own ports, in its own folder; all else is what a server gets.
    const here = content
      .replaceAll("/etc/nginx/mime.types", "MIME")
      .replaceAll(/(?<![\w.])\/(etc\/nginx|var\/log\/nginx|run\/nginx)/g, `${root}/$1`)
      .replaceAll("MIME", "/etc/nginx/mime.types")
      .replaceAll(
        /listen (\[::\]:|)(80|443)/g,
        (_, six, port) => `listen ${six === "" ? "127.0.0.1:" : "[::1]:"}${port === "80" ? http : https}`,
      );
    writeFileSync(join(root, path), here);
  }

  const judge = () => spawnSync(NGINX, ["-t", "-e", "stderr", "-p", root, "-c", conf], { encoding: "utf8" });
  const log = () => readFileSync(join(root, WEB_ACCESS_LOG), "utf8");

  /** The line of a request, which is told apart by its agent. */
  function logged(agent: string, path: string, ...args: readonly string[]): string {
    curl(`https://app.example.nl:${https}${path}`, "-A", agent, ...args);
    const lines = log().split("\n");
    return lines.find((line) => line.endsWith(`"${agent}"`)) ?? "";
  }

  beforeAll(async () => {
    [http, https] = await freePorts();
    for (const folder of ["var/log/nginx", "run", "etc/nginx/tls", "body"])
      mkdirSync(join(root, folder), { recursive: true });
    for (const { path, content } of webPart().files ?? []) write(path, content);
    const key = [
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-keyout",
      join(root, "etc/nginx/tls/app.key"),
    ];
    const certificate = [
      "-x509",
      "-days",
      "2",
      "-subj",
      "/CN=app.example.nl",
      "-out",
      join(root, "etc/nginx/tls/app.crt"),
    ];
    expect(spawnSync("openssl", ["req", ...key, ...certificate]).status).toBe(0);
    write("/etc/nginx/sites-enabled/app", SITE);
    nginx = spawn(NGINX, ["-e", "stderr", "-p", root, "-c", conf, "-g", "daemon off;"], { stdio: "ignore" });
    for (let tries = 0; tries < 200 && !existsSync(join(root, "run/nginx.pid")); tries++) await wait(25);
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => nginx?.once("exit", resolve));
    nginx?.kill("SIGTERM");
    await ended;
    rmSync(root, { recursive: true, force: true });
  });

  const handshake = (...args: readonly string[]) =>
    handshakeAs(args.includes("-servername") ? args : ["-servername", "app.example.nl", ...args]);

  /** A handshake, by openssl at its most willing: with what of its own it takes old versions and ciphers. */
  function handshakeAs(args: readonly string[]) {
    const options = ["s_client", "-connect", `127.0.0.1:${https}`, ...args];
    const { stdout, stderr, status } = spawnSync("openssl", options, {
      encoding: "utf8",
      input: "",
      timeout: 10_000,
    });
    return { agreed: status === 0 && /Cipher is (?!\(NONE\))/.test(stdout), text: stdout + stderr };
  }

  function curl(url: string, ...args: readonly string[]) {
    const resolve = ["app.example.nl", "old.example.nl", "other.example.nl"].flatMap((name) => [
      "--resolve",
      `${name}:${https}:127.0.0.1`,
      "--resolve",
      `${name}:${http}:127.0.0.1`,
    ]);
    return spawnSync(
      "curl",
      ["--silent", "--insecure", "--include", "--max-time", "10", ...resolve, ...args, url],
      {
        encoding: "utf8",
        env: { PATH: process.env["PATH"] },
      },
    );
  }

  test("is a configuration nginx takes", () => {
    expect(judge()).toMatchObject({ status: 0 });
  });

  test.each(["-tls1_2", "-tls1_3"])("agrees to %s", (version) => {
    expect(handshake(version).agreed).toBe(true);
  });

  test.each([
    ["TLS 1.0", ["-tls1", "-cipher", "ALL:@SECLEVEL=0"]],
    ["TLS 1.1", ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]],
    [
      "TLS 1.1 by a name that asks for it",
      ["-servername", "old.example.nl", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0"],
    ],
    ["CBC", ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"]],
    [
      "a key exchange without forward secrecy",
      ["-tls1_2", "-cipher", "AES256-GCM-SHA384:AES128-GCM-SHA256:AES128-SHA"],
    ],
    ["finite fields", ["-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384"]],
    ["no encryption", ["-tls1_2", "-cipher", "NULL:@SECLEVEL=0"]],
    ["a curve of 521 bits", ["-tls1_3", "-curves", "P-521"]],
  ])("refuses %s", (_, args) => {
    const { agreed, text } = handshake(...args);
    expect({ agreed, text: agreed ? text : "" }).toEqual({ agreed: false, text: "" });
    expect(text).toMatch(/alert|no protocols available|no ciphers available/);
  });

  test.each([
    ["ECDHE-ECDSA-AES256-GCM-SHA384", ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384"]],
    ["ECDHE-ECDSA-CHACHA20-POLY1305", ["-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305"]],
    ["X25519", ["-tls1_3", "-curves", "X25519"]],
    ["P-384", ["-tls1_3", "-curves", "P-384"]],
  ])("agrees to %s", (_, args) => {
    expect(handshake(...args).agreed).toBe(true);
  });

  test("gives no session ticket for TLS 1.2", () => {
    expect(handshake("-tls1_2").text).not.toContain("TLS session ticket");
  });

  test("answers with the headers of the snippets, and tells no version", () => {
    const { stdout } = curl(`https://app.example.nl:${https}/`);
    expect(stdout).toMatch(/^HTTP\/2 200/);
    expect(stdout).toMatch(/^strict-transport-security: max-age=31536000\r$/m);
    expect(stdout).toMatch(/^x-content-type-options: nosniff\r$/m);
    expect(stdout).toMatch(/^content-security-policy: frame-ancestors 'self'/m);
    expect(stdout).toMatch(/^server: nginx\r$/m);
  });

  test("sends who comes over http to https", () => {
    expect(curl(`http://app.example.nl:${http}/a?b=c`).stdout).toMatch(
      /^Location: https:\/\/app\.example\.nl\/a\?b=c\r$/m,
    );
  });

  test("gives a name it does not know nothing: no answer, no handshake, no certificate", () => {
    // Closed or reset, by what curl calls it: either way without a byte.
    for (const name of ["other.example.nl", "127.0.0.1"]) {
      const { status, stdout } = curl(`http://${name}:${http}/`);
      expect([name, stdout, status === 52 || status === 56]).toEqual([name, "", true]);
    }
    expect(curl(`https://other.example.nl:${https}/`)).toMatchObject({ status: 35, stdout: "" });
    for (const args of [["-servername", "other.example.nl"], ["-noservername"]]) {
      const { agreed, text } = handshakeAs(args);
      expect(agreed).toBe(false);
      expect(text).not.toContain("BEGIN CERTIFICATE");
    }
    expect(curl(`https://app.example.nl:${https}/`, "-H", "Host: other.example.nl").stdout).not.toContain(
      "hello",
    );
  });

  test("writes each request in the combined format without what may be secret in it", () => {
    const secret = "hunter2-token";
    const headers = ["-H", `Authorization: Bearer ${secret}`, "-H", `Cookie: session=${secret}`];
    const from = ["-e", `https://app.example.nl/from?key=${secret}#${secret}`];
    const line = logged("agent/1", `/path/x%0a%22y?token=${secret}`, ...headers, ...from);
    const [before, after] = line.split(/ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] /);
    expect(before).toBe("127.0.0.1 - -");
    expect(after).toBe('"GET /path/x%0a%22y HTTP/2.0" 200 6 "https://app.example.nl/from" "agent/1"');
    expect(log()).not.toContain(secret);
  });

  test("writes no quote, and no space where a field ends, that a visitor thought of", () => {
    const forged = '"] "GET /forged HTTP/1.1" 200 1';
    expect(logged("agent/2", "/a", "-e", `x${forged}`)).toContain(' "x\\x22] \\x22GET /forged HTTP/1.1');
    expect(logged("agent/3", "/a", "-u", `jan${forged}:secret`)).toContain("127.0.0.1 - <spaces> [");
    expect(logged("agent/4", "/a", "-u", "jan:secret")).toContain("127.0.0.1 - jan [");
    expect(logged("agent/5", "/a")).toMatch(/ "-" "agent\/5"$/);
    expect(log()).not.toContain("secret");
  });

  describeUnless(lackingForLogs(), "and the central logs", () => {
    let lab: LogLab;
    beforeAll(async () => {
      lab = await LogLab.make({ files: [{ dataset: "nginx", kind: "access", path: WEB_ACCESS_LOG }] });
      await lab.startCollector();
      await lab.startSender();
    }, 30_000);
    afterAll(() => lab?.remove());

    test("read who, what and how it ended from every line of it", async () => {
      const lines = [
        logged("agent/6", "/zorg/dossier?naam=Jansen"),
        logged("agent/7", "/een%20brief%3Fx/", "-u", "jan:secret", "-X", "DELETE", "--http1.1"),
        logged("agent/8", "/a", "-u", "jan de vries:secret"),
        logged("agent/9", "/a", "-H", "Host: other.example.nl", "--http1.1"),
      ];
      lab.append(WEB_ACCESS_LOG, lines.map((line) => `${line}\n`).join(""));
      await until("all lines", () => lab.lines().length >= lines.length);
      const visit = { event: { dataset: "nginx", action: "visit" }, source: { ip: "127.0.0.1" } };
      const [plain, named, spaced, failed] = lab.messages();
      expect(plain).toMatchObject({
        ...visit,
        url: { path: "/zorg/dossier" },
        http: { request: { method: "GET" }, response: { status_code: 200 } },
      });
      expect(plain).not.toHaveProperty("user");
      expect(named).toMatchObject({
        ...visit,
        url: { path: "/een%20brief%3Fx/" },
        user: { name: "jan" },
        http: { request: { method: "DELETE" }, response: { status_code: 200 } },
      });
      expect(spaced).toMatchObject({ ...visit, url: { path: "/a" }, user: { name: "<spaces>" } });
      expect(failed).toMatchObject({ event: { outcome: "failure" }, source: { ip: "127.0.0.1" } });
    });
  });
});

describe("the logs of a web server", () => {
  const { files = [], commands = [] } = webPart();

  test.each([WEB_ACCESS_LOG, WEB_ERROR_LOG])(
    "are there before nginx is, not for everybody to read: %s",
    (log) => {
      const made = `[ -e ${log} ] || install -o www-data -g adm -m 0640 /dev/null ${log}`;
      const nginx = commands.findIndex((command) => command.includes("nginx -t"));
      expect(commands.slice(0, nginx)).toContain(made);
      const conf = files.find(({ path }) => path === "/etc/nginx/nginx.conf")?.content;
      expect(conf).toMatch(new RegExp(`^ *(access|error)_log ${log} `, "m"));
    },
  );

  test("are rotated once: in the place of the package's own file, which names them too", () => {
    const rotations = files.filter(({ path }) => path.startsWith("/etc/logrotate.d/"));
    expect(rotations.map(({ path }) => path)).toEqual(["/etc/logrotate.d/nginx"]);
    expect(rotations[0]?.content).toMatch(/^\/var\/log\/nginx\/\*\.log \{$/m);
  });
});

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Two ports of the loopback that nobody has; held together, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const servers = await Promise.all([listen(), listen()]);
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, number];
}

function listen() {
  const server = createServer();
  return new Promise<typeof server>((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}
