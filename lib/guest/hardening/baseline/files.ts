import { type BaselineItem, closed, item, part, TEMPLATE } from "./item";

/** A copy that is made beside each of these when it changes. */
const ACCOUNT_FILES = [
  ["passwd", "0644", "root:root"],
  ["group", "0644", "root:root"],
  ["shadow", "0640", "root:shadow"],
  ["gshadow", "0640", "root:shadow"],
] as const;

const twice = (what: string, id: string, test: string, field: string): BaselineItem =>
  item(id, `no ${what} stands for two`, TEMPLATE, `${test} 'seen[${field}]++ { print $1 }'`);

/** Chapter 7: who may read and write what, and accounts that say what they mean. */
export const FILES: readonly BaselineItem[] = [
  ...ACCOUNT_FILES.flatMap(([name, mode, owner], at) => [
    closed(`7.1.${2 * at + 1}`, `only root writes /etc/${name}`, mode, owner, [`/etc/${name}`]),
    closed(
      `7.1.${2 * at + 2}`,
      `only root writes the copy of /etc/${name}`,
      mode,
      owner,
      [`/etc/${name}-`],
      false,
    ),
  ]),
  closed("7.1.9", "only root writes the list of shells", "0644", "root:root", ["/etc/shells"]),
  closed(
    "7.1.10",
    "only root reads old passwords",
    "0600",
    "root:root",
    ["/etc/security/opasswd", "/etc/security/opasswd.old"],
    false,
  ),
  item(
    "7.1.11",
    "what everybody may write, nobody else's is taken from",
    TEMPLATE,
    "nothing_found \\( -type f -perm -0002 \\) && nothing_found \\( -type d -perm -0002 ! -perm -1000 \\)",
  ),
  item("7.1.12", "every file is somebody's", TEMPLATE, "nothing_found \\( -nouser -o -nogroup \\)"),
  item(
    "7.1.13",
    "a new program with rights of its own is noticed",
    part("integrity"),
    '[ -s "$root/var/lib/straat/integrity/privileged" ]',
  ),

  item("7.2.1", "no password stands in /etc/passwd", TEMPLATE, "passwd_without '$2 != \"x\" { print $1 }'"),
  item("7.2.2", "no password is empty", TEMPLATE, "shadow_without '$2 == \"\" { print $1 }'"),
  item("7.2.3", "every account's group exists", TEMPLATE, "groups_exist"),
  item(
    "7.2.4",
    "nobody is of the group that reads passwords",
    TEMPLATE,
    'group_without \'$1 == "shadow" && $4 != "" { print $4 }\'',
  ),
  twice("number of an account", "7.2.5", "passwd_without", "$3"),
  twice("number of a group", "7.2.6", "group_without", "$3"),
  twice("name of an account", "7.2.7", "passwd_without", "$1"),
  twice("name of a group", "7.2.8", "group_without", "$1"),
  item(
    "7.2.9",
    "a person's home is theirs alone",
    { kind: "login.defs", key: "HOME_MODE", value: "0700" },
    "homes_closed",
  ),
  item("7.2.10", "nothing in a home opens the account", TEMPLATE, "dot_files_closed"),
];
