import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type KeyKind = "P-256" | "P-384" | "P-521" | "rsa:3072" | "rsa:2048" | "ed25519";

export interface SignProps {
  /** Days from now. @default 0 */
  readonly from?: number;
  /** Days from now. @default 365 */
  readonly until?: number;
  /** Lines of openssl's extensions. @default a client and server of TLS, with the CN as its DNS name */
  readonly extensions?: string;
}

const LEAF = "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth,serverAuth";

/** A certificate authority of openssl's, in a temp folder. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), "straat-authority-"));
  /** The authority's own certificate, PEM. */
  readonly pem: string;
  private made = 0;

  constructor(name = "House", kind: KeyKind = "P-256") {
    mkdirSync(join(this.folder, "issued"));
    writeFileSync(join(this.folder, "index.txt"), "");
    writeFileSync(join(this.folder, "serial"), "01\n");
    writeFileSync(join(this.folder, "ca.conf"), CONFIG.replaceAll("@@", this.folder));
    writeFileSync(join(this.folder, "ca.key"), this.key(kind));
    this.openssl([
      "req",
      "-x509",
      "-new",
      "-key",
      "ca.key",
      "-subj",
      `/CN=${name}`,
      "-days",
      "3650",
      "-out",
      "ca.pem",
    ]);
    this.pem = this.read("ca.pem");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A private key, PEM. */
  key(kind: KeyKind = "P-256"): string {
    const [type, bits] = kind.split(":");
    const options = type?.startsWith("P-")
      ? ["EC", "-pkeyopt", `ec_paramgen_curve:${type}`]
      : [type as string, ...(bits ? ["-pkeyopt", `rsa_keygen_bits:${bits}`] : [])];
    return this.openssl(["genpkey", "-algorithm", ...options]);
  }

  /** Makes a key, and a certificate for it. */
  certificate(commonName: string, props: SignProps = {}, kind: KeyKind = "P-256"): string {
    writeFileSync(join(this.folder, "leaf.key"), this.key(kind));
    this.openssl(["req", "-new", "-key", "leaf.key", "-subj", `/CN=${commonName}`, "-out", "leaf.csr"]);
    return this.sign("leaf.csr", commonName, props);
  }

  /** Signs a request in DER. */
  signRequest(der: Buffer, props: SignProps = {}): string {
    writeFileSync(join(this.folder, "leaf.der"), der);
    this.openssl(["req", "-inform", "DER", "-in", "leaf.der", "-out", "leaf.csr"]);
    const subject = this.openssl(["req", "-in", "leaf.csr", "-noout", "-subject"]);
    return this.sign("leaf.csr", /CN *= *([^,\n]+)/.exec(subject)?.[1] ?? "", props);
  }

  private sign(request: string, name: string, { from = 0, until = 365, ...props }: SignProps): string {
    const out = `${++this.made}.pem`;
    const extensions = props.extensions ?? `${LEAF}\nsubjectAltName=DNS:${name}`;
    writeFileSync(join(this.folder, "extensions"), `${extensions}\n`);
    const dates = ["-startdate", time(from), "-enddate", time(until)];
    const files = ["-extfile", "extensions", "-in", request, "-out", out];
    this.openssl(["ca", "-batch", "-config", "ca.conf", "-notext", ...dates, ...files]);
    return this.read(out);
  }

  private read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  private openssl(args: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("openssl", args, { cwd: this.folder, encoding: "utf8" });
    if (status !== 0) throw new Error(`openssl ${args.join(" ")}: ${stderr}`);
    return stdout;
  }
}

/** As openssl writes a time: 20270301120000Z. A day starts a minute early, so that it has begun. */
function time(days: number): string {
  return new Date(Date.now() + days * 86_400_000 - 60_000).toISOString().replace(/[-:T]|\.\d+/g, "");
}

const CONFIG = `[ca]
default_ca = house
[house]
database = @@/index.txt
serial = @@/serial
new_certs_dir = @@/issued
certificate = @@/ca.pem
private_key = @@/ca.key
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
`;
