import type { Lab } from "./lab";
import { alone } from "./street-addresses";

const TABLE = "watch";
const PORT = 9999;
/** A packet may get lost on a busy machine. */
const ATTEMPTS = 2;

/** A packet whose source is somebody else's address. */
export interface Forgery {
  /** Host that sends it. */
  readonly from: string;
  readonly source: string;
  readonly destination: string;
  /** Host of that address. */
  readonly at: string;
}

/**
 * Whether a forged packet arrives at the card of its destination, before any wall of the host's own. Answers go to whoever
 * really has the address, so that nobody but the destination can tell.
 */
export async function arrives(lab: Lab, { from, source, destination, at }: Forgery): Promise<boolean> {
  const ip = (...args: readonly string[]) => succeed(lab.exec(from, ["ip", ...args]).stderr);
  const match = `${source.includes(":") ? "ip6" : "ip"} saddr ${source} udp dport ${PORT}`;
  const chain = `chain seen {\ntype filter hook prerouting priority raw; policy accept;\n${match} counter\n}`;
  ip("address", "add", alone(source), "dev", "lo");
  try {
    succeed(lab.loadRuleset(at, `table inet ${TABLE} {\n${chain}\n}`).stderr);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      await lab.probe([{ from, source, destination, protocol: "udp", port: PORT }]);
      const { stdout } = lab.nft(at, ["list", "table", "inet", TABLE]);
      if (/counter packets [1-9]/.test(stdout)) return true;
    }
    return false;
  } finally {
    lab.unload(at, TABLE);
    ip("address", "del", alone(source), "dev", "lo");
  }
}

function succeed(complaint: string): void {
  if (complaint !== "") throw new Error(complaint);
}
