import { lackingForLab } from "./describe-in-lab";
import { runSync } from "./namespaces";

/** A tunnel that comes up and goes down, by the kernel's module or by what stands in for it. */
const TRIAL = `
mount -t tmpfs tmpfs /run
ip link add wg0 type wireguard || wireguard-go wg0
wg show wg0
ip link del wg0
`;

/** What keeps a lab with WireGuard from being built here, if anything. */
export function lackingForTunnels(): string | undefined {
  const lacking = lackingForLab();
  if (lacking !== undefined) return lacking;
  const { status, stderr } = runSync(["unshare", "--net", "--mount", "sh", "-ec", TRIAL]);
  if (status === 0) return undefined;
  return `WireGuard; apt-get install wireguard-tools wireguard-go (${stderr.trim().split("\n").at(-1)})`;
}
