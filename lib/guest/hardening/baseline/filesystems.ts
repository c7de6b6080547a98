import { renderUnit } from "../../unit";
import { type BaselineItem, command, excepted, file, item, type Measure, noModule, TEMPLATE } from "./item";

const ONE_DISK = {
  reason: "the template has one file system; a second one with these options would be the same disk",
  promise: "PROMISES 2, the template",
} as const;

/**
 * Part of a file system mounted over itself, with options of its own: what a partition of its own gives, but room.
 * It is of the first boot on, and before any service.
 */
function overItself(path: string, options: string): Measure[] {
  const unit = `${path.slice(1).replaceAll("/", "-")}.mount`;
  const text = renderUnit(
    [
      "Unit",
      [
        ["Description", `${path} with stricter options`],
        ["Before", "local-fs.target"],
      ],
    ],
    [
      "Mount",
      [
        ["What", path],
        ["Where", path],
        ["Type", "none"],
        ["Options", `bind,${options}`],
      ],
    ],
    ["Install", [["WantedBy", "local-fs.target"]]],
  );
  return [file(`/etc/systemd/system/${unit}`, text), { kind: "enabled", units: [unit] }];
}

/** In memory; half of it at the most. Programs that unpack and run there fail, and are told to use another place. */
const TMP = renderUnit(
  [
    "Unit",
    [
      ["Description", "Temporary files, in memory"],
      ["ConditionPathIsSymbolicLink", "!/tmp"],
      ["DefaultDependencies", "no"],
      ["Conflicts", "umount.target"],
      ["Before", "local-fs.target umount.target"],
      ["After", "swap.target"],
    ],
  ],
  [
    "Mount",
    [
      ["What", "tmpfs"],
      ["Where", "/tmp"],
      ["Type", "tmpfs"],
      ["Options", "mode=1777,strictatime,nosuid,nodev,noexec,size=50%%,nr_inodes=1m"],
    ],
  ],
  ["Install", [["WantedBy", "local-fs.target"]]],
);

const SHM = "/dev/shm";

/** systemd mounts it before any unit, and takes its options from this line afterwards. */
const SHM_LINE = `tmpfs ${SHM} tmpfs rw,nosuid,nodev,noexec 0 0`;

const option = (id: string, path: string, name: string, how: Measure | readonly Measure[]): BaselineItem =>
  item(id, `${path} is mounted with ${name}`, how, `mounted_with ${path} ${name}`);

const TMP_MEASURES = [
  file("/etc/systemd/system/tmp.mount", TMP),
  { kind: "enabled", units: ["tmp.mount"] },
] as const satisfies readonly Measure[];
const SHM_MEASURE = command(
  `grep -q '[[:space:]]${SHM}[[:space:]]' /etc/fstab || echo '${SHM_LINE}' >>/etc/fstab; mount -o remount,rw,nosuid,nodev,noexec ${SHM}`,
);
const HOME = overItself("/home", "nodev,nosuid");
const VAR_TMP = overItself("/var/tmp", "nodev,nosuid,noexec");
const VAR_LOG = overItself("/var/log", "nodev,nosuid,noexec");

/** Chapter 1.1. A part of the template's one disk is mounted over itself, so that its options are stricter. */
export const FILESYSTEMS: readonly BaselineItem[] = [
  noModule("1.1.1.1", "cramfs"),
  noModule("1.1.1.2", "freevxfs"),
  noModule("1.1.1.3", "hfs"),
  noModule("1.1.1.4", "hfsplus"),
  noModule("1.1.1.5", "jffs2"),
  {
    ...noModule("1.1.1.6", "overlay", 2),
    exceptions: [
      {
        roles: ["kubernetes-node"],
        reason: "containers are made of it",
        promise: "PROMISES 2",
      },
    ],
  },
  noModule("1.1.1.7", "squashfs", 2),
  // A virtual disc with cloud-init's data would be ISO 9660, which is another module.
  noModule("1.1.1.8", "udf", 2),
  noModule("1.1.1.9", "usb-storage"),
  item(
    "1.1.1.10",
    "no kernel module of a file system that nothing here uses",
    ["afs", "befs", "ceph", "exofs", "gfs2", "minix", "ocfs2", "reiserfs", "ufs"].map((name) => ({
      kind: "module",
      name,
    })),
    "module_unavailable afs befs ceph exofs gfs2 minix ocfs2 reiserfs ufs",
  ),

  item("1.1.2.1.1", "/tmp is a file system of its own", TMP_MEASURES, "separate /tmp"),
  option("1.1.2.1.2", "/tmp", "nodev", TMP_MEASURES),
  option("1.1.2.1.3", "/tmp", "nosuid", TMP_MEASURES),
  option("1.1.2.1.4", "/tmp", "noexec", TMP_MEASURES),
  item("1.1.2.2.1", "/dev/shm is a file system of its own", TEMPLATE, `separate ${SHM}`),
  option("1.1.2.2.2", SHM, "nodev", SHM_MEASURE),
  option("1.1.2.2.3", SHM, "nosuid", SHM_MEASURE),
  option("1.1.2.2.4", SHM, "noexec", SHM_MEASURE),
  option("1.1.2.3.2", "/home", "nodev", HOME),
  option("1.1.2.3.3", "/home", "nosuid", HOME),
  excepted("1.1.2.4.2", "/var is mounted with nodev", ONE_DISK),
  excepted("1.1.2.4.3", "/var is mounted with nosuid", ONE_DISK),
  option("1.1.2.5.2", "/var/tmp", "nodev", VAR_TMP),
  option("1.1.2.5.3", "/var/tmp", "nosuid", VAR_TMP),
  option("1.1.2.5.4", "/var/tmp", "noexec", VAR_TMP),
  option("1.1.2.6.2", "/var/log", "nodev", VAR_LOG),
  option("1.1.2.6.3", "/var/log", "nosuid", VAR_LOG),
  option("1.1.2.6.4", "/var/log", "noexec", VAR_LOG),
  // It lies in /var/log, and has its options.
  option("1.1.2.7.2", "/var/log/audit", "nodev", VAR_LOG),
  option("1.1.2.7.3", "/var/log/audit", "nosuid", VAR_LOG),
  option("1.1.2.7.4", "/var/log/audit", "noexec", VAR_LOG),
];
