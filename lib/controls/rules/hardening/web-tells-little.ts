import { Software } from "../../../model/software";
import { NGINX_CONFIG, type NginxDirective, readNginxConfig } from "../../guest/nginx-config";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { missingLines, wordsOf } from "../../subjects/settings";

const HEADERS = "/etc/nginx/snippets/straat-headers.conf";
/** Where the package puts a page of its own, for every name. */
const WELCOME = "/etc/nginx/sites-enabled/default";

/** What browsers are told to refuse, for every application (OWASP's list of secure headers). */
const TOLD = [
  'add_header X-Content-Type-Options "nosniff" always;',
  'add_header X-Frame-Options "SAMEORIGIN" always;',
  'add_header Referrer-Policy "strict-origin-when-cross-origin" always;',
  `add_header Content-Security-Policy "frame-ancestors 'self'; base-uri 'self'; object-src 'none'" always;`,
];

/** Where somebody is answered who asks for no name of ours. */
const NAMELESS = [
  "listen 80 default_server",
  "listen [::]:80 default_server",
  "listen 443 ssl http2 default_server",
  "listen [::]:443 ssl http2 default_server",
  "server_name _",
  "ssl_reject_handshake on",
  "return 444",
];

/** Sites of applications are put in these folders. */
const SITES = ["include /etc/nginx/conf.d/*.conf", "include /etc/nginx/sites-enabled/*"];

/** V-10, H-22: a web server answers who knows a name, and tells nobody what it is. */
export const webTellsLittle = stackRule({
  id: "web-tells-little",
  info: "a web server answers for its sites' names alone, does not tell its version, and browsers are told what to refuse",
  explanation:
    "Scanners ask by address, and go on where something answers with a version they know a hole of. A page without its headers can be framed, or read as what it is not.",
  remedy:
    "leave nginx.conf and the snippets to the library; a site is a file in conf.d that includes straat-headers.conf",
  promises: ["H-22", "V-10"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => Machine.in(stack).filter(({ group }) => group?.runs === Software.NGINX),
  judge: forFiles((files) => [
    ...wrongMain(files),
    ...missingLines(HEADERS, textIn(files, HEADERS), TOLD),
    ...wordsOf(textIn(files, HEADERS))
      .filter((line) => !TOLD.includes(line))
      .map((line) => `${HEADERS} says ${line}`),
    ...wordsOf(textIn(files, WELCOME)).map((line) => `${WELCOME} says ${line}`),
  ]),
});

function wrongMain(files: Files): readonly string[] {
  const config = readNginxConfig(textIn(files, NGINX_CONFIG));
  const http = config.filter(({ name }) => name === "http").flatMap(({ block = [] }) => block);
  const servers = http.filter(({ name }) => name === "server");
  const nameless = servers.flatMap(({ block = [] }) => block.map(wordsIn));
  const top = config.map(wordsIn);
  const said = http.map(wordsIn);
  return [
    ...(top.includes("user www-data") ? [] : [`${NGINX_CONFIG} does not say user www-data`]),
    ...["server_tokens off", ...SITES]
      .filter((line) => !said.includes(line))
      .map((line) => `${NGINX_CONFIG} does not say ${line}`),
    ...(servers.length === 1 ? [] : [`${NGINX_CONFIG} has ${servers.length} servers, and 1 is right`]),
    ...NAMELESS.filter((line) => !nameless.includes(line)).map(
      (line) => `${NGINX_CONFIG} does not say ${line} for names that are not ours`,
    ),
    ...nameless
      .filter((line) => !NAMELESS.includes(line))
      .map((line) => `${NGINX_CONFIG} says ${line} for names that are not ours`),
  ];
}

function wordsIn({ name, values }: NginxDirective): string {
  return [name, ...values].join(" ");
}
