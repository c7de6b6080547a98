import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  rainerText,
  renderScrubbing,
  SCRUBBING,
  SECRETS_PER_LINE,
  WITHHELD,
} from "../../../lib/guest/logs/log-scrubbing";
import { LogLab, lackingForLogs, until } from "../../support/log-lab";
import { describeUnless } from "../../support/tool";

describe("what is scrubbed from logs", () => {
  test("is this, and a kind that goes shows here (BIO2 8.15.02, I-09)", () => {
    expect(SCRUBBING.map(({ id, scope }) => `${id} ${scope}`)).toEqual([
      "private-key all",
      "key-material all",
      "authorization all",
      "cookie all",
      "bearer all",
      "password all",
      "passwd all",
      "option all",
      "url-password all",
      "jwt all",
      "provider-token all",
      "query access",
      "bsn-named text",
      "bsn text",
      "e-mail text",
    ]);
    for (const { explanation } of SCRUBBING) expect(explanation).toMatch(/^\S.{12,}[^.]$/);
  });

  test("is scrubbed from the lines of each scope, and of each narrower one", () => {
    const rulesets = renderScrubbing()
      .split(/^ruleset/m)
      .slice(1);
    expect(rulesets.map((text) => /name="([^"]+)"/.exec(text)?.[1])).toEqual([
      "straat_scrub_all",
      "straat_scrub_text",
      "straat_scrub_access",
    ]);
    expect(rulesets.map((text) => text.match(/^ {2}# /gm)?.length)).toEqual([11, 14, 15]);
  });

  test("is written as a constant that ends where it ends", () => {
    expect(rainerText("it's \\ 'so'")).toBe("'it\\'s \\\\ \\'so\\''");
  });
});

/** Lines as servers write them, which say nothing that is secret. */
const ORDINARY = [
  "Started systemd-ask-password-wall.path - Forward Password Requests to Wall Directory Watch.",
  "pam_unix(sshd:session): session opened for user jdevries(uid=1001) by (uid=0)",
  "pam_unix(passwd:chauthtok): password changed for jdevries",
  "jdevries : TTY=pts/0 ; PWD=/home/jdevries ; USER=root ; COMMAND=/usr/bin/systemctl restart nginx",
  "Accepted publickey for jdevries from 10.99.1.2 port 51820 ssh2: ED25519 SHA256:Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE",
  "Failed password for invalid user admin from 192.0.2.66 port 4242 ssh2",
  "user@1001.service: Deactivated successfully.",
  "getty@tty1.service and straat-alarm@straat-patch.service were started",
  "kex: server->client cipher: chacha20-poly1305@openssh.com MAC: <implicit> compression: none",
  "[123456.789012] usb 1-1: new high-speed USB device number 2",
  "2026-11-21T06:00:00.123456782Z took 0.123456782 s, id 1234567820, 12345678 bytes",
  "commit 123456782a is not 111222334 but 999999999",
  "connected to https://mirror.example.nl:443/debian/dists/bookworm/InRelease",
  "postgres://db.example.nl/zorg is ready",
  "GET /zorg/dossier?id=4 HTTP/1.1 200",
  "nginx: configuration file /etc/nginx/nginx.conf test is successful",
  'level=info msg="the key was rotated" key=users/42 monkey=banana',
  "a tokenizer read 12 tokens; secrets were rotated; the session ended",
  'type=SYSCALL key=(null) exe="/usr/bin/passwd"',
];

/** A secret, and how a line may say it. */
const text = (unit: string, minLength: number, maxLength = 40) =>
  fc.string({ unit: fc.constantFrom(...unit), minLength, maxLength });
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const anyone = text(`${LETTERS}!#$%^&@*()_+-=[]{}|;:,.<>?/~`, 6);
const token = text(`${LETTERS}-_`, 16);
const key = fc.constantFrom(
  ..."password Password DB_PASSWORD userPassword passphrase wachtwoord secret client_secret api_key apiKey".split(
    " ",
  ),
  ..."access-key accessToken refresh_token token SECRET_KEY privateKey sessionid session_id db_passwd".split(
    " ",
  ),
);
const bsn = fc.integer({ min: 10_000_000, max: 99_999_999 }).map((number) => {
  const digits = String(number).split("").map(Number);
  const last = digits.reduce((sum, digit, place) => sum + digit * (9 - place), 0) % 11;
  return last < 10 ? `${number}${last}` : "123456782";
});

const SAID: readonly fc.Arbitrary<readonly [secret: string, line: string]>[] = [
  fc
    .tuple(key, anyone, fc.constantFrom("=", ": ", ":", " = ", " => "))
    .map(([name, secret, is]) => [secret, `${name}${is}${secret}`]),
  fc.tuple(key, anyone).map(([name, secret]) => [secret, `{"user":"x","${name}":"${secret}","n":1}`]),
  fc
    .tuple(key, anyone)
    .map(([name, secret]) => [secret, JSON.stringify({ body: JSON.stringify({ [name]: secret, n: 1 }) })]),
  fc.tuple(key, anyone, anyone).map(([name, one, other]) => [other, `${name}="${one} ${other}"`]),
  fc.tuple(key, anyone, anyone).map(([name, one, other]) => [other, `{'${name}': '${one} ${other}'}`]),
  fc
    .tuple(token, fc.constantFrom("Bearer", "Basic", "Token", "ApiKey"))
    .map(([secret, scheme]) => [secret, `Authorization: ${scheme} ${secret}`]),
  fc.tuple(token).map(([secret]) => [secret, `{"headers":{"authorization":"Bearer ${secret}","host":"x"}}`]),
  fc.tuple(token).map(([secret]) => [secret, `retrying with bearer ${secret} now`]),
  fc.tuple(token, token).map(([one, secret]) => [secret, `Cookie: a=${one}; sid=${secret}`]),
  fc.tuple(token).map(([secret]) => [secret, `Set-Cookie: SESS=${secret}; Secure; HttpOnly`]),
  fc.tuple(token).map(([secret]) => [secret, `mysqldump --password ${secret} zorg`]),
  fc.tuple(token).map(([secret]) => [secret, `type=EXECVE argc=3 a0="x" a1="--api-token" a2="${secret}"`]),
  fc.tuple(anyone).map(([secret]) => [secret, `pwd: "${secret}"`]),
  fc.tuple(token).map(([secret]) => [secret, `postgres://zorg:${secret}@db.example.nl/zorg`]),
  fc.tuple(token, token).map(([one, secret]) => [secret, `jwt eyJ${one}.eyJ${one}.${secret} expired`]),
  fc.tuple(text(LETTERS, 36, 36)).map(([secret]) => [secret, `cloning with ghp_${secret}`]),
  fc.tuple(text(`${LETTERS}+/`, 64, 64)).map(([secret]) => [secret, secret]),
  fc
    .tuple(text(`${LETTERS}+/`, 64, 64))
    .map(([secret]) => [secret, `-----BEGIN OPENSSH PRIVATE KEY-----\\n${secret}\\n`]),
  bsn.map((secret) => [secret, `patient ${secret} was moved`]),
  bsn.map((secret) => [secret, `{"id":"${secret}"}`]),
  bsn.map((secret) => [secret.slice(2), `BSN: ${secret.replace(/(...)(...)(...)/, "$1.$2.$3")}`]),
  text(`${LETTERS}._-`, 3, 12).map((name) => [`x${name}x@zorg.nl`, `mail to <x${name}x@zorg.nl> was sent`]),
];

describeUnless(lackingForLogs(), "lines that a collector gets", () => {
  let lab: LogLab;
  beforeAll(async () => {
    lab = await LogLab.make({
      files: [
        { dataset: "zorg", kind: "application", path: "/srv/app/*.log" },
        { dataset: "nginx", kind: "access", path: "/var/log/nginx/access.log" },
      ],
    });
    await lab.startCollector();
    await lab.startSender();
  }, 30_000);
  afterAll(() => lab?.remove());

  const sent = async (path: string, lines: readonly string[]) => {
    const before = lab.lines().length;
    lab.append(path, lines.map((line) => `${line}\n`).join(""));
    await until("all lines", () => lab.lines().length >= before + lines.length);
    return lab.messages().slice(before);
  };

  test("are what they were where nothing in them is secret", async () => {
    const messages = await sent("srv/app/a.log", ORDINARY);
    expect(messages.map(({ message }) => message)).toEqual(ORDINARY);
  });

  test("hold no secret, however and wherever in the line it is said: 0 leaks", async () => {
    const around = fc.constantFrom("", "2026-11-21 INFO ", 'level=info msg="x" ', "a:b ", "é ");
    const cases = SAID.flatMap((said) =>
      fc
        .sample(fc.tuple(around, said, around), { numRuns: 25, seed: 11 })
        .map(([before, [secret, line], after]) => {
          const isWhole = line === secret || line.endsWith("\\n");
          return {
            secret,
            line: isWhole ? line : `${before}${line}${after === "" ? "" : ` ${after.trim()}`}`,
          };
        }),
    );
    const messages = await sent(
      "srv/app/a.log",
      cases.map(({ line }) => line),
    );
    expect(messages).toHaveLength(cases.length);
    const leaks = cases.flatMap(({ secret, line }, index) => {
      const message = messages[index]?.message ?? "";
      return message.includes(secret) || !/<(scrubbed:|withheld)/.test(message) ? [{ line, message }] : [];
    });
    expect(leaks).toEqual([]);
  }, 60_000);

  test("hold none where there are many, and are withheld where there are too many", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => `password=s3cret${index}q`).join(" ");
    const numbers = (count: number) =>
      Array.from({ length: count }, (_, index) => 100_000_001 + index * 2).join(" ");
    const [some, tooMany, odd, mails] = await sent("srv/app/a.log", [
      many(SECRETS_PER_LINE),
      many(SECRETS_PER_LINE + 1),
      `${numbers(SECRETS_PER_LINE + 1)} 123456782`,
      `${"a@b.nl ".repeat(40)}`,
    ]);
    expect(some?.message).toBe(Array(SECRETS_PER_LINE).fill("password<scrubbed:password>").join(" "));
    expect(tooMany).toMatchObject({ message: WITHHELD, labels: { withheld: "true" } });
    expect(odd?.message).toBe(WITHHELD);
    expect(mails?.message).not.toContain("a@b");
  });

  test("keep what stands beside a secret", async () => {
    const messages = await sent("srv/app/a.log", [
      "user=jan password=hunter22 from=192.0.2.1",
      "patient 123456782 and 111222334 moved",
      "connect postgres://zorg:pw@db.example.nl/zorg now",
    ]);
    expect(messages.map(({ message }) => message)).toEqual([
      "user=jan password<scrubbed:password> from=192.0.2.1",
      "patient <scrubbed:bsn> and 111222334 moved",
      "connect postgres://<scrubbed:url-password>db.example.nl/zorg now",
    ]);
  });

  test("hold none in the audit and in visits either, also not in their fields", async () => {
    const [call] = await sent("var/log/audit/audit.log", [
      'type=EXECVE msg=audit(1.2:3): argc=2 a0="curl" a1="https://u:hunter22@x.nl/" a2="--token" a3="hunter22"',
    ]);
    expect(JSON.stringify(call)).not.toContain("hunter22");
    const [visit] = await sent("var/log/nginx/access.log", [
      '192.0.2.7 - jan@zorg.nl [21/Nov/2026:06:00:00 +0000] "GET /reset?t=hunter22&q=hunter22 HTTP/1.1" 200 5 "https://zorg.nl/?x=hunter22" "c"',
    ]);
    expect(JSON.stringify(visit)).not.toMatch(/hunter22|jan@zorg/);
    expect(visit).toMatchObject({ event: { action: "visit" }, url: { path: "/reset<scrubbed:query>" } });
  });
});
