import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { readFrozenFiles } from "../../../lib/controls/guest/frozen-files";
import {
  BACKUP_FRONT_CONFIG,
  directivesNamed,
  NGINX_CONFIG,
  readNginxConfig,
  tlsSettings,
} from "../../../lib/controls/guest/nginx-config";
import { readSshdConfig, SSHD_CONFIG } from "../../../lib/controls/guest/sshd-config";
import { Unreadable } from "../../../lib/controls/unreadable";
import { fleetServers, serverOf } from "./fleet-servers";

const fileOf = (title: string, path: string) =>
  readFrozenFiles(serverOf(title).extraConfig).get(path)?.text ?? "";

describe("sshd's configuration", () => {
  test("is read on every server of the example fleet, which has no other file of sshd's", () => {
    for (const { extraConfig } of fleetServers) {
      const files = readFrozenFiles(extraConfig);
      const settings = readSshdConfig(files.get(SSHD_CONFIG)?.text ?? "");
      expect(settings.get("permitrootlogin")).toBe("no");
      expect(settings.get("passwordauthentication")).toBe("no");
      expect(settings.get("authenticationmethods")).toBe("publickey");
      expect(settings.get("allowusers")?.split(" ")).toContain("*@10.99.1.0/24");
      expect([...files.keys()].filter((path) => path.startsWith("/etc/ssh/"))).toEqual([SSHD_CONFIG]);
    }
  });

  test("is known by its keywords however they are written", () => {
    expect([...readSshdConfig("# a comment\n\nPERMITrootLOGIN no\nAcceptEnv LANG LC_*\n")]).toEqual([
      ["permitrootlogin", "no"],
      ["acceptenv", "LANG LC_*"],
    ]);
  });

  test.each([
    "PermitRootLogin no\npermitrootlogin yes\n",
    "Include /etc/ssh/sshd_config.d/*.conf\n",
    "Match User root\n",
    "match all\n",
    "PermitRootLogin=yes\n",
    'Banner "/etc/issue net"\n',
    "PermitRootLogin\n",
    "PermitRootLogin yes # for now\n",
    "\tPermitRootLogin yes\n",
    "PermitRootLogin no",
  ])("is not read when a setting may be another than it seems: %j", (text) => {
    expect(() => readSshdConfig(text)).toThrow(Unreadable);
  });
});

describe("nginx's configuration", () => {
  const web = readNginxConfig(fileOf("verne/production web_1", NGINX_CONFIG));
  const front = readNginxConfig(
    fileOf("platform-amsterdam backup_1", BACKUP_FRONT_CONFIG),
    BACKUP_FRONT_CONFIG,
  );

  test("is read on every web server and repository of the example fleet", () => {
    const texts = fleetServers.flatMap(({ extraConfig }) => {
      const files = readFrozenFiles(extraConfig);
      return [NGINX_CONFIG, BACKUP_FRONT_CONFIG].flatMap((path) => files.get(path)?.text ?? []);
    });
    expect(new Set(texts).size).toBe(2);
    for (const text of new Set(texts))
      expect(readNginxConfig(text).map(({ name }) => name)).toContain("http");
  });

  test("tells what is said of TLS, wherever it is said", () => {
    expect(Object.fromEntries(tlsSettings(web))).toEqual({
      ssl_protocols: ["TLSv1.2 TLSv1.3"],
      ssl_ciphers: [expect.stringMatching(/^ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-/)],
      ssl_prefer_server_ciphers: ["on"],
      ssl_ecdh_curve: ["X25519:prime256v1:secp384r1"],
      ssl_session_tickets: ["off"],
      ssl_session_cache: ["shared:straat:10m"],
      ssl_session_timeout: ["10m"],
      ssl_reject_handshake: ["on"],
    });
    expect(tlsSettings(front).get("ssl_verify_client")).toEqual(["on"]);
    const both = readNginxConfig(
      "ssl_protocols TLSv1.3;\nhttp { server { ssl_protocols TLSv1 TLSv1.1; } }\n",
    );
    expect(tlsSettings(both).get("ssl_protocols")).toEqual(["TLSv1.3", "TLSv1 TLSv1.1"]);
  });

  test("tells where a directive stands, and leaves the lines of a map alone", () => {
    expect(
      directivesNamed(web, "listen").map(({ values, within }) => [...within, ...values].join(" ")),
    ).toEqual([
      "http server 80 default_server",
      "http server [::]:80 default_server",
      "http server 443 ssl http2 default_server",
      "http server [::]:443 ssl http2 default_server",
    ]);
    expect(directivesNamed(front, "location").map(({ values }) => values.at(-1))).toEqual([
      "/",
      expect.stringContaining("(?<rest>.*)$"),
      expect.stringContaining("^/keys/"),
    ]);
    const map = readNginxConfig("map $a $b { ssl_protocols SSLv3; default x; }\n");
    expect(tlsSettings(map).size).toBe(0);
    expect(map[0]?.block).toHaveLength(2);
  });

  test("takes what stands in quotes, after a hash or in an expression for what it is", () => {
    const text = `a "b; c" 'd } e' "f \\" g"; # h { i\nj k#l $\{m}n x{2}y;\n`;
    expect(() => readNginxConfig(text)).toThrow(Unreadable);
    expect(readNginxConfig(text.replace(" x{2}y", ""))).toEqual([
      { name: "a", values: ["b; c", "d } e", 'f \\" g'], block: undefined },
      { name: "j", values: ["k#l", "$" + "{m}n"], block: undefined },
    ]);
  });

  test.each(["a", "a b", "a {", "a { b; ", "}", "a; }", ";", "a 'b;", 'a "b"c;', "a { b }", "{ a; }"])(
    "is not read when nginx would not read it: %j",
    (text) => {
      expect(() => readNginxConfig(text)).toThrow(Unreadable);
    },
  );

  test("that lacks a line is never read as the same", () => {
    const text = fileOf("verne/production web_1", NGINX_CONFIG);
    const lines = text.split("\n");
    fc.assert(
      fc.property(fc.nat(lines.length - 1), (at) => {
        fc.pre(!/^\s*(#.*)?$/.test(lines[at] ?? ""));
        const damaged = [...lines.slice(0, at), ...lines.slice(at + 1)].join("\n");
        try {
          expect(readNginxConfig(damaged)).not.toEqual(web);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
      }),
    );
  });
});
