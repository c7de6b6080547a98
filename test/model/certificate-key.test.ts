import { describe, expect, test } from "@jest/globals";
import { checkCertificateKey } from "../../lib/model/certificate-key";
import { Day } from "../../lib/model/day";
import { mistakeOf, mistakesOf } from "../support/errors";

const today = Day.parse("2027-01-15");
const leave = { owner: "Sanne Vermeer", reason: "an old till cannot do more", until: "2027-01-15" };

describe("the key of a certificate", () => {
  test("is on P-256 where nothing is said", () => {
    expect(checkCertificateKey(undefined, undefined, today)).toEqual({
      name: "ecdsa-p256",
      algorithm: "ECDSA",
      size: 256,
    });
  });

  test.each([
    ["ecdsa-p256", "ECDSA", 256],
    ["ecdsa-p384", "ECDSA", 384],
    ["rsa-3072", "RSA", 3072],
    ["rsa-4096", "RSA", 4096],
  ])("may be %s", (name, algorithm, size) => {
    expect(checkCertificateKey(name, undefined, today)).toEqual({ name, algorithm, size });
  });

  test.each(["rsa", "RSA-3072", "rsa-1024", "ed25519", "", 3072])("%j is none", (name) => {
    expect(mistakeOf(() => checkCertificateKey(name, undefined, today)).remedy).toContain("rsa-3072");
  });

  test("of 2048 bits needs leave that holds, up to its last day (V-10)", () => {
    expect(checkCertificateKey("rsa-2048", leave, today).size).toBe(2048);
    const none = mistakeOf(() => checkCertificateKey("rsa-2048", undefined, today));
    expect(none.problem).toContain("nobody gave leave");
    const ended = mistakeOf(() => checkCertificateKey("rsa-2048", leave, Day.parse("2027-01-16")));
    expect(ended.problem).toContain("ended on 2027-01-15");
    expect(ended.remedy).toContain("keyWaiver");
  });

  test("needs leave of somebody, for a reason", () => {
    const mistakes = mistakesOf(() =>
      checkCertificateKey("rsa-2048", { ...leave, owner: "", reason: "" }, today),
    );
    expect(mistakes.map(({ property }) => property)).toEqual(["owner", "reason"]);
  });

  test("that needs no leave is given none", () => {
    expect(mistakeOf(() => checkCertificateKey("rsa-4096", leave, today)).remedy).toBe("take keyWaiver out");
  });
});
