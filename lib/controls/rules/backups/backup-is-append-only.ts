import { Port } from "../../../model/port";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { differences } from "../../subjects/administrators";
import { type Files, textIn } from "../../subjects/frozen";
import { machinesOf } from "../../subjects/machines";
import { forFiles, isEnabled, isMasked, servedUnit } from "../../subjects/served-files";
import { missingLines, wordsOf } from "../../subjects/settings";

const FRONT = "/etc/straat/backup-front.conf";
const PLACES = "/etc/tmpfiles.d/straat-backup.conf";
const ACCOUNTS = "/etc/sysusers.d/straat-backup.conf";
const STORE = "/srv/data/backup";
const SOCKET = "/run/straat-backup-store.sock";

/** Who comes in shows a certificate of the house, and gets no further than to what is their own. */
const BY_CERTIFICATE = [
  "server_tokens off;",
  "access_log syslog:server=unix:/dev/log,tag=straat_backup,nohostname;",
  "error_log stderr warn;",
  `listen ${Port.BACKUP.first} ssl;`,
  `listen [::]:${Port.BACKUP.first} ssl;`,
  "ssl_protocols TLSv1.2 TLSv1.3;",
  "ssl_certificate /etc/straat/tls/server.pem;",
  "ssl_certificate_key /run/credentials/straat-backup-front.service/server.key;",
  "ssl_client_certificate /etc/straat/tls/ca.pem;",
  "ssl_verify_client on;",
  "ssl_verify_depth 2;",
  '"~^CN=(?<certified>[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:,|$)" $certified;',
  "if ($whose != $named) {",
  'if ($passed = "") {',
  "if ($owner != $named) {",
  "return 404;",
  `root ${STORE};`,
  "set $deposit $request_method;",
  'set $deposit "$request_method again";',
  'if ($deposit = "PUT again") {',
  'if ($deposit !~ "^(PUT|HEAD)") {',
  "dav_methods PUT;",
  "create_full_put_path on;",
  "dav_access user:rw group:rw;",
  "client_max_body_size 0;",
  "client_max_body_size 64k;",
  `server unix:${SOCKET};`,
  "proxy_pass http://store/$whose/$number/$passed;",
];

/** Each thing that is passed on to the store; of what is taken away, locks alone. */
const PASSED = [
  'default "";',
  '"POST ?create=true" "?create=true";',
  '"~^(?:GET|HEAD|POST) config$" $rest;',
  '"~^GET (?:data|index|keys|locks|snapshots)/$" $rest;',
  '"~^(?:GET|HEAD|POST) (?:data|index|keys|locks|snapshots)/[0-9a-f]{64}$" $rest;',
  '"~^DELETE locks/[0-9a-f]{64}$" $rest;',
];

/** Settings that keep the three accounts of a repository apart. */
const APART: readonly (readonly [unit: string, setting: string, value: string])[] = [
  ["straat-backup-front.service", "Service.User", "straat-backup-front"],
  ["straat-backup-front.service", "Service.InaccessiblePaths", `${STORE}/repositories`],
  ["straat-backup-store.service", "Service.User", "straat-backup-store"],
  ["straat-backup-store.service", "Service.InaccessiblePaths", `${STORE}/keys`],
  ["straat-backup-store.service", "Service.PrivateNetwork", "yes"],
  ["straat-backup-store-proxy.service", "Service.PrivateNetwork", "yes"],
  ["straat-backup-store.socket", "Socket.ListenStream", SOCKET],
  ["straat-backup-store.socket", "Socket.SocketUser", "straat-backup-front"],
  ["straat-backup-store.socket", "Socket.SocketMode", "0600"],
  // A new certificate counts from when the front starts again.
  ["straat-backup-front.path", "Path.PathChanged", "/etc/straat/tls/server.pem"],
  ["straat-backup-front.path", "Path.Unit", "straat-backup-front-renew.service"],
  [
    "straat-backup-front-renew.service",
    "Service.ExecStart",
    "/usr/bin/systemctl restart straat-backup-front.service",
  ],
];

/** Whose each folder is: who comes in cannot write where backups are, and only who looks after them can take away. */
const FOLDERS = [
  `d ${STORE} 0750 root straat-backup`,
  `d ${STORE}/repositories 2770 straat-backup-store straat-backup`,
  `d ${STORE}/keys 2770 straat-backup-front straat-backup`,
  `d ${STORE}/upload 0700 straat-backup-front straat-backup`,
  `d ${STORE}/scratch 0700 straat-backup-keeper straat-backup`,
];

/** B-16, B-17, H-08: who breaks into a server can add backups to it, and take none away. */
export const backupIsAppendOnly = stackRule({
  id: "backup-is-append-only",
  info: "repositories take backups from servers by their certificate, each its own, and let nobody who sends them take one away or write over it",
  explanation:
    "Whoever encrypts a server for ransom deletes its backups first. What a server can take away is no backup of that server.",
  remedy: "leave the repository's front and store to the library",
  promises: ["B-16", "B-17", "H-08"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a backup that a broken-in server can delete is none" },
  subjects: machinesOf("backup-repository"),
  judge: (machine) => wrongRepository(machine),
});

const wrongRepository = forFiles((files) => [
  ...wrongFront(files),
  ...wrongStore(files),
  ...wrongUnits(files),
]);

function wrongFront(files: Files): readonly string[] {
  const lines = wordsOf(textIn(files, FRONT));
  const passed = blockAfter(lines, 'map "$request_method $rest$is_args$args" $passed {');
  const listens = lines.filter((line) => line.startsWith("listen "));
  const twice = ["ssl_verify_client ", "proxy_pass ", "dav_methods ", "ssl_client_certificate "].filter(
    (word) => lines.filter((line) => line.startsWith(word)).length > 1,
  );
  const guards = lines.flatMap((line, index) =>
    line.startsWith("if (") ? [[line, lines[index + 1]] as const] : [],
  );
  return [
    ...missingLines(FRONT, textIn(files, FRONT), BY_CERTIFICATE),
    ...differences(passed, PASSED, {
      extra: (line) => `${FRONT} passes ${line}`,
      missing: (line) => `${FRONT} does not pass ${line}`,
    }),
    ...listens.filter((line) => !BY_CERTIFICATE.includes(line)).map((line) => `${FRONT} says ${line}`),
    ...twice.map((word) => `${FRONT} says ${word.trim()} more than once`),
    ...guards
      .filter(
        ([guard, then = ""]) => !/^return 4\d\d;$/.test(then) && guard !== "if (-e $request_filename) {",
      )
      .map(([guard, then]) => `${FRONT} does ${then} after ${guard}`),
  ];
}

/** Lines up to the end of the block that a line opens. */
function blockAfter(lines: readonly string[], head: string): readonly string[] {
  const start = lines.indexOf(head);
  if (start < 0) return [`nothing that begins with ${head}`];
  const after = lines.slice(start + 1);
  return after.slice(0, after.indexOf("}"));
}

function wrongStore(files: Files): readonly string[] {
  const commands = servedUnit(files, "straat-backup-store.service").all("Service.ExecStart");
  const words = (commands[0] ?? "").split(" ");
  const folder = words.at(-1);
  return [
    ...(commands.length === 1 && words.slice(0, 3).join(" ") === "/usr/bin/rclone serve restic"
      ? []
      : [`the store is ${commands.join(" and ") || "nothing"}`]),
    ...(words.includes("--append-only") ? [] : ["the store is not append-only"]),
    ...(/^127\.0\.0\.1:\d+$/.test(words[words.indexOf("--addr") + 1] ?? "")
      ? []
      : ["the store listens to others than its front"]),
    ...(folder === `${STORE}/repositories` ? [] : [`the store keeps what it is sent in ${folder}`]),
  ];
}

function wrongUnits(files: Files): readonly string[] {
  const started = ["store.service", "store.socket", "front.service", "front.path"].map(
    (name) => `straat-backup-${name}`,
  );
  const accounts = wordsOf(textIn(files, ACCOUNTS)).filter((line) => line.startsWith("u "));
  return [
    ...missingLines(PLACES, textIn(files, PLACES), FOLDERS),
    ...["front", "store", "keeper"]
      .filter((name) => !accounts.some((line) => isNobody(line, `straat-backup-${name}`)))
      .map((name) => `${ACCOUNTS} makes no account straat-backup-${name} into which nobody logs in`),
    ...APART.filter(([unit, setting, value]) => !servedUnit(files, unit).all(setting).includes(value)).map(
      ([unit, setting, value]) => `${unit} does not say ${setting} ${value}`,
    ),
    ...started
      .filter((unit) => !isEnabled(files, unit))
      .map((unit) => `${unit} is not started by the first boot`),
    ...(isMasked(files, "nginx.service")
      ? []
      : ["nginx.service may run beside it, with its own configuration"]),
  ];
}

function isNobody(line: string, account: string): boolean {
  return line.startsWith(`u ${account} `) && line.endsWith(" / /usr/sbin/nologin");
}
