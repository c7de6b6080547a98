import { spawnSync } from "node:child_process";
import type { AddressInfo } from "node:net";
import { connect, createServer, type SecureContextOptions, type SecureVersion } from "node:tls";
import { describe, expect, test } from "@jest/globals";
import { HSTS_SECONDS, TLS_PROFILE } from "../../lib/model/tls-profile";

/** Down to what nobody should offer any more, to see that it is the other side that refuses. */
const ANYTHING: SecureContextOptions = { minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" };

const PROFILE: SecureContextOptions = {
  minVersion: `TLSv${TLS_PROFILE.minVersion}`,
  maxVersion: `TLSv${TLS_PROFILE.maxVersion}`,
  ciphers: TLS_PROFILE.ciphers.join(":"),
  // OpenSSL knows the hybrid from 3.5 only; Envoy's BoringSSL has it.
  ecdhCurve: TLS_PROFILE.curves.filter((curve) => !curve.includes("MLKEM")).join(":"),
  sigalgs: TLS_PROFILE.signatures.join(":"),
};

describe("what visitors are spoken to with (V-10)", () => {
  test("is TLS 1.3, and 1.2 for those who have no other", async () => {
    expect(await spoken(PROFILE, {})).toContain("TLSv1.3");
    expect(await spoken(PROFILE, { maxVersion: "TLSv1.2" })).toContain("TLSv1.2");
  });

  test.each<SecureVersion>(["TLSv1", "TLSv1.1"])(
    "is not %s, which a server that has it would speak",
    async (old) => {
      const visitor = { ...ANYTHING, maxVersion: old };
      expect(await spoken(PROFILE, visitor)).toBe("refused");
      expect(await spoken({ ...ANYTHING, maxVersion: old }, visitor)).toContain(old);
    },
  );

  const forEcdsa = TLS_PROFILE.ciphers.filter((cipher) => cipher.includes("ECDSA"));

  test.each(forEcdsa)("may be %s in TLS 1.2", async (cipher) => {
    expect(await spoken(PROFILE, { maxVersion: "TLSv1.2", ciphers: cipher })).toBe(`TLSv1.2 ${cipher}`);
  });

  test.each(["ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA"])(
    "is never %s, in which a change may go unnoticed",
    async (cipher) => {
      const visitor = { ...ANYTHING, maxVersion: "TLSv1.2", ciphers: `${cipher}:@SECLEVEL=0` } as const;
      expect(await spoken(PROFILE, visitor)).toBe("refused");
      expect(await spoken({ ...ANYTHING, maxVersion: "TLSv1.2" }, visitor)).toBe(`TLSv1.2 ${cipher}`);
    },
  );

  test("has for keys of RSA what it has for those of ECDSA", () => {
    const forRsa = TLS_PROFILE.ciphers.filter(
      (cipher) => cipher.includes("RSA") && !cipher.includes("ECDSA"),
    );
    expect(forRsa.map((cipher) => cipher.replace("-RSA-", "-ECDSA-"))).toEqual(forEcdsa);
  });

  test("is kept by browsers for a year", () => {
    expect(HSTS_SECONDS).toBe(365 * 24 * 60 * 60);
  });
});

const { key, cert } = selfSigned();

/** Version and cipher that a server and a visitor come to, or that they do not. */
function spoken(server: SecureContextOptions, visitor: SecureContextOptions): Promise<string> {
  return new Promise((done) => {
    const listening = createServer({ ...server, key, cert }, (socket) => socket.end()).listen(0, "127.0.0.1");
    // The visitor hears of it too.
    listening.on("tlsClientError", () => undefined);
    listening.once("listening", () => {
      const { port } = listening.address() as AddressInfo;
      const end = (answer: string) => {
        socket.destroy();
        listening.close(() => done(answer));
      };
      const socket = connect({ ...visitor, port, host: "127.0.0.1", rejectUnauthorized: false });
      socket.once("secureConnect", () => end(`${socket.getProtocol()} ${socket.getCipher().name}`));
      socket.once("error", () => end("refused"));
    });
  });
}

function selfSigned(): { readonly key: string; readonly cert: string } {
  const made = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    "/CN=www.example.nl",
  ];
  const { status, stdout, stderr } = spawnSync(
    "openssl",
    ["req", "-x509", ...made, "-keyout", "-", "-out", "-"],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(stderr);
  const start = stdout.indexOf("-----BEGIN CERTIFICATE");
  return { key: stdout.slice(0, start), cert: stdout.slice(start) };
}
