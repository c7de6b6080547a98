import { interfaceName } from "../../model/interface-names";
import type { IpAddress } from "../../model/ip";
import type { GroupRecord, ServerRecord } from "../../model/model-file";
import { CONNTRACKD } from "../../network/compile";

/**
 * How the members of an edge tell each other which connections there are, over the network that is for that alone.
 * A backup keeps them in its memory and puts them into its kernel when it takes over (`scripts/vrrp-notify.sh`): until
 * then it has no entry that could let a packet pass.
 *
 * Lines that begin with `@` and a host name are that server's alone, as in the keepalived configuration beside it.
 */
export function conntrackdConfig(edge: GroupRecord): string {
  const { servers } = edge;
  const own = servers.flatMap(({ interfaces }) => interfaces.flatMap(({ addresses }) => addresses));
  const ignored = own.map((address) => `\t\t\t${address.family === 4 ? "IPv4" : "IPv6"}_address ${address}`);
  return [
    `# ${edge.path}: rendered. A change made here is undone.`,
    "Sync {",
    "\tMode FTFW {",
    // Without it a member that starts knows nothing until the next change of each connection.
    "\t\tStartupResync on",
    "\t}",
    "\tUDP {",
    ...servers.map((server) => `@${server.name} \t\tIPv4_address ${syncAddress(server)}`),
    ...servers.flatMap((server) =>
      servers
        .filter((other) => other !== server)
        .map((other) => `@${server.name} \t\tIPv4_Destination_Address ${syncAddress(other)}`),
    ),
    `\t\tPort ${CONNTRACKD.first}`,
    `\t\tInterface ${interfaceName(syncCard(servers[0] as ServerRecord))}`,
    "\t\tSndSocketBuffer 1249280",
    "\t\tRcvSocketBuffer 1249280",
    "\t\tChecksum on",
    "\t}",
    "}",
    "General {",
    "\tSystemd on",
    "\tHashSize 65536",
    "\tHashLimit 524288",
    "\tLogFile off",
    "\tSyslog on",
    "\tLockFile /run/lock/conntrackd.lock",
    "\tUNIX {",
    "\t\tPath /run/conntrackd.ctl",
    "\t}",
    "\tNetlinkBufferSize 2097152",
    "\tNetlinkBufferSizeMaxGrowth 8388608",
    "\tFilter From Userspace {",
    "\t\tProtocol Accept {",
    "\t\t\tTCP",
    "\t\t\tUDP",
    "\t\t}",
    // A member's own connections end with it.
    "\t\tAddress Ignore {",
    "\t\t\tIPv4_address 127.0.0.1",
    "\t\t\tIPv6_address ::1",
    ...ignored,
    "\t\t}",
    "\t}",
    "}",
    "",
  ].join("\n");
}

function syncCard({ interfaces }: ServerRecord): number {
  return interfaces.findIndex(({ zone }) => zone === "sync");
}

/** In IPv4, which every street has. */
function syncAddress(server: ServerRecord): IpAddress {
  const addresses = server.interfaces[syncCard(server)]?.addresses;
  return addresses?.find(({ family }) => family === 4) as IpAddress;
}
