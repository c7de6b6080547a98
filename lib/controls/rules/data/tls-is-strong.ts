import {
  BACKUP_FRONT_CONFIG,
  directivesNamed,
  NGINX_CONFIG,
  readNginxConfig,
  tlsSettings,
} from "../../guest/nginx-config";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import type { StackOutput } from "../../terraform/stack-output";

/** NCSC-NL's TLS guidelines (2025): versions, ciphers with forward secrecy, curves. */
const CIPHER =
  /^(?:TLS_(?:AES_(?:128|256)_GCM_SHA(?:256|384)|CHACHA20_POLY1305_SHA256)|ECDHE-(?:ECDSA|RSA)-(?:AES(?:128|256)-GCM-SHA(?:256|384)|CHACHA20-POLY1305)|ECDHE\+(?:AESGCM|CHACHA20)|!.+)$/;
const ALLOWED: Readonly<Record<string, (member: string) => boolean>> = {
  ssl_protocols: (version) => ["TLSv1.2", "TLSv1.3"].includes(version),
  ssl_ciphers: (cipher) => CIPHER.test(cipher),
  ssl_ecdh_curve: (curve) =>
    ["X25519MLKEM768", "X25519", "prime256v1", "secp384r1", "secp521r1"].includes(curve),
  ssl_session_tickets: (value) => value === "off",
  ssl_prefer_server_ciphers: (value) => value === "on",
  ssl_early_data: (value) => value === "off",
  ssl_verify_client: (value) => value === "on",
  ssl_reject_handshake: (value) => value === "on",
};

/** What each has to say at all. */
const WEB = [
  "ssl_protocols",
  "ssl_ciphers",
  "ssl_ecdh_curve",
  "ssl_session_tickets",
  "ssl_prefer_server_ciphers",
  "ssl_reject_handshake",
];
const FRONT = [
  "ssl_protocols",
  "ssl_ciphers",
  "ssl_session_tickets",
  "ssl_verify_client",
  "ssl_client_certificate",
];

const HSTS = "/etc/nginx/snippets/straat-hsts.conf";
const TO_HTTPS = "/etc/nginx/snippets/straat-to-https.conf";
const YEAR = 31_536_000;

/** Servers that answer over TLS by nginx. */
function answering(stack: StackOutput): readonly Machine[] {
  return Machine.in(stack).filter(
    ({ group }) => group?.runs === "nginx" || group?.role === "backup-repository",
  );
}

/** V-10: what passes between a visitor and a server stays between them. */
export const tlsIsStrong = stackRule({
  id: "tls-is-strong",
  info: "web servers and backup repositories speak TLS 1.2 and 1.3 only, with ciphers that keep yesterday's secrets",
  explanation:
    "Somebody between a visitor and a server makes them agree on the weakest both have. A session without forward secrecy is read by whoever gets the server's key later.",
  remedy: "leave nginx's TLS settings to the library",
  promises: ["V-10", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: answering,
  judge: forFiles(
    (files, kind) => (kind === "front" ? wrongTls(files, BACKUP_FRONT_CONFIG, FRONT) : wrongWeb(files)),
    ({ group }) => (group?.runs === "nginx" ? "web" : "front"),
  ),
});

function wrongWeb(files: Files): readonly string[] {
  const others = filesUnder(files, "/etc/nginx")
    .map(([path]) => path)
    .filter((path) => path !== NGINX_CONFIG);
  const age = /^add_header Strict-Transport-Security "max-age=(\d+)(; includeSubDomains)?" always;$/m.exec(
    textIn(files, HSTS),
  )?.[1];
  const isSent = directivesNamed(readNginxConfig(textIn(files, TO_HTTPS), TO_HTTPS), "return").some(
    ({ values }) => values.join(" ") === "301 https://$host$request_uri",
  );
  return [
    ...wrongTls(files, NGINX_CONFIG, WEB),
    ...others.flatMap((path) => wrongTls(files, path, [])),
    ...(age !== undefined && Number(age) >= YEAR
      ? []
      : [`${HSTS} does not tell visitors for a year to come by https`]),
    ...(isSent ? [] : [`${TO_HTTPS} does not send visitors on to https`]),
  ];
}

function wrongTls(files: Files, path: string, needed: readonly string[]): readonly string[] {
  const config = readNginxConfig(textIn(files, path), path);
  const settings = tlsSettings(config);
  const told = directivesNamed(config, "server_tokens").some(({ values }) => values.join() !== "off");
  return [
    ...needed.filter((name) => !settings.has(name)).map((name) => `${path} does not say ${name}`),
    ...Object.entries(ALLOWED).flatMap(([name, isAllowed]) =>
      (settings.get(name) ?? [])
        .flatMap((value) => value.split(/[\s:]+/))
        .filter((member) => !isAllowed(member))
        .map((member) => `${path} says ${name} with ${member}`),
    ),
    ...(told ? [`${path} tells visitors which nginx it is`] : []),
  ];
}
