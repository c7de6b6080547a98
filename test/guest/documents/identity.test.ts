import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { checkAuthority, checkCertificate } from "../../../lib/guest/documents/certificate";
import { identityDocument } from "../../../lib/guest/documents/identity";
import { encodeDocument } from "../../../lib/guest/documents/live-document";
import { Day } from "../../../lib/model/day";
import { Authority, type KeyKind, type SignProps } from "../../support/authority";
import { mistakeOf } from "../../support/errors";
import { describeWith } from "../../support/tool";

const HOSTS = ["verne-test-web-1", "verne-test-web-2"];
const HOST = HOSTS[0] as string;
const BOTH = "clientAuth,serverAuth";

/** What a certificate is signed with: its uses, and its names beside the CN. */
function leaf(uses: string | null, names: string | null = `DNS:${HOST}`): SignProps {
  const lines = [uses && `extendedKeyUsage=${uses}`, names && `subjectAltName=${names}`];
  return { extensions: ["basicConstraints=CA:FALSE", ...lines.filter(Boolean)].join("\n") };
}

const day = (days: number) => Day.parse(new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));

describeWith("openssl", "apt-get install openssl", "the certificate of a server", () => {
  let house: Authority;
  let stranger: Authority;
  beforeAll(() => {
    house = new Authority();
    // The same name: what counts is the signature.
    stranger = new Authority();
  });
  afterAll(() => {
    house.remove();
    stranger.remove();
  });
  const check = (pem: string, today = day(0)) =>
    checkCertificate(pem, { authority: house.pem, hostNames: HOSTS, today });

  test("that the house signed for one of its servers is taken, until its last day", () => {
    const pem = house.certificate(HOST, { until: 100 });
    const checked = check(`\n${pem.replaceAll("\n", "\r\n")}\n`);
    expect(checked).toMatchObject({ pem, hostName: HOST });
    expect(`${checked.until}`).toBe(`${day(100 - 1 / 1440)}`);
    expect(check(pem, checked.until)).toEqual(checked);
    expect(mistakeOf(() => check(pem, day(102))).problem).toMatch(/^has ended on \d{4}-\d\d-\d\d$/);
  });

  test.each<KeyKind>(["P-384", "rsa:3072"])("may have a key of %s", (kind) => {
    expect(check(house.certificate(HOST, {}, kind)).hostName).toBe(HOST);
  });

  test.each<readonly [string, string, SignProps, KeyKind, RegExp]>([
    ["a weak RSA key", HOST, {}, "rsa:2048", /not strong enough: rsa 2048$/],
    ["a curve that is not of the house", HOST, {}, "P-521", /not strong enough: ec secp521r1$/],
    ["another kind of key", HOST, {}, "ed25519", /not strong enough: ed25519/],
    [
      "the name of another server",
      "verne-test-web-3",
      {},
      "P-256",
      /is for a server that is not one of these/,
    ],
    ["an end that has passed", HOST, { from: -9, until: -3 }, "P-256", /^has ended on/],
    ["a beginning that is to come", HOST, { from: 5, until: 9 }, "P-256", /^does not hold before/],
    [
      "the rights of an authority",
      HOST,
      { extensions: "basicConstraints=CA:TRUE" },
      "P-256",
      /is an authority's/,
    ],
    ["another use", HOST, leaf("serverAuth"), "P-256", /is not for a client of TLS/],
    ["the use of a client only", HOST, leaf("clientAuth"), "P-256", /is not for a server of TLS/],
    ["its name in the CN only", HOST, leaf(BOTH, null), "P-256", /among its DNS names$/],
    ["another DNS name", HOST, leaf(BOTH, "DNS:verne-test-web-2"), "P-256", /among its DNS names$/],
    ["a pattern of DNS names", HOST, leaf(BOTH, "DNS:*"), "P-256", /among its DNS names$/],
    ["its name as an address", HOST, leaf(BOTH, `email:x@${HOST}`), "P-256", /among its DNS names$/],
  ])("is refused with %s", (_, name, props, kind, problem) => {
    const mistake = mistakeOf(() => check(house.certificate(name, props, kind)));
    expect(mistake.problem).toMatch(problem);
    expect(mistake.value).toBe(`(the certificate of ${JSON.stringify(name)})`);
  });

  test("may have more names, and no uses written in it at all", () => {
    const more = leaf(null, `DNS:other.example.nl,DNS:${HOST},IP:192.0.2.7`);
    expect(check(house.certificate(HOST, more)).hostName).toBe(HOST);
  });

  test("that lacks a use or a name is refused with what to sign it with", () => {
    const remedy = (props: SignProps) => mistakeOf(() => check(house.certificate(HOST, props))).remedy;
    expect(remedy(leaf("clientAuth"))).toContain("clientAuth and serverAuth");
    expect(remedy(leaf(BOTH, null))).toContain(`DNS:${HOST}`);
  });

  test("is refused when somebody else signed it, also in the name of the house", () => {
    expect(mistakeOf(() => check(stranger.certificate(HOST))).problem).toBe(
      "is not signed by the house's authority",
    );
    const both = { authority: house.pem + stranger.pem, hostNames: HOSTS, today: day(0) };
    expect(checkCertificate(stranger.certificate(HOST), both).hostName).toBe(HOST);
  });

  test.each<readonly [string, (pem: string, key: string) => string, RegExp]>([
    ["nothing", () => "", /is not a certificate in PEM/],
    ["a path", () => "certificates/web-1.pem", /is not a certificate in PEM/],
    ["cut short", (pem) => pem.slice(0, 200), /is not a certificate in PEM/],
    ["damaged", (pem) => pem.replace(/\n.{20}/, "\nAAAAAAAAAAAAAAAAAAAA"), /is not a certificate in PEM/],
    ["with a text beside it", (pem) => `${pem}; rm -rf /`, /is not a certificate in PEM/],
    ["two", (pem) => pem + pem, /is several certificates/],
    ["a private key", (_, key) => key, /has a private key in it/],
    ["with its private key", (pem, key) => pem + key, /has a private key in it/],
  ])("is refused when it is %s, and not repeated", (_, spoil, problem) => {
    const key = house.key();
    const mistake = mistakeOf(() => check(spoil(house.certificate(HOST), key)));
    expect(mistake.problem).toMatch(problem);
    expect(JSON.stringify(mistake)).not.toContain(key.split("\n")[1]);
    expect(mistake.value).toMatch(/^\((not shown|2 certificates)\)$/);
  });

  test("needs an authority that is one, with a strong key", () => {
    const pem = house.certificate(HOST);
    expect(mistakeOf(() => checkAuthority(pem)).problem).toContain("certificate of a server where");
    expect(mistakeOf(() => checkAuthority(house.key())).problem).toContain("private key");
    const weak = new Authority("Weak", "rsa:2048");
    expect(mistakeOf(() => checkAuthority(weak.pem)).problem).toContain("not strong enough");
    weak.remove();
  });

  test("is in the document of its group, which is the same however it is declared, and has room for twenty", () => {
    const certificates = Array.from({ length: 20 }, (_, at) => house.certificate(`verne-test-web-${at + 1}`));
    const authority = house.pem + stranger.pem;
    const payload = identityDocument({ authority, certificates });
    expect(payload).toMatch(
      /^authority\n(-----BEGIN[^-]*-----\n[^-]+-----END[^-]*-----\n){2}certificates\n-----BEGIN/,
    );
    expect(payload.match(/BEGIN CERTIFICATE/g)).toHaveLength(22);
    const otherwise = { authority: stranger.pem + house.pem, certificates: certificates.toReversed() };
    expect(identityDocument(otherwise)).toBe(payload);
    expect(encodeDocument({ name: "identity", payload }).length).toBeLessThan(30_000);
    const mistake = mistakeOf(() => identityDocument({ authority, certificates: [`${payload}`] }));
    expect(mistake.problem).toContain("is not a certificate");
    expect(mistakeOf(() => identityDocument({ authority, certificates: [authority] })).property).toBe(
      "certificates[0]",
    );
  });
});
