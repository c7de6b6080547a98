import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { documentKey, encodeDocument, renderDocument } from "../../../lib/guest/documents/live-document";
import { AgentServer, sha256 } from "../../support/agent-server";

const KEY = documentKey("firewall");
const pack = (text: string | Uint8Array) => gzipSync(text).toString("base64");

describe("the agent", () => {
  let server: AgentServer;
  beforeEach(() => {
    server = new AgentServer();
  });
  afterEach(() => server.remove());

  test("has a document judged, applies it, proves it, and reports it", () => {
    server.publish("open 443\n");
    const { status, journal } = server.agent();
    expect(status).toBe(0);
    expect(server.verbs()).toEqual(["firewall check", "firewall apply", "firewall verify"]);
    expect(server.inUse()).toEqual(["open 443\n", "open 443\n"]);
    const digest = sha256("open 443\n");
    expect(server.report()).toEqual({ sha256: digest, applied: digest, error: null });
    expect(journal).toEqual([
      `<6>{"document":"firewall","sha256":"${digest}","applied":"${digest}","error":null}`,
    ]);
  });

  test("does nothing and says nothing when nothing changed, until it is started again", () => {
    server.publish("open 443\n");
    server.agent();
    server.verbs();
    server.setInfo("guestinfo.straat.report.firewall", undefined);
    expect(server.agent()).toEqual({ status: 0, signal: null, journal: [] });
    expect(server.verbs()).toEqual([]);
    expect(server.report()).toBeUndefined();
    server.run("rm", ["-r", server.at("/run")]);
    expect(server.agent().journal).toHaveLength(1);
    expect(server.report()?.applied).toBe(sha256("open 443\n"));
    expect(server.verbs()).toEqual([]);
  });

  test("applies what comes next, and what came before it within a revision", () => {
    for (const payload of ["one\n", "two\n", "one\n"]) {
      server.publish(payload, 7);
      expect(server.agent().status).toBe(0);
      expect(server.inUse()).toEqual([payload, payload]);
      expect(server.report()).toMatchObject({ applied: sha256(payload), error: null });
    }
  });

  test("refuses what is older than applied, also when only the revision had changed", () => {
    server.publish("one\n", 1);
    server.agent();
    server.publish("one\n", 2);
    expect(server.agent()).toMatchObject({ status: 0, journal: [] });
    server.verbs();
    server.publish("old\n", 1);
    expect(server.agent().status).toBe(1);
    expect(server.report()).toEqual({
      sha256: sha256("old\n"),
      applied: sha256("one\n"),
      error: "is revision 1, older than applied: 2",
    });
    server.publish("one\n", 1);
    server.agent();
    expect(server.report()?.error).toMatch(/older than applied/);
    expect(server.verbs()).toEqual([]);
    expect(server.inUse()).toEqual(["one\n", "one\n"]);
  });

  const whole = renderDocument({ name: "firewall", payload: "two\n" });
  const encoded = encodeDocument({ name: "firewall", payload: `two\n${"0123456789".repeat(30)}\n` });
  test.each<readonly [string, string | undefined, RegExp]>([
    ["is missing", undefined, /^guestinfo.straat.firewall cannot be read: No value found$/],
    ["is empty", "", /^cannot be unpacked: gzip: stdin: unexpected end of file$/],
    ["is not base64", "H4sI*AAA", /^is not base64$/],
    ["is not gzip", Buffer.from("two\n").toString("base64"), /^cannot be unpacked: gzip: stdin: not in gzip/],
    ["is cut short", encoded.slice(0, 64), /^cannot be unpacked: gzip: stdin: unexpected end of file$/],
    ["is damaged", pack("x").replace(/^H4sI(.{14})./, "H4sI$1A"), /^cannot be unpacked|^is no document/],
    ["is too large", "A".repeat(65_540), /^is larger than guestinfo carries, 65536 bytes$/],
    ["is far too large", "A".repeat(1_000_000), /^is larger than guestinfo carries/],
    ["is a bomb", pack(`${whole}${"0".repeat(30_000_000)}`), /^unpacks to more than 4194304 bytes$/],
    ["is something else", pack("two\n"), /^is no document$/],
    ["has nothing in it", pack(""), /^is no document$/],
    [
      "is of a later format",
      pack(whole.replace("document 1", "document 2")),
      /^has format 2, and this server/,
    ],
    ["is another one", encodeDocument({ name: "ssh", payload: "two\n" }), /^is another document: ssh$/],
    ["has no revision", pack(whole.replace("firewall 1", "firewall 0")), /^has no revision or no sha256$/],
    ["has a digest too many", pack(whole.replace("\n", " x\n")), /^has no revision or no sha256$/],
    ["is not what its digest says", pack(`${whole}three\n`), /^is not what its sha256 says$/],
    ["lacks its last line end", pack(whole.slice(0, -1)), /^is not what its sha256 says$/],
    [
      "breaks out",
      pack('straat-document 1 x"},\\$(touch$IFS/tmp/x) 1 x\n'),
      /^is another document: x,\(touchIFS/,
    ],
    ["is binary", pack(Buffer.alloc(5000, 0)), /^is no document$/],
  ])("keeps what is in use when the document %s, and says why", (_, value, error) => {
    server.publish("one\n");
    server.agent();
    server.verbs();
    server.setInfo(KEY, value);
    const { status, journal } = server.agent();
    expect(server.report()).toMatchObject({
      sha256: null,
      applied: sha256("one\n"),
      error: expect.stringMatching(error),
    });
    expect(status).toBe(1);
    expect(journal).toEqual([expect.stringMatching(/^<3>\{"document":"firewall",.*\}$/)]);
    expect(server.agent()).toEqual({ status: 0, signal: null, journal: [] });
    expect(server.verbs()).toEqual([]);
    expect(server.inUse()).toEqual(["one\n", "one\n"]);
    server.publish("two\n");
    expect(server.agent().status).toBe(0);
    expect(server.inUse()).toEqual(["two\n", "two\n"]);
  });

  test("takes the largest document that fits", () => {
    const { root } = server;
    const noise = [...root.repeat(2000)].map((_, at) => sha256(String(at))[0]).join("");
    server.publish(noise.slice(0, 90_000));
    expect(server.agent().status).toBe(0);
    expect(server.inUse()[1]).toBe(noise.slice(0, 90_000));
    const large = "x".repeat(4_194_304 - 200);
    server.publish(large);
    expect(server.agent().status).toBe(0);
    expect(server.inUse()[1]).toBe(large);
  });

  test("keeps what is in use when the handler refuses, and asks again after an hour", () => {
    server.publish("one\n");
    server.agent();
    server.verbs();
    server.publish(`two\ncheck: echo 'line 2: "x" is $(wrong)' >&2; [ -e "$root/world" ]\n`);
    expect(server.agent().status).toBe(1);
    expect(server.report()?.error).toBe("is refused: line 2: x is (wrong)");
    expect(server.inUse()).toEqual(["one\n", "one\n"]);
    server.pass(3599);
    expect(server.agent()).toEqual({ status: 0, signal: null, journal: [] });
    expect(server.verbs()).toEqual(["firewall check"]);
    server.pass(1);
    expect(server.agent()).toMatchObject({ status: 0, journal: [] });
    expect(server.verbs()).toEqual(["firewall check"]);
    server.write("/world", "");
    server.pass(3600);
    expect(server.agent().status).toBe(0);
    expect(server.report()?.error).toBeNull();
    expect(server.inUse()[1]).toMatch(/^two/);
  });

  test("forgets a refusal as soon as another document was applied", () => {
    const refused = `two\ncheck: [ -e "$root/world" ]\n`;
    server.publish(refused);
    server.agent();
    server.publish("one\n");
    server.agent();
    server.write("/world", "");
    server.publish(refused);
    server.agent();
    expect(server.report()).toMatchObject({ applied: sha256(refused), error: null });
  });

  test.each([
    ["cannot be applied", "two\napply: echo 'no room' >&2; exit 1\n", "no room"],
    ["does not work", "two\nverify: echo 'nothing listens' >&2; exit 1\n", "nothing listens"],
    ["fails without a word", "two\napply: exit 9\n", "gave no reason, status 9"],
    ["kills its handler", "two\nverify: kill -KILL $$\n", "was killed"],
  ])("puts back what was in use when a document %s", (_, payload, reason) => {
    server.publish("one\n");
    server.agent();
    server.verbs();
    server.publish(payload, 2);
    expect(server.agent().status).toBe(1);
    expect(server.report()).toEqual({
      sha256: sha256(payload),
      applied: sha256("one\n"),
      error: `does not work here: ${reason}`,
    });
    expect(server.verbs().slice(-2)).toEqual(["firewall apply", "firewall verify"]);
    expect(server.inUse()).toEqual(["one\n", "one\n"]);
    server.verbs();
    expect(server.agent()).toMatchObject({ status: 0, journal: [] });
    expect(server.verbs()).toEqual([]);
    server.publish("three\n", 1);
    expect(server.agent().status).toBe(0);
  });

  test("ends with nothing when the first document does not work", () => {
    server.publish("two\nverify: exit 1\n");
    expect(server.agent().status).toBe(1);
    expect(server.verbs().slice(-2)).toEqual(["firewall verify", "firewall remove"]);
    expect(server.report()).toMatchObject({ applied: null, error: expect.stringMatching(/^does not work/) });
    expect(server.inUse()).toEqual([undefined, undefined]);
  });

  test("goes on trying to put back what was in use, and takes another document meanwhile", () => {
    server.publish(`one\napply: [ ! -e "$root/stuck" ]\n`);
    server.agent();
    server.write("/stuck", "");
    server.publish("two\nverify: exit 1\n");
    server.agent();
    expect(server.report()).toMatchObject({
      applied: null,
      error: expect.stringMatching(/^does not work here: .*; what was in use could not be put back: /),
    });
    expect(server.metrics()).toMatchObject({ 'document_ok{document="firewall"}': 0 });
    server.agent();
    expect(server.report()).toMatchObject({ applied: null });
    server.publish("three\n");
    server.agent();
    expect(server.report()).toMatchObject({ applied: sha256("three\n"), error: null });
    server.publish("two\nverify: exit 1\n");
    server.agent();
    expect(server.inUse()).toEqual(["three\n", "three\n"]);
  });

  test("applies nothing when it cannot write down that it does", () => {
    server.publish("one\n");
    server.agent();
    server.verbs();
    server.standIn("sync", "case $1 in */state.new) exit 1 ;; esac");
    server.publish("two\n");
    server.agent();
    expect(server.verbs()).toEqual(["firewall check"]);
    expect(server.report()).toMatchObject({ applied: sha256("one\n"), error: "the state cannot be written" });
  });

  test("knows nothing any more when its state is damaged, and begins anew", () => {
    server.publish("one\n", 3);
    server.agent();
    server.write("/var/lib/straat/agent/firewall/state", "\0\0\0\0");
    server.publish("two\ncheck: exit 1\n", 3);
    server.agent();
    expect(server.report()).toMatchObject({
      applied: null,
      error: expect.stringMatching(/^what was in use is not known any more; is refused/),
    });
    server.publish("one\n", 3);
    server.agent();
    server.agent();
    expect(server.report()).toMatchObject({ applied: sha256("one\n"), error: null });
  });

  test("waits for a handler no longer than it may take", () => {
    server.write("/etc/straat/agent.conf", "handler_seconds=0.3\n");
    server.publish("two\ncheck: sleep 60\n");
    server.agent();
    expect(server.report()?.error).toBe("is refused: took longer than 0.3 seconds");
  });

  test("says so when the server has no handler", () => {
    server.run("rm", [server.at("/usr/local/lib/straat/documents/firewall")]);
    server.publish("one\n");
    expect(server.agent().status).toBe(1);
    expect(server.report()).toMatchObject({
      applied: null,
      error: expect.stringMatching(/no program for it/),
    });
  });

  test("has figures for who watches", () => {
    server.publish("one\n", 4);
    server.agent();
    const at = new Date("2026-03-10T12:00:00Z").getTime() / 1000;
    const figures = {
      'document_ok{document="firewall"}': 1,
      'document_applied_seconds{document="firewall"}': at,
      'document_revision{document="firewall"}': 4,
    };
    expect(server.metrics()).toEqual(figures);
    server.pass(600);
    server.setInfo(KEY, undefined);
    server.agent();
    expect(server.metrics()).toEqual({ ...figures, 'document_ok{document="firewall"}': 0 });
  });
});
