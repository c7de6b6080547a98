import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { documentKey, encodeDocument } from "../../../lib/guest/documents/live-document";
import { AgentServer, sha256 } from "../../support/agent-server";

describe("the agent of a server with several documents", () => {
  let server: AgentServer;
  beforeEach(() => {
    server = new AgentServer(["vpn", "firewall", "ssh"]);
  });
  afterEach(() => server.remove());

  test("applies them in the order of the house, not of who asked", () => {
    for (const name of server.documents) server.publish(`${name}\n`, 1, name);
    expect(server.agent().status).toBe(0);
    expect(server.verbs().filter((verb) => verb.endsWith("apply"))).toEqual([
      "firewall apply",
      "ssh apply",
      "vpn apply",
    ]);
  });

  test.each([
    ["is refused", "x\ncheck: exit 1\n"],
    ["does not work", "x\nverify: exit 1\n"],
    ["kills its own process", "x\napply: kill -KILL $(ps -o ppid= -p $PPID)\n"],
  ])("applies the others when one %s", (_, payload) => {
    server.publish(payload, 1, "firewall");
    server.publish("ssh\n", 1, "ssh");
    server.publish("vpn\n", 1, "vpn");
    expect(server.agent().status).toBe(1);
    expect(server.inUse("ssh")).toEqual(["ssh\n", "ssh\n"]);
    expect(server.report("vpn")).toMatchObject({ applied: sha256("vpn\n"), error: null });
    expect(server.metrics()).toMatchObject({
      'document_ok{document="firewall"}': 0,
      'document_ok{document="ssh"}': 1,
      'document_ok{document="vpn"}': 1,
    });
  });

  test("reports each apart, and does not mind that reports cannot be published", () => {
    for (const name of server.documents) server.publish(`${name}\n`, 1, name);
    server.standIn(
      "vmware-rpctool",
      `case $1 in info-set*) exit 1 ;; esac\n${"cat"} '${server.guestinfo}/'"\${1#* }"`,
    );
    const { status, journal } = server.agent();
    expect(status).toBe(0);
    expect(journal).toHaveLength(3);
    expect(server.agent().journal).toEqual([]);
  });
});

describe("what programs of the server leave for the agent to publish", () => {
  let server: AgentServer;
  beforeEach(() => {
    server = new AgentServer();
    server.publish("one\n");
  });
  afterEach(() => server.remove());
  const published = (name: string) => server.info(`guestinfo.straat.report.${name}`);
  const leave = (name: string, text: string | Uint8Array) =>
    server.write(`/var/lib/straat/report/${name}`, text);

  test("is published as it is, when it changed", () => {
    const key = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
    leave("vpn-key", `${key}\n`);
    expect(server.agent().status).toBe(0);
    expect(published("vpn-key")).toBe(key);
    server.setInfo("guestinfo.straat.report.vpn-key", undefined);
    server.agent();
    expect(published("vpn-key")).toBeUndefined();
    leave("vpn-key", "another");
    server.agent();
    expect(published("vpn-key")).toBe("another");
    leave("vpn-key", `${"x".repeat(16_383)}\n`);
    server.agent();
    expect(published("vpn-key")).toHaveLength(16_383);
  });

  test.each<readonly [string, string | Uint8Array]>([
    ["two lines", "one\ntwo\n"],
    ["nothing", ""],
    ["a character of another alphabet", "sleutel: é\n"],
    ["a control character", "a\tb"],
    ["too much", "x".repeat(16_385)],
  ])("is not published when it is %s; that is an error, told once", (_, text) => {
    leave("vpn-key", text);
    const { status, journal } = server.agent();
    expect(status).toBe(1);
    expect(JSON.parse(published("vpn-key") ?? "")).toEqual({
      error: "the report is not one printable line of at most 16 KiB",
    });
    expect(journal.at(-1)).toMatch(/^<3>\{"document":"vpn-key","error":/);
    expect(server.agent()).toMatchObject({ status: 0, journal: [] });
  });

  test("is not published when it is a link, half written, or named as a document", () => {
    server.write("/secret", "PRIVATE");
    leave("fine", "fine");
    server.run("ln", ["-s", server.at("/secret"), server.at("/var/lib/straat/report/link")]);
    leave("key.new", "ha");
    expect(server.agent().status).toBe(1);
    expect(published("link")).toMatch(/^\{"error":/);
    expect(published("key.new")).toBeUndefined();
    const before = published("firewall");
    leave("firewall", `{"sha256":null,"applied":null,"error":null}`);
    expect(server.agent().status).toBe(1);
    expect(published("firewall")).toBe(before);
  });
});

test("whatever a handler says, the report is one line of JSON, and says at most 300 characters of it", () => {
  const server = new AgentServer();
  try {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 900 }), (words) => {
        server.write("/words", words);
        server.publish(`${sha256(words)}\ncheck: cat "$root/words" >&2; exit 1\n`);
        const { journal } = server.agent();
        const report = server.report();
        expect(report?.error).toMatch(/^is refused: [ -~]+$/);
        expect(report?.error?.length).toBeLessThanOrEqual(300);
        expect(journal).toHaveLength(1);
        expect(JSON.parse((journal[0] ?? "").replace(/^<3>/, ""))).toEqual({
          document: "firewall",
          ...report,
        });
      }),
      { numRuns: 12 },
    );
    const breakout = `x","applied":"yes","error":null}\n<0>{"alarm":"fire"} \\u0022 $(id) \`id\` guestinfo.x y`;
    server.write("/words", breakout);
    server.publish(`last\ncheck: cat "$root/words" >&2; exit 1\n`);
    server.agent();
    expect(server.report()).toEqual({
      sha256: sha256(`last\ncheck: cat "$root/words" >&2; exit 1\n`),
      applied: null,
      error: "is refused: x,applied:yes,error:null 0alarm:fire u0022 (id) id guestinfo.x y",
    });
  } finally {
    server.remove();
  }
});

test("after any sequence of documents, the last good one of an allowed revision is in use", () => {
  type Kind = "good" | "refused" | "broken" | "unusable" | "garbage" | "gone";
  const step = fc.record({
    kind: fc.constantFrom<Kind>("good", "good", "refused", "broken", "unusable", "garbage", "gone"),
    text: fc.constantFrom("one", "two", "three"),
    revision: fc.integer({ min: 1, max: 3 }),
    later: fc.constantFrom(60, 4000, 90_000),
  });
  const line: Readonly<Record<Kind, string>> = {
    good: "",
    refused: "check: exit 1\n",
    broken: "verify: exit 1\n",
    unusable: "apply: exit 1\n",
    garbage: "",
    gone: "",
  };
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const server = new AgentServer();
      try {
        let [inUse, floor]: [string | undefined, number] = [undefined, 1];
        for (const { kind, text, revision, later } of steps) {
          const payload = `${text}\n${line[kind]}`;
          const encoded = encodeDocument({ name: "firewall", payload, revision });
          const value = { garbage: encoded.slice(0, -8), gone: undefined }[kind as string];
          server.setInfo(documentKey("firewall"), kind === "garbage" || kind === "gone" ? value : encoded);
          server.pass(later);
          const { status, signal } = server.agent();
          expect([0, 1]).toContain(status);
          expect(signal).toBeNull();
          const isTaken = kind === "good" && revision >= floor;
          if (isTaken) [inUse, floor] = [payload, revision];
          expect(server.inUse()).toEqual([inUse, inUse]);
          const report = server.report();
          expect(report?.applied ?? undefined).toBe(inUse === undefined ? undefined : sha256(inUse));
          expect(report?.error === null).toBe(isTaken);
        }
      } finally {
        server.remove();
      }
    }),
    { numRuns: 12 },
  );
}, 60_000);
