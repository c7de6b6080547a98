import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { checkWireguardKey } from "../../lib/model/wireguard-key";
import { mistakeOf } from "../support/errors";

const key = Buffer.alloc(32, 0xfb).toString("base64");

describe("a WireGuard key", () => {
  test("is accepted when it is an X25519 public key", () => {
    const { x = "" } = generateKeyPairSync("x25519").publicKey.export({ format: "jwk" });
    const text = Buffer.from(x, "base64url").toString("base64");
    expect(checkWireguardKey(text)).toBe(text);
  });

  test("is accepted for every 32 bytes but zeros, and for no other number", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 30, maxLength: 34 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        if (bytes.length === 32 && bytes.some((byte) => byte > 0)) expect(checkWireguardKey(text)).toBe(text);
        else expect(mistakeOf(() => checkWireguardKey(text)).problem).toContain("32 bytes in base64");
      }),
    );
  });

  test.each([
    ["nothing", ""],
    ["31 bytes", Buffer.alloc(31, 1).toString("base64")],
    ["33 bytes", Buffer.alloc(33, 1).toString("base64")],
    ["zeros", Buffer.alloc(32).toString("base64")],
    ["no padding", key.slice(0, -1)],
    ["the alphabet of URLs", Buffer.alloc(32, 0xfb).toString("base64url")],
    ["a line end", `${key}\n`],
    ["a space inside", `${key.slice(0, 20)} ${key.slice(20)}`],
    ["bits past the end, which decode to the same bytes", `${key.slice(0, -2)}t=`],
    ["hexadecimal", Buffer.alloc(32, 1).toString("hex")],
  ])("refuses %s", (_, text) => {
    const { value, problem, remedy } = mistakeOf(() => checkWireguardKey(text));
    expect(value).toBe(JSON.stringify(text));
    expect(problem).toContain("is not a WireGuard public key");
    expect(remedy).toContain("wg pubkey");
  });

  test("that is refused for bits past the end differs from the good one in those bits only", () => {
    expect(Buffer.from(`${key.slice(0, -2)}t=`, "base64").toString("base64")).toBe(key);
  });
});
