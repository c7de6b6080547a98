import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { TEXT_MAX, unpack, unpackValue, VALUE_MAX } from "../../../lib/controls/guest/decode";
import { readFrozenFiles } from "../../../lib/controls/guest/frozen-files";
import { readDocument } from "../../../lib/controls/guest/live-document";
import { recent } from "../../../lib/controls/guest/recent";
import { Unreadable } from "../../../lib/controls/unreadable";
import { fleetServers, serverOf } from "./fleet-servers";

const packed = (text: string | Buffer) => gzipSync(text).toString("base64");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("unpacking", () => {
  test("gives back what was packed", () => {
    fc.assert(fc.property(fc.string(), (text) => expect(unpack(packed(text))).toBe(text)));
  });

  test("refuses what is no whole gzip in base64, saying what it is", () => {
    const zipped = gzipSync("hello\n");
    const bad = {
      "is not base64": [
        "",
        "hello!",
        `${packed("hello")}\n`,
        packed("hello").replace(/=*$/, "==="),
        "aGVsbG9=",
      ],
      "is not whole gzip": [
        Buffer.from("hello").toString("base64"),
        zipped.subarray(0, -3).toString("base64"),
        Buffer.concat([zipped, Buffer.from("more")]).toString("base64"),
      ],
      "has something after its end": [Buffer.concat([zipped, Buffer.alloc(3)]).toString("base64")],
      "is not text in UTF-8": [packed(Buffer.from([0xff, 0xfe]))],
    };
    for (const [problem, values] of Object.entries(bad)) {
      for (const value of values) expect(() => unpack(value)).toThrow(new Unreadable(problem));
    }
  });

  test("unpacks no more than a server's files could be", () => {
    expect(unpack(packed("x".repeat(TEXT_MAX)))).toHaveLength(TEXT_MAX);
    expect(() => unpack(packed("x".repeat(TEXT_MAX + 1)))).toThrow("is larger than");
  });

  test("of one key refuses what a guest cannot read, naming the key", () => {
    expect(() => unpackValue("a.key", "x".repeat(VALUE_MAX + 1))).toThrow("a.key is 65537 bytes");
    expect(() => unpackValue("a.key", undefined)).toThrow("a.key is not there");
    expect(() => unpackValue("a.key", 12)).toThrow("a.key is not a text");
    expect(() => unpackValue("a.key", "?")).toThrow("a.key is not base64");
  });

  test("remembers the last answers, no others, and nothing that threw", () => {
    const asked: string[] = [];
    const read = recent(2, (text) => {
      asked.push(text);
      if (text === "bad") throw new Unreadable("bad");
      return text.toUpperCase();
    });
    expect(["a", "b", "a", "c", "a", "b"].map(read)).toEqual(["A", "B", "A", "C", "A", "B"]);
    expect(asked).toEqual(["a", "b", "c", "b"]);
    for (const _ of [1, 2]) expect(() => read("bad")).toThrow("bad");
    expect(asked.filter((text) => text === "bad")).toHaveLength(2);
  });
});

describe("a live document", () => {
  const KEY = "guestinfo.straat.sudoers";
  const document = (
    payload: string,
    { name = "sudoers", version = "1", revision = "3", digest = sha256(payload) } = {},
  ) => packed(`straat-document ${version} ${name} ${revision} ${digest}\n${payload}`);

  test("is what follows its first line", () => {
    const payload = "admin jdevries 2028-01-31\n";
    expect(readDocument(KEY, document(payload))).toEqual({ name: "sudoers", revision: 3, payload });
    expect(readDocument(KEY, document("")).payload).toBe("");
  });

  test("of another name, version, revision or digest is not read", () => {
    const bad: readonly (readonly [string, string])[] = [
      [document("", { name: "ssh" }), "holds the document ssh"],
      [document("", { version: "2" }), "is of version 2"],
      [document("", { revision: "0" }), "does not begin as"],
      [document("", { revision: "1000000" }), "does not begin as"],
      [document("", { digest: sha256("x") }), "is not the text its digest was made of"],
      [packed("straat-document 1 sudoers 1"), "does not begin as"],
      [packed(""), "does not begin as"],
    ];
    for (const [value, problem] of bad) {
      expect(() => readDocument(KEY, value)).toThrow(Unreadable);
      expect(() => readDocument(KEY, value)).toThrow(`${KEY} ${problem}`);
    }
    expect(() => readDocument("guestinfo.userdata", document(""))).toThrow(
      "is not the key of a live document",
    );
  });

  test("of every server of the example fleet is read, by its own key only", () => {
    let count = 0;
    for (const { extraConfig } of fleetServers) {
      for (const [key, value] of Object.entries(extraConfig)) {
        if (!key.startsWith("guestinfo.straat.")) continue;
        expect(`guestinfo.straat.${readDocument(key, value).name}`).toBe(key);
        expect(() => readDocument("guestinfo.straat.other", value)).toThrow("holds the document");
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(fleetServers.length * 6);
  });
});

describe("the files of a first boot", () => {
  const KEYS = [1, 2].map((number) => `guestinfo.straat-files.${number}`) as [string, string];
  const bundle = (body: string) => packed(`straat-files 1 ${sha256(body)}\n${body}`);
  const read = (body: string) => readFrozenFiles({ [KEYS[0]]: bundle(body) });

  test("are known by path, with mode and text", () => {
    expect([...read("0644 2 /etc/a\n0600 0 /etc/.b/c\n\none\n\n")]).toEqual([
      ["/etc/a", { mode: "0644", text: "one\n\n" }],
      ["/etc/.b/c", { mode: "0600", text: "" }],
    ]);
  });

  test("are read on every server of the example fleet", () => {
    for (const { extraConfig } of fleetServers) {
      const files = readFrozenFiles(extraConfig);
      expect(files.size).toBeGreaterThan(100);
      expect(files.get("/etc/ssh/sshd_config")?.mode).toBe("0600");
      expect(files.get("/usr/local/lib/straat/agent")?.text).toMatch(/^#!\/bin\/sh\n/);
    }
    expect(readFrozenFiles(serverOf("verne/production web_1").extraConfig)).toBe(
      readFrozenFiles(serverOf("verne/production web_2").extraConfig),
    );
  });

  test("are not read when their list is not that of their lines", () => {
    const bad = {
      "have an entry": [
        "644 1 /etc/a\n\none\n",
        "0644 1 etc/a\n\none\n",
        "0644 1 /etc/../a\n\none\n",
        "0644 1\n\none\n",
      ],
      twice: ["0644 1 /a\n0644 1 /a\n\none\ntwo\n"],
      "where their entries tell": ["0644 2 /a\n\none\n", "0644 1 /a\n\none\ntwo\n", "0644 1 /a\n\none"],
    };
    for (const [problem, bodies] of Object.entries(bad)) {
      for (const body of bodies) expect(() => read(body)).toThrow(problem);
    }
  });

  test("are not read when a part is missing, changed, too many, or of another version", () => {
    const { extraConfig } = serverOf("verne/production web_1");
    const [one, two] = KEYS.map((key) => extraConfig[key]) as [string, string];
    expect(() => readFrozenFiles({})).toThrow(`${KEYS[0]} is not there`);
    expect(() => readFrozenFiles({ [KEYS[0]]: one })).toThrow(Unreadable);
    expect(() => readFrozenFiles({ [KEYS[1]]: two })).toThrow("without one of the keys before it");
    expect(() => readFrozenFiles({ [KEYS[0]]: two, [KEYS[1]]: one })).toThrow(Unreadable);
    expect(() => readFrozenFiles({ ...extraConfig, "guestinfo.straat-files.x": one })).toThrow(
      "is there without",
    );
    const tooMany = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`guestinfo.straat-files.${n}`, one]));
    expect(() => readFrozenFiles(tooMany)).toThrow("is one more than a server reads");
    expect(() => readFrozenFiles({ [KEYS[0]]: packed(`straat-files 2 ${sha256("")}\n`) })).toThrow(
      "version 2",
    );
    expect(() => readFrozenFiles({ [KEYS[0]]: packed(`straat-files 1 ${sha256("")}\nx\n`) })).toThrow(
      "digest",
    );
  });
});
