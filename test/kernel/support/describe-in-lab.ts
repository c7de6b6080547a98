import { spawnSync } from "node:child_process";
import { describeUnless } from "../../support/tool";
import { runSync } from "./namespaces";

/** Programs and the Debian packages that bring them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  nft: "nftables",
  ip: "iproute2",
  conntrack: "conntrack",
  fping: "fping",
  nsenter: "util-linux",
  unshare: "util-linux",
};

/** All that a lab does to a kernel, in a namespace that is gone with the shell. */
const TRIAL = `
ip link add name br0 type bridge mcast_snooping 0
ip link add name a type veth peer name b
ip link set lo up
echo 0 > /proc/sys/net/ipv6/conf/all/accept_dad
nft add table inet straat
nft 'add chain inet straat c_trial { type filter hook input priority 0; }'
nft add rule inet straat c_trial ct state established accept
conntrack -F
fping -r0 -t100 127.0.0.1
fping -r0 -t100 ::1
`;

/** Describes tests that send packets through a lab. Where there can be none they are not run, which is said. */
export function describeInLab(name: string, tests: () => void): void {
  describeUnless(lackingForLab(), name, tests);
}

/** What keeps a lab from being built here, if anything. */
export function lackingForLab(): string | undefined {
  if (process.getuid?.() !== 0) return "root, for network namespaces";
  const missing = Object.keys(PROGRAMS).filter(
    (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  if (missing.length > 0) {
    const packages = new Set(missing.map((program) => PROGRAMS[program]));
    return `${missing.join(", ")}; install it with apt-get install ${[...packages].join(" ")}`;
  }
  const { status, stderr } = runSync(["unshare", "--net", "--mount", "sh", "-ec", TRIAL]);
  if (status === 0) return undefined;
  return `network namespaces with nftables, bridges and both families; ${stderr.trim() || `status ${status}`}`;
}
