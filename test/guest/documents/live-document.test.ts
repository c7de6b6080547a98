import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  DOCUMENT_NAMES,
  documentKey,
  encodeDocument,
  renderDocument,
} from "../../../lib/guest/documents/live-document";
import { mistakeOf } from "../../support/errors";

const names = fc.constantFrom(...DOCUMENT_NAMES);
const revisions = fc.integer({ min: 1, max: 999_999 });

describe("a live document", () => {
  test("begins with a line that tells its format, name, revision and the digest of all that follows", () => {
    fc.assert(
      fc.property(names, fc.string({ unit: "grapheme" }), revisions, (name, payload, revision) => {
        const text = gunzipSync(
          Buffer.from(encodeDocument({ name, payload, revision }), "base64"),
        ).toString();
        const sha256 = createHash("sha256").update(payload).digest("hex");
        expect(text).toBe(`straat-document 1 ${name} ${revision} ${sha256}\n${payload}`);
      }),
    );
  });

  test("is of the first revision unless told, and the same bytes each time", () => {
    const document = { name: "ssh", payload: "x\n" } as const;
    expect(renderDocument(document)).toMatch(/^straat-document 1 ssh 1 /);
    expect(encodeDocument(document)).toBe(encodeDocument({ ...document, revision: 1 }));
  });

  test.each([0, -1, 1.5, 1_000_000, Number.NaN, Number.POSITIVE_INFINITY])(
    "has no revision %d",
    (revision) => {
      expect(mistakeOf(() => encodeDocument({ name: "vpn", payload: "", revision }))).toMatchObject({
        property: "vpn",
        value: String(revision),
        problem: "is not the revision of a document",
      });
    },
  );

  test("that does not fit into guestinfo is refused by its name", () => {
    const payload = Array.from({ length: 4000 }, (_, at) =>
      createHash("sha256").update(String(at)).digest("hex"),
    );
    expect(mistakeOf(() => encodeDocument({ name: "firewall", payload: payload.join("") }))).toMatchObject({
      property: "firewall",
      problem: expect.stringContaining("over what guestinfo can carry"),
    });
  });

  test("has a key and a name that need no quoting anywhere", () => {
    for (const name of DOCUMENT_NAMES) expect(documentKey(name)).toMatch(/^guestinfo\.straat\.[a-z]+$/);
    expect(new Set(DOCUMENT_NAMES).size).toBe(DOCUMENT_NAMES.length);
  });

  test("about who the server is comes before what it lets in, and that before who may come", () => {
    const place = (name: (typeof DOCUMENT_NAMES)[number]) => DOCUMENT_NAMES.indexOf(name);
    expect(place("identity")).toBe(0);
    expect(place("firewall")).toBeLessThan(place("ssh"));
    expect(place("firewall")).toBeLessThan(place("vpn"));
  });
});
