import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { webPart } from "../../../lib/guest/software/web";
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
  const log = () =>
    readFileSync(join(root, "var/log/nginx/access.json"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, string>);

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

  test("writes each request as a line of JSON without what may be secret in it", () => {
    const secret = "hunter2-token";
    curl(
      `https://app.example.nl:${https}/path/x%0a%22y?token=${secret}`,
      "-H",
      `Authorization: Bearer ${secret}`,
      "-H",
      `Cookie: session=${secret}`,
      "-e",
      `https://app.example.nl/from?key=${secret}`,
      "-A",
      'agent "of\\ a kind',
    );
    const line = log().find((entry) => entry["user_agent.original"]?.startsWith("agent"));
    expect(line).toMatchObject({
      "event.action": "http-request",
      "source.ip": "127.0.0.1",
      "url.domain": "app.example.nl",
      "url.path": "/path/x%0a%22y",
      "http.request.method": "GET",
      "http.request.referrer": "https://app.example.nl/from",
      "http.response.status_code": "200",
      "user_agent.original": 'agent "of\\ a kind',
      "tls.version": "TLSv1.3",
    });
    expect(line?.["@timestamp"]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    expect(readFileSync(join(root, "var/log/nginx/access.json"), "utf8")).not.toContain(secret);
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
