import type { GroupRecord } from "../../model/model-file";

/*
 * What is typed to get something out of a backup. It is what the programs of a server and of a repository do themselves
 * (lib/guest/scripts/backup.sh, repository-common.sh, repository-restore-test.sh), step by step. These lines are run
 * against the real programs in test/controls/evidence/restore-commands.test.ts.
 */

/** Where restored files are put: beside what is there, never over it. */
export const RESTORED = "/srv/data/restored";

/** As root on the repository: which repositories a server has had, the newest last. */
export function listCommands(host: string): readonly string[] {
  return [`host=${host}`, 'ls -ltr --time-style=full-iso "/srv/data/backup/keys/$host"'];
}

/** As root on the repository: the password of one of them. */
export const PASSWORD_COMMANDS: readonly string[] = [
  "number=0123456789abcdef",
  'key=$(ls -t "/srv/data/backup/keys/$host/$number".* | head -n 1)',
  'age --decrypt --identity /var/lib/straat/secret/backup.age "$key"',
];

/** As root on the server that is restored: a shell in which the repository's name is known, which only backups know. */
export const SHELL_COMMANDS: readonly string[] = [
  "unshare --mount",
  "mount --bind /var/lib/straat/backup/hosts /etc/hosts",
];

/** In that shell: everything by which the repository is asked. */
export const OPEN_COMMANDS: readonly string[] = [
  "umask 077",
  "mkdir -p /run/straat-restore",
  "cat >/run/straat-restore/password",
  "number=0123456789abcdef",
  "cat /etc/straat/tls/server.pem /etc/straat/tls/server.key >/run/straat-restore/client.pem",
  "repository=$(sed -n 's/^repository //p' /var/lib/straat/documents/backup)",
  'export RESTIC_REPOSITORY="rest:https://$repository/$(uname -n)/$number/"',
  "export RESTIC_PASSWORD_FILE=/run/straat-restore/password",
  'ask() { restic --cacert /etc/straat/tls/ca.pem --tls-client-cert /run/straat-restore/client.pem --no-cache --no-lock "$@"; }',
  "ask snapshots --tag complete",
];

/** Everything that a server had. */
export const RESTORE_COMMANDS: readonly string[] = [
  `ask restore latest --tag complete --target ${RESTORED} --verify`,
];

/** Single files, of the newest backup or of the one whose id stands in place of `latest` (H-10). */
export const FILE_COMMANDS: readonly string[] = [
  "path=/srv/data/uploads/letter.txt",
  'ask ls latest --tag complete "$(dirname "$path")"',
  `ask restore latest --tag complete --include "$path" --target ${RESTORED} --verify`,
];

/** As root on the repository, in the same shell as {@link PASSWORD_COMMANDS}: what a server had, without that server. */
export const HERE_COMMANDS: readonly string[] = [
  "umask 077",
  "mkdir -p /run/straat-restore",
  'age --decrypt --identity /var/lib/straat/secret/backup.age --output /run/straat-restore/password "$key"',
  'export RESTIC_REPOSITORY="/srv/data/backup/repositories/$host/$number"',
  "export RESTIC_PASSWORD_FILE=/run/straat-restore/password",
  "restic --no-cache --no-lock snapshots --tag complete",
  `restic --no-cache --no-lock restore latest --tag complete --target ${RESTORED} --verify`,
];

/** Nothing of it stays: what is left in the folder would go into the next backup. */
export const CLOSE_COMMANDS: readonly string[] = [`rm -rf /run/straat-restore ${RESTORED}`, "exit"];

/** Puts what was restored back into use. */
export function dataCommands(runs: GroupRecord["runs"]): readonly string[] {
  if (runs === "postgresql") return POSTGRESQL;
  return runs === "mariadb" ? MARIADB : [`ls -l ${RESTORED}/srv/data`];
}

const POSTGRESQL = [
  `dumps=${RESTORED}/srv/data/dumps/postgresql`,
  'as() { setpriv --reuid postgres --regid postgres --init-groups -- "$@"; }',
  'as psql --no-psqlrc --quiet <"$dumps/globals.sql"',
  'for dump in "$dumps"/*.dump; do',
  '  case $(basename "$dump") in postgres.dump) create= ;; *) create=--create ;; esac',
  '  as pg_restore --exit-on-error $create --dbname=postgres <"$dump"',
  "done",
];

const MARIADB = [
  `dumps=${RESTORED}/srv/data/dumps/mariadb`,
  'mariadb <"$dumps/globals.sql"',
  'for dump in "$dumps"/*.dump; do',
  '  name=$(basename "$dump" .dump)',
  '  mariadb --execute "create database if not exists \\`$name\\`"',
  '  mariadb "$name" <"$dump"',
  "done",
];

/** From the folder of the repository of code: makes a stack so again. */
export function applyCommands(stack: string): readonly string[] {
  const terraform = `terraform -chdir=cdktf.out/stacks/${stack}`;
  return [`${terraform} init`, `${terraform} plan -out=restore.tfplan`, `${terraform} apply restore.tfplan`];
}

/** From the folder of the repository of code: who can read a server's backups, as its document says. */
export function recipientCommands(stack: string, address: string): readonly string[] {
  const name = address.split(".").at(-1);
  return [
    `jq -r '.resource.vsphere_virtual_machine["${name}"].extra_config["guestinfo.straat.backup"]' \\`,
    `  cdktf.out/stacks/${stack}/cdk.tf.json | base64 -d | gunzip | grep '^recipient '`,
  ];
}
