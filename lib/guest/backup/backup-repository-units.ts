import { type GuestFile, METRICS } from "../guest-part";
import { ALARM, renderUnit, SANDBOX } from "../unit";

type Settings = readonly (readonly [string, string])[];

/** What the front speaks to. */
export const STORE_SOCKET = "/run/straat-backup-store.sock";

/** The store itself listens here, in a network of its own in which there is nothing else. */
const STORE_ADDRESS = "127.0.0.1:8001";

/** In UTC, between the times at which servers send: 08:00 to 10:00 and 20:00 to 22:00 unless declared otherwise. */
const TASKS = [
  {
    name: "forget",
    description: "Forget backups that are older than promised",
    when: "*-*-* 00:30:00 UTC",
    limit: "6h",
  },
  {
    name: "check",
    description: "Check the backups and read a part of them",
    when: "*-*-* 02:30:00 UTC",
    limit: "5h",
  },
  {
    name: "restore-test",
    description: "Restore the newest backup of every server",
    when: "*-*-01 11:00:00 UTC",
    limit: "8h",
  },
  { name: "watch", description: "See what backups came", when: "*-*-* *:15:00 UTC", limit: "40min" },
] as const;

/** The units of a backup repository: who comes in, who stores, who looks after it. */
export function repositoryUnits(store: string, key: string): readonly GuestFile[] {
  const unit = (name: string, content: string) => ({ path: `/etc/systemd/system/${name}`, content });
  return [
    unit("straat-backup-front.service", frontService(store)),
    unit("straat-backup-front.path", FRONT_PATH),
    unit("straat-backup-front-renew.service", FRONT_RENEW),
    unit("straat-backup-store.service", storeService(store)),
    unit("straat-backup-store.socket", STORE_SOCKET_UNIT),
    unit("straat-backup-store-proxy.service", STORE_PROXY),
    ...TASKS.flatMap((task) => [
      unit(`straat-repository-${task.name}.service`, taskService(task, store, key)),
      unit(`straat-repository-${task.name}.timer`, taskTimer(task)),
    ]),
  ];
}

function account(name: string): Settings {
  return [
    ["User", `straat-backup-${name}`],
    ["Group", "straat-backup"],
    ...SANDBOX.filter(([setting]) => setting !== "UMask"),
    ["UMask", "0007"],
    ["CapabilityBoundingSet", ""],
    ["SystemCallFilter", "@system-service"],
    ["SystemCallFilter", "~@privileged"],
    // Refused, not killed: a restore by who is not root gets along without owners.
    ["SystemCallErrorNumber", "EPERM"],
  ];
}

function frontService(store: string): string {
  return renderUnit(
    [
      "Unit",
      [
        ["Description", "Front of the backup repository"],
        ["Wants", "network-online.target"],
        ["Requires", "straat-backup-store.socket"],
        ["After", "network-online.target straat-backup-store.socket"],
        ["RequiresMountsFor", store],
        // Comes with the live document that says who this server is; the path unit waits for it.
        ["ConditionPathExists", "/etc/straat/tls/server.pem"],
        ["OnFailure", ALARM],
      ],
    ],
    [
      "Service",
      [
        ["ExecStart", "/usr/sbin/nginx -c /etc/straat/backup-front.conf -g 'daemon off;'"],
        ["Restart", "on-failure"],
        ["RestartSec", "10s"],
        ["LoadCredential", "server.key:/etc/straat/tls/server.key"],
        ["RuntimeDirectory", "straat-backup-front"],
        ["ReadWritePaths", `${store}/keys ${store}/upload`],
        ["InaccessiblePaths", `${store}/repositories`],
        ["RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"],
        ...account("front"),
      ],
    ],
    ["Install", [["WantedBy", "multi-user.target"]]],
  );
}

const FRONT_PATH = renderUnit(
  ["Unit", [["Description", "See a new certificate for the backup repository"]]],
  [
    "Path",
    [
      ["PathChanged", "/etc/straat/tls/server.pem"],
      // While one authority takes over from another only this one changes.
      ["PathChanged", "/etc/straat/tls/ca.pem"],
      ["Unit", "straat-backup-front-renew.service"],
    ],
  ],
  ["Install", [["WantedBy", "multi-user.target"]]],
);

/** A key is handed over when the service starts, so it starts again: restic tries again by itself. */
const FRONT_RENEW = renderUnit(
  ["Unit", [["Description", "Take a new certificate into use"]]],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", "/usr/bin/systemctl restart straat-backup-front.service"],
    ],
  ],
);

function storeService(store: string): string {
  return renderUnit(
    [
      "Unit",
      [
        ["Description", "Store of the backup repository"],
        ["RequiresMountsFor", store],
        ["OnFailure", ALARM],
      ],
    ],
    [
      "Service",
      [
        ["ExecStart", `/usr/bin/rclone ${storeArguments(STORE_ADDRESS, `${store}/repositories`).join(" ")}`],
        ["Restart", "on-failure"],
        ["RestartSec", "5s"],
        ["PrivateNetwork", "yes"],
        ["ReadWritePaths", `${store}/repositories`],
        ["InaccessiblePaths", `${store}/keys`],
        ["RestrictAddressFamilies", "AF_INET AF_UNIX"],
        ...account("store"),
      ],
    ],
    ["Install", [["WantedBy", "multi-user.target"]]],
  );
}

/**
 * How rclone stores. Append-only: what is there is never written over, and locks alone can go. What the keeper deletes
 * is gone for it at once, so it remembers nothing.
 */
export function storeArguments(address: string, folder: string): readonly string[] {
  const options = ["--append-only", "--cache-objects=false", "--config", "/dev/null", "--addr", address];
  return ["serve", "restic", ...options, folder];
}

const STORE_SOCKET_UNIT = renderUnit(
  ["Unit", [["Description", "Way to the store of the backup repository"]]],
  [
    "Socket",
    [
      ["ListenStream", STORE_SOCKET],
      ["SocketUser", "straat-backup-front"],
      ["SocketGroup", "straat-backup"],
      ["SocketMode", "0600"],
      ["Service", "straat-backup-store-proxy.service"],
    ],
  ],
  ["Install", [["WantedBy", "sockets.target"]]],
);

const STORE_PROXY = renderUnit(
  [
    "Unit",
    [
      ["Description", "Way into the network of the store"],
      ["Requires", "straat-backup-store.service"],
      ["After", "straat-backup-store.service"],
      ["JoinsNamespaceOf", "straat-backup-store.service"],
    ],
  ],
  [
    "Service",
    [
      ["ExecStart", `/lib/systemd/systemd-socket-proxyd --connections-max=1024 ${STORE_ADDRESS}`],
      ["PrivateNetwork", "yes"],
      ["RestrictAddressFamilies", "AF_INET AF_UNIX"],
      ...account("store"),
    ],
  ],
);

type Task = (typeof TASKS)[number];

function taskService({ name, description, limit }: Task, store: string, key: string): string {
  return renderUnit(
    [
      "Unit",
      [
        ["Description", description],
        ["RequiresMountsFor", store],
        ["OnFailure", ALARM],
      ],
    ],
    [
      "Service",
      [
        ["Type", "oneshot"],
        ["ExecStart", `/usr/local/lib/straat/repository-${name}`],
        ["TimeoutStartSec", limit],
        ["Nice", "10"],
        ["IOSchedulingClass", "idle"],
        ["LoadCredential", `backup.age:${key}`],
        ["RuntimeDirectory", `straat-repository-${name}`],
        ["StateDirectory", "straat/backup-repository"],
        ["ReadWritePaths", `${store} ${METRICS}`],
        // What it reads was made by others: it has no way to tell anybody.
        ["PrivateNetwork", "yes"],
        ["RestrictAddressFamilies", "AF_UNIX"],
        // What comes back has its modes: a folder for a group is one with that bit.
        ...account("keeper").filter(([setting]) => name !== "restore-test" || setting !== "RestrictSUIDSGID"),
      ],
    ],
  );
}

function taskTimer({ description, when }: Task): string {
  return renderUnit(
    ["Unit", [["Description", `${description}, at set times`]]],
    [
      "Timer",
      [
        ["OnCalendar", when],
        ["AccuracySec", "1min"],
        ["Persistent", "true"],
      ],
    ],
    ["Install", [["WantedBy", "timers.target"]]],
  );
}
