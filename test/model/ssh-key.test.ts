import { generateKeyPairSync, type JsonWebKey, type KeyObject } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { SshKey } from "../../lib/model/ssh-key";
import { mistakeOf } from "../support/errors";

type Field = Buffer | string;

/** The blob of an OpenSSH public key: length-prefixed strings (RFC 4253 section 6.6). */
function blob(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field as string, "latin1");
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** A line of a `.pub` file: the type is its first field. */
function line(type: string, ...fields: readonly Field[]): string {
  return `${type} ${blob(type, ...fields).toString("base64")}`;
}

function part(key: KeyObject, name: keyof JsonWebKey): Buffer {
  return Buffer.from(String(key.export({ format: "jwk" })[name]), "base64url");
}

/** RFC 4251: a positive number whose highest bit is set gets a zero byte in front. */
function mpint(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}

function rsa(modulusLength: number): string {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength });
  return line("ssh-rsa", mpint(part(publicKey, "e")), mpint(part(publicKey, "n")));
}

function point(namedCurve: string): Buffer {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve });
  return Buffer.concat([Buffer.from([4]), part(publicKey, "x"), part(publicKey, "y")]);
}

/** The same point with another first byte, which says how it is written down (SEC 1, section 2.3.3). */
function begun(point: Buffer, form: number): Buffer {
  return Buffer.concat([Buffer.from([form]), point.subarray(1)]);
}

/** Pieces of a secret, each long enough to be known again in a message. */
function piecesOf(secret: string): readonly string[] {
  return secret.replace(/-----.*-----/g, "").match(/\S{8}/g) ?? [];
}

const seed = part(generateKeyPairSync("ed25519").publicKey, "x");
const ed25519 = line("ssh-ed25519", seed);
const [p256, p384] = [point("P-256"), point("P-384")];
const [SK_ED25519, SK_ECDSA] = ["sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"];

describe("an SSH key is accepted", () => {
  test.each([
    ["ed25519", ed25519],
    ["ECDSA P-256", line("ecdsa-sha2-nistp256", "nistp256", p256)],
    ["ECDSA P-384", line("ecdsa-sha2-nistp384", "nistp384", p384)],
    ["ECDSA P-521", line("ecdsa-sha2-nistp521", "nistp521", point("P-521"))],
    ["RSA of 3072 bits", rsa(3072)],
    ["ed25519 in a token", line(SK_ED25519, seed, "ssh:")],
    ["ed25519 in a token, for an application of its own", line(SK_ED25519, seed, "ssh:straat")],
    ["ECDSA in a token", line(SK_ECDSA, "nistp256", p256, "ssh:")],
  ])("when it is %s", (_, text) => {
    const key = SshKey.parse(text);
    expect(String(key)).toBe(text);
    expect(key.type).toBe(text.split(" ")[0]);
    expect(JSON.stringify([key])).toBe(JSON.stringify([text]));
  });

  test.each(["\n", "\r\n", "\n\n", ""])("without its comment, and without %j at its end", (end) => {
    expect(String(SshKey.parse(`${ed25519} j.devries@laptop of work${end}`))).toBe(ed25519);
  });

  // The host keys of github.com and the fingerprints GitHub publishes for them.
  test.each([
    [
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
      "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
    ],
    [
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=",
      "SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM",
    ],
  ])("and %s has the fingerprint ssh-keygen prints", (text, fingerprint) => {
    expect(SshKey.parse(text).fingerprint).toBe(fingerprint);
  });
});

describe("an SSH key is refused", () => {
  test.each([
    ["DSA", line("ssh-dss", "p", "q", "g", "y")],
    ["a certificate", line("ssh-ed25519-cert-v01@openssh.com", "nonce", seed)],
    ["of no type", ed25519.split(" ")[1] ?? ""],
    ["with options in front", `from="192.0.2.0/24" ${ed25519}`],
    ["empty", ""],
  ])("when it is %s", (_, text) => {
    const { problem, remedy } = mistakeOf(() => SshKey.parse(text));
    expect(problem).toContain("is not an ed25519, ECDSA or RSA public key");
    expect(remedy).toContain("ssh-keygen -t ed25519");
  });

  test.each([
    ["of 2048 bits", rsa(2048), 2048],
    ["one bit short", line("ssh-rsa", "\x03", Buffer.alloc(384, 0x7f)), 3071],
    ["of 2048 bits behind 128 zero bytes", line("ssh-rsa", "\x03", Buffer.alloc(384).fill(0xff, 128)), 2048],
    ["of zero", line("ssh-rsa", "\x03", Buffer.alloc(384)), 0],
  ])("when it is RSA %s, with the bits it has", (_, text, bits) => {
    const { problem } = mistakeOf(() => SshKey.parse(text));
    expect(problem).toContain(`is an RSA key of ${bits} bits; administrators need at least 3072`);
  });

  test("not for the zero byte in front of an RSA number, which is no part of its strength", () => {
    const modulus = Buffer.alloc(384, 0xff);
    expect(SshKey.parse(line("ssh-rsa", "\x03", mpint(modulus))).type).toBe("ssh-rsa");
    const short = mistakeOf(() => SshKey.parse(line("ssh-rsa", "\x03", mpint(modulus.subarray(8)))));
    expect(short.problem).toContain("RSA key of 3008 bits");
  });

  const bytes = blob("ssh-ed25519", seed);
  const encoded = (changed: Buffer, type = "ssh-ed25519") => `${type} ${changed.toString("base64")}`;
  test.each([
    ["without its contents", "ssh-ed25519"],
    ["cut off in its last field", encoded(bytes.subarray(0, -3))],
    ["cut off between two fields", encoded(bytes.subarray(0, 15))],
    ["cut off in a length", encoded(bytes.subarray(0, 17))],
    ["cut off in its base64", ed25519.slice(0, -1)],
    ["followed by more bytes", encoded(Buffer.concat([bytes, Buffer.alloc(1)]))],
    ["followed by another field", line("ssh-ed25519", seed, "ssh:")],
    ["a byte short", line("ssh-ed25519", seed.subarray(1))],
    ["with a length past every end", encoded(Buffer.from("ffffffff00", "hex"))],
    ["of another type inside than outside", ed25519.replace("ssh-ed25519", "ssh-rsa")],
    [
      "of a token inside, and none outside",
      line(SK_ED25519, seed, "ssh:").replace(SK_ED25519, "ssh-ed25519"),
    ],
    ["of a token, without an application", line(SK_ED25519, seed)],
    ["of a token with ECDSA, without an application", line(SK_ECDSA, "nistp256", p256)],
    ["on another curve than its type", line("ecdsa-sha2-nistp256", "nistp384", p256)],
    ["on another curve than its type, point and all", line("ecdsa-sha2-nistp256", "nistp384", p384)],
    ["on the curve of its type with the point of another", line("ecdsa-sha2-nistp256", "nistp256", p384)],
    ["on a curve whose name is a part of its type's", line("ecdsa-sha2-nistp256", "nistp", p256)],
    ["on a curve without a name", line("ecdsa-sha2-nistp256", "", p256)],
    ["in a token, on another curve", line(SK_ECDSA, "nistp384", p384, "ssh:")],
    ["ECDSA without its point", line("ecdsa-sha2-nistp256", "nistp256", "")],
    [
      "ECDSA with a compressed point",
      line("ecdsa-sha2-nistp256", "nistp256", begun(p256.subarray(0, 33), 2)),
    ],
    [
      "ECDSA with a point that calls itself compressed",
      line("ecdsa-sha2-nistp256", "nistp256", begun(p256, 3)),
    ],
    ["ECDSA with a point a byte short", line("ecdsa-sha2-nistp256", "nistp256", p256.subarray(0, -1))],
    [
      "ECDSA with a point a byte long",
      line("ecdsa-sha2-nistp256", "nistp256", Buffer.concat([p256, p256.subarray(-1)])),
    ],
    ["RSA with one number", line("ssh-rsa", Buffer.alloc(384, 0x7f))],
    ["RSA with a negative modulus", line("ssh-rsa", "\x03", Buffer.alloc(384, 0xff))],
    ["RSA with a negative exponent", line("ssh-rsa", "\x83", mpint(Buffer.alloc(384, 0xff)))],
    ["RSA without an exponent", line("ssh-rsa", "", mpint(Buffer.alloc(384, 0xff)))],
    ["RSA without a modulus", line("ssh-rsa", "\x03", "")],
    ["of an unknown type inside, in the same shape", encoded(blob("ssh-ed448", seed))],
    [
      "strong RSA, cut off",
      encoded(blob("ssh-rsa", "\x03", Buffer.alloc(512, 0x7f)).subarray(0, -64), "ssh-rsa"),
    ],
    ["whole, with one more character than base64 has", `${ed25519}!`],
  ])("when it is %s", (_, text) => {
    const { problem, remedy } = mistakeOf(() => SshKey.parse(text));
    expect(problem).toContain(`is damaged: its contents are not those of a ${text.split(" ")[0]} key`);
    expect(remedy).toContain("copy the whole line");
  });

  test.each(["ed25519", "rsa"])("when it is private (%s), and then nothing of it is repeated", (kind) => {
    const { privateKey } =
      kind === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ed25519");
    const pem = String(privateKey.export({ format: "pem", type: "pkcs8" }));
    const mistake = mistakeOf(() => SshKey.parse(pem));
    expect(mistake.problem).toContain("is a private key");
    expect(mistake.remedy).toContain("treat this key as lost");
    expect(piecesOf(pem).length).toBeGreaterThan(5);
    expect(piecesOf(pem).filter((piece) => JSON.stringify(mistake).includes(piece))).toEqual([]);
  });

  const body = piecesOf(
    String(generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" })),
  );
  test.each([
    ["a password", "correct-horse-battery-staple"],
    ["two words", "hunter2hunter2 hunter2hunter2"],
    ["what stands between the lines of a PEM file", body.join("")],
    ["the same over several lines", body.join("\n")],
    [
      "a key of PuTTY",
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${body.join("")}`,
    ],
    ["a public key behind something else", `hunter2hunter2 ${ed25519}`],
  ])("when it is %s, of which nothing at all is repeated", (_, text) => {
    const mistake = mistakeOf(() => SshKey.parse(text));
    expect(mistake.value).toBe("(not repeated here: it may be a secret)");
    expect(piecesOf(text).filter((piece) => JSON.stringify(mistake).includes(piece))).toEqual([]);
  });

  test("with as much of a public key as finds it again, and without its comment", () => {
    const [type, base64 = ""] = rsa(2048).split(" ");
    const { value } = mistakeOf(() => SshKey.parse(`${type} ${base64} j.devries@laptop`));
    expect(value).toBe(`ssh-rsa ${base64.slice(0, 24)}…`);
  });

  test.each([
    ["two keys", `${ed25519}\n${ed25519}`],
    ["two keys with the line ends of Windows", `${ed25519}\r\n${ed25519}\r\n`],
    ["two keys and an empty line", `${ed25519} jo@laptop\n\n${ed25519} jo@desk\n`],
    ["a key and a remark under it", `${ed25519}\n# of 2027`],
    ["a key broken in two", `${ed25519.slice(0, 50)}\n${ed25519.slice(50)}`],
  ])("when it is more than one line: %s", (_, text) => {
    const { problem, remedy } = mistakeOf(() => SshKey.parse(text));
    expect(problem).toContain("is more than one line; an administrator has one key");
    expect(remedy).toContain("the one line of the .pub file");
  });
});
