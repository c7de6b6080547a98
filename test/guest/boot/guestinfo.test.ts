import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { encodeGuestinfo, GUESTINFO_MAX } from "../../../lib/guest/boot/guestinfo";
import { mistakeOf } from "../../support/errors";

const decode = (encoded: string) => Buffer.from(encoded, "base64");

/** Text that does not compress below six bits a character, the same on every machine. */
function incompressible(length: number): string {
  let [link, text] = ["straat", ""];
  while (text.length < length) {
    link = createHash("sha256").update(link).digest("base64");
    text += link.slice(0, 42);
  }
  return text.slice(0, length);
}

describe("a document for guestinfo", () => {
  test("is gzip in base64: any text is read back by zlib as it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 2000 }), (text) => {
        const encoded = encodeGuestinfo("metadata", text);
        expect(gunzipSync(decode(encoded)).toString("utf8")).toBe(text);
        expect(encoded).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
      }),
    );
  });

  test("is the same bytes each time, whatever was encoded in between and under another name", () => {
    const first = encodeGuestinfo("metadata", incompressible(5000));
    encodeGuestinfo("metadata", "something else");
    expect(encodeGuestinfo("userdata", incompressible(5000))).toBe(first);
  });

  test("has a header without a time and without a file name", () => {
    const header = decode(encodeGuestinfo("metadata", "text"));
    expect(header.subarray(0, 4).toString("hex")).toBe("1f8b0800");
    expect(header.subarray(4, 8).toString("hex")).toBe("00000000");
  });

  test("has these very bytes, also on a later Node: a change would alter every server's plan", () => {
    const encoded = encodeGuestinfo("metadata", "hello");
    expect(encoded).toBe("H4sIAAAAAAACA8tIzcnJBwCGphA2BQAAAA==");
  });

  test("is smaller than its text when that repeats itself", () => {
    expect(encodeGuestinfo("metadata", "x".repeat(10 * GUESTINFO_MAX)).length).toBeLessThan(2000);
  });

  test("is refused over 64 KiB, with the number of bytes it is over", () => {
    const text = incompressible(80_000);
    const { property, value, problem, remedy } = mistakeOf(() => encodeGuestinfo("rules", text));
    const bytes = Number(/^(\d+) bytes$/.exec(value)?.[1]);
    expect(bytes).toBeGreaterThan(GUESTINFO_MAX);
    expect(property).toBe("rules");
    expect(problem).toContain(`is ${bytes - 65_536} bytes over what guestinfo can carry (65536)`);
    expect(remedy).toContain("split it over two documents");
  });

  test("is accepted up to 64 KiB exactly: the first length refused is just over it", () => {
    const fits = (length: number) => {
      try {
        return encodeGuestinfo("rules", incompressible(length)).length;
      } catch {
        return undefined;
      }
    };
    let [low, high] = [40_000, 80_000];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (fits(middle) === undefined) high = middle;
      else low = middle;
    }
    expect(fits(low)).toBeGreaterThan(GUESTINFO_MAX - 16);
    expect(fits(low)).toBeLessThanOrEqual(GUESTINFO_MAX);
    expect(mistakeOf(() => encodeGuestinfo("rules", incompressible(high))).problem).toMatch(
      /is \d{1,2} bytes over/,
    );
  });
});
