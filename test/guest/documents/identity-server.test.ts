import { spawnSync } from "node:child_process";
import { lstatSync, readdirSync, statSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { checkCertificate } from "../../../lib/guest/documents/certificate";
import { IDENTITY_REPORT, identityDocument, identityPart, TLS } from "../../../lib/guest/documents/identity";
import { Day } from "../../../lib/model/day";
import { AgentServer, sha256 } from "../../support/agent-server";
import { Authority, type SignProps } from "../../support/authority";
import { describeWith } from "../../support/tool";

const KEY = "/var/lib/straat/secret/identity.key";
const REPORT = `/var/lib/straat/report/${IDENTITY_REPORT}`;
const HOST = "verne-test-web-2";
const USES = "extendedKeyUsage=clientAuth,serverAuth";
const NAME = `subjectAltName=DNS:${HOST}`;

describeWith("openssl", "apt-get install openssl", "the identity of a server", () => {
  let house: Authority;
  let other: string;
  let server: AgentServer;
  beforeAll(() => {
    house = new Authority();
    other = house.certificate("verne-test-web-1");
  });
  afterAll(() => house.remove());
  beforeEach(() => {
    server = new AgentServer(["identity"]);
    server.install(...(identityPart().files ?? []));
    server.standIn("uname", `echo ${HOST}`);
    server.standIn("date", 'real "$@"');
    server.recorder("systemctl", '[ "$1" != is-failed ]');
    makeIdentity();
  });
  afterEach(() => server.remove());

  const makeIdentity = () => server.run("/usr/local/lib/straat/make-identity");
  const request = () => Buffer.from(server.read(REPORT) ?? "", "base64");
  const signed = (props: SignProps = {}) => house.signRequest(request(), props);
  const publish = (certificates: readonly string[], authority = house.pem) =>
    server.publish(identityDocument({ authority, certificates }), 1, "identity");
  const handle = (...args: readonly string[]) => server.run("/usr/local/lib/straat/documents/identity", args);
  const error = () => server.report("identity")?.error;
  const modeOf = (path: string) => (statSync(server.at(path)).mode & 0o777).toString(8);

  test("is a key that nobody but root reads, and a request in the name of the server", () => {
    expect(modeOf(KEY)).toBe("600");
    expect(modeOf("/var/lib/straat/secret")).toBe("700");
    expect(readdirSync(server.at("/var/lib/straat/secret"))).toEqual(["identity.key"]);
    expect(modeOf(REPORT)).toBe("644");
    const { stdout, stderr } = spawnSync("openssl", ["req", "-inform", "DER", "-noout", "-text", "-verify"], {
      input: request(),
      encoding: "utf8",
    });
    expect(stderr).toContain("verify OK");
    expect(stdout).toMatch(new RegExp(`Subject: CN = ${HOST}\n`));
    expect(stdout).toContain("NIST CURVE: P-256");
    expect(stdout).toContain(`DNS:${HOST}`);
  });

  test("is made once: again, also at the same time, changes nothing", () => {
    const before = [server.read(KEY), server.read(REPORT)];
    expect(makeIdentity().status).toBe(0);
    expect([server.read(KEY), server.read(REPORT)]).toEqual(before);
    server.write(REPORT, "AAAA");
    makeIdentity();
    expect(server.read(KEY)).toBe(before[0]);
    expect(request().length).toBeGreaterThan(100);
    server.run("rm", [server.at(KEY)]);
    const program = server.at("/usr/local/lib/straat/make-identity");
    server.run("sh", ["-c", `for n in 1 2 3 4; do '${program}' & done; wait`]);
    expect(checkRequestIsOfKey()).toBe(true);
  });

  function checkRequestIsOfKey(): boolean {
    const key = spawnSync("openssl", ["pkey", "-in", server.at(KEY), "-pubout"], { encoding: "utf8" }).stdout;
    const args = ["req", "-inform", "DER", "-noout", "-pubkey"];
    return key !== "" && spawnSync("openssl", args, { input: request(), encoding: "utf8" }).stdout === key;
  }

  test("is never made anew over a damaged key, or in a name that is none", () => {
    server.write(KEY, "", 0o600);
    const { status, stderr } = makeIdentity();
    expect([status, stderr]).toEqual([1, expect.stringMatching(/is damaged: raise the server's generation/)]);
    expect(server.read(KEY)).toBe("");
    server.standIn("uname", "echo 'x/CN=root'");
    expect(makeIdentity().stderr).toMatch(/is not the name of a server/);
  });

  test("goes the whole way: request, certificate, document, and the files that others read", () => {
    server.agent();
    const published = server.info(`guestinfo.straat.report.${IDENTITY_REPORT}`) ?? "";
    const pem = house.signRequest(Buffer.from(published, "base64"));
    const context = { authority: house.pem, hostNames: [HOST], today: Day.today() };
    expect(checkCertificate(pem, context).hostName).toBe(HOST);
    publish([other, pem]);
    expect(server.agent().status).toBe(0);
    expect(error()).toBeNull();
    expect(server.read(TLS.authority)).toBe(house.pem);
    expect(server.read(TLS.certificate)).toBe(pem);
    expect(server.read(TLS.key)).toBe(server.read(KEY));
    expect([TLS.authority, TLS.certificate, TLS.key].map(modeOf)).toEqual(["644", "644", "600"]);
    expect(lstatSync(server.at(TLS.key)).isSymbolicLink()).toBe(true);
    expect(readdirSync(server.at("/etc/straat/tls")).sort()).toEqual(["ca.pem", "server.key", "server.pem"]);
    expect(server.calls("systemctl")).toEqual([
      "try-restart rsyslog.service",
      "is-failed --quiet rsyslog.service",
    ]);
  });

  test("has its key in place before its certificate, for who waits for the certificate", () => {
    server.recorder(
      "mv",
      `case "$3" in */tls/server.pem) [ -e "\${3%.pem}.key" ] || exit 1 ;; esac; real "$@"`,
    );
    publish([signed()]);
    server.agent();
    expect(error()).toBeNull();
    expect(server.calls("mv").some((call) => call.endsWith("/tls/server.pem"))).toBe(true);
  });

  test("may have more names, and no uses written in it at all", () => {
    publish([signed({ extensions: `subjectAltName=DNS:other.example.nl,DNS:${HOST},IP:192.0.2.7` })]);
    server.agent();
    expect(error()).toBeNull();
  });

  test("does not disturb the logs when the certificates of others change only", () => {
    const pem = signed();
    publish([pem]);
    server.agent();
    server.calls("systemctl");
    publish([other, pem]);
    server.agent();
    expect(error()).toBeNull();
    expect(server.calls("systemctl")).toEqual(["is-failed --quiet rsyslog.service"]);
    publish([signed({ until: 400 })]);
    server.agent();
    expect(server.calls("systemctl")).toContain("try-restart rsyslog.service");
  });

  test.each<readonly [string, () => readonly string[], RegExp]>([
    [
      "has no certificate for it",
      () => [other],
      /^is refused: the document has no certificate for the key of verne/,
    ],
    ["has none at all", () => [], /no certificate for the key of verne-test-web-2$/],
    [
      "has an old one only",
      () => [signed({ from: -9, until: -3 })],
      /does not hold: certificate has expired$/,
    ],
    ["has one that is to come", () => [signed({ from: 3 })], /does not hold: certificate is not yet valid$/],
    ["has two", () => [signed(), signed()], /two certificates for the key of this server$/],
    [
      "has one for another use",
      () => [signed({ extensions: `extendedKeyUsage=serverAuth\n${NAME}` })],
      /does not hold: uns[a-z]+ certificate purpose: sign the request with clientAuth among its uses$/,
    ],
    [
      "has one for a client only",
      () => [signed({ extensions: `extendedKeyUsage=clientAuth\n${NAME}` })],
      /does not hold: uns[a-z]+ certificate purpose: sign the request with serverAuth among its uses$/,
    ],
    [
      "has one with its name in the CN only",
      () => [signed({ extensions: USES })],
      /does not hold: it lacks DNS:verne-test-web-2: sign the request with its subjectAltName kept$/,
    ],
    [
      "has one with the DNS name of another",
      () => [signed({ extensions: `${USES}\nsubjectAltName=DNS:verne-test-web-20,DNS:x.${HOST}` })],
      /does not hold: it lacks DNS:verne-test-web-2: /,
    ],
  ])("stays what it is when the document %s", (_, certificates, reason) => {
    const pem = signed();
    publish([pem]);
    server.agent();
    publish(certificates());
    server.agent();
    expect(error()).toMatch(reason);
    expect(server.read(TLS.certificate)).toBe(pem);
    expect(server.report("identity")?.applied).not.toBeNull();
  });

  test("is not believed when somebody else signed it, or signed it for another name", () => {
    const stranger = new Authority();
    publish([stranger.signRequest(request())]);
    server.agent();
    expect(error()).toMatch(
      /does not hold: (unable to get local issuer|certificate signature failure|.*signature)/,
    );
    publish([stranger.signRequest(request())], stranger.pem);
    server.agent();
    expect(error()).toBeNull();
    stranger.remove();
    const pem = signed();
    server.standIn("uname", "echo verne-test-web-9");
    publish([pem, other]);
    server.agent();
    expect(error()).toMatch(
      /the certificate for the key of verne-test-web-9 is in the name of verne-test-web-2$/,
    );
  });

  test.each([
    ["is empty", ""],
    ["has no authority", "certificates\n"],
    ["is something else", "authority\nhello\n"],
    ["is cut short", "authority\n-----BEGIN CERTIFICATE-----\nAAAA\n"],
    ["cannot be read", "authority\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
    ["has a path in it", 'authority\n-----BEGIN CERTIFICATE-----\n"; system("id")\n'],
  ])("stays what it is when the document %s", (_, payload) => {
    server.publish(payload, 1, "identity");
    expect(server.agent().status).toBe(1);
    expect(server.report("identity")).toMatchObject({
      sha256: sha256(payload),
      applied: null,
      error: expect.stringMatching(/^is refused: \S+ .{10,}/),
    });
    expect(server.read(TLS.certificate)).toBeUndefined();
  });

  test("goes back to what it was when the logs do not run with it", () => {
    const pem = signed();
    publish([pem]);
    server.agent();
    const next = signed({ until: 400 });
    server.recorder(
      "systemctl",
      `[ "$1" = is-failed ] || exit 0
      [ "$(cat '${server.at(TLS.certificate)}')" != "$(cat '${server.at("/pem")}')" ] || exit 0; exit 1`,
    );
    server.write("/pem", next);
    publish([next]);
    server.agent();
    expect(error()).toBe("does not work here: rsyslog does not run with it");
    expect(server.read(TLS.certificate)).toBe(pem);
  });

  test("is warned about from the 21st day before its end, with another reason each day", () => {
    const ends = (days: number) => {
      publish([signed({ until: days + 0.5 })]);
      server.agent();
      expect(error()).toBeNull();
      return handle("today", server.at("/var/lib/straat/documents/identity"));
    };
    expect(ends(21)).toMatchObject({ status: 0, stderr: "" });
    const late = [20, 1, 0].map(ends);
    expect(late.map(({ status }) => status)).toEqual([1, 1, 1]);
    expect(late.map(({ stderr }) => /in (\d+) days$/m.exec(stderr)?.[1])).toEqual(["20", "1", "0"]);
    server.write(TLS.certificate, house.certificate(HOST, { from: -9, until: -3 }));
    expect(handle("today", "x").stderr).toMatch(/^the certificate has ended on \d{4}-\d\d-\d\d\n$/);
  });

  test("is nobody's when the document is removed, and the key stays", () => {
    publish([signed()]);
    server.agent();
    expect(handle("remove").status).toBe(0);
    expect(readdirSync(server.at("/etc/straat/tls"))).toEqual([]);
    expect(server.read(KEY)).toMatch(/PRIVATE KEY/);
    expect(handle("verify").status).not.toBe(0);
  });
});
