import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab } from "../../kernel/support/lab";
import type { Authority } from "../../support/authority";

/** The central logs of a house, as far as a server sees them: RELP in TLS, with certificates on both sides. */
export class Collector {
  private readonly folder = mkdtempSync(join(tmpdir(), "straat-collector-"));

  /** Starts to listen on a host of a lab, under a name; it ends with the lab. */
  constructor(lab: Lab, host: string, name: string, authority: Authority) {
    const file = (path: string, content: string) => {
      writeFileSync(join(this.folder, path), content);
      return join(this.folder, path);
    };
    const key = file("server.key", authority.key());
    const request = spawnSync("openssl", [
      "req",
      "-new",
      "-key",
      key,
      "-subj",
      `/CN=${name}`,
      "-outform",
      "DER",
    ]).stdout;
    const extensions = `basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth,serverAuth\nsubjectAltName=DNS:${name}`;
    const tls = [
      `tls="on" tls.authMode="certvalid" tls.caCert="${file("ca.pem", authority.pem)}"`,
      `tls.myCert="${file("server.pem", authority.signRequest(request, { extensions }))}" tls.myPrivKey="${key}"`,
    ].join(" ");
    const config = file(
      "rsyslog.conf",
      `global(workDirectory="${this.folder}" maxMessageSize="512k")
module(load="imrelp" tls.tlslib="openssl")
template(name="line" type="string" string="%msg%\n")
ruleset(name="in") { action(type="omfile" file="${join(this.folder, "lines")}" template="line") }
input(type="imrelp" port="5044" ruleset="in" maxDataSize="512k" ${tls})
`,
    );
    lab.exec(host, ["sh", "-c", `setsid rsyslogd -n -iNONE -f '${config}' >'${this.folder}/told' 2>&1 &`]);
  }

  /** Host names of the servers from which lines arrived. */
  get hosts(): readonly string[] {
    const path = join(this.folder, "lines");
    const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
    const names = lines.flatMap(
      (line) => /"host":\s*\{\s*"name":\s*"([^"]+)"|"host\.name":\s*"([^"]+)"/.exec(line)?.slice(1) ?? [],
    );
    return [...new Set(names.filter((name) => name !== undefined))].sort();
  }

  /** The end of what it has, for people. */
  get story(): string {
    const read = (name: string) =>
      existsSync(join(this.folder, name)) ? readFileSync(join(this.folder, name), "utf8") : "";
    return `${read("told").slice(-2000)}\n${read("lines").slice(-2000)}`;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
