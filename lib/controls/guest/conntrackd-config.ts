import { IpAddress } from "../../model/ip";
import { Unreadable } from "../unreadable";
import { Block } from "./blocks";
import { told } from "./decode";
import { valueIn } from "./lines";

/** How members of an edge tell each other which connections there are. */
export interface ConnectionSync {
  readonly card: string;
  readonly port: number;
  /** From which address each host tells the other. */
  readonly sources: ReadonlyMap<string, IpAddress>;
  /** To which address each host tells it. */
  readonly destinations: ReadonlyMap<string, IpAddress>;
  /** Addresses whose own connections are nobody else's. */
  readonly ignored: readonly IpAddress[];
}

/** A line that begins with `@` and a host name is that server's alone. */
const OWN_LINE = /^(@[a-z0-9-]+) (\t+)/;

const GENERAL = [
  /^Systemd on$/,
  /^HashSize 65536$/,
  /^HashLimit 524288$/,
  /^LogFile off$/,
  /^Syslog on$/,
  /^LockFile \/run\/lock\/conntrackd\.lock$/,
  /^NetlinkBufferSize 2097152$/,
  /^NetlinkBufferSizeMaxGrowth 8388608$/,
];

/** @throws Unreadable for what is not understood */
export function readConntrackd(lines: readonly string[]): ConnectionSync {
  return told("has a part conntrackd that", () => {
    const root = Block.parse(lines.map((line) => line.replace(OWN_LINE, "$2$1 ")));
    const sync = root.block("Sync");
    const mode = sync.block("Mode FTFW");
    mode.one(/^StartupResync on$/);
    const udp = sync.block("UDP");
    for (const line of [/^SndSocketBuffer 1249280$/, /^RcvSocketBuffer 1249280$/, /^Checksum on$/])
      udp.one(line);
    const found = {
      card: udp.one(/^Interface ([a-z0-9]+)$/)[0] ?? "",
      port: Number(udp.one(/^Port ([1-9]\d{0,4})$/)[0]),
      sources: byHost(udp, /^@([a-z0-9-]+) IPv4_address (\S+)$/),
      destinations: byHost(udp, /^@([a-z0-9-]+) IPv4_Destination_Address (\S+)$/),
      ignored: ignoredIn(root.block("General")),
    };
    for (const block of [mode, udp, sync, root]) block.end();
    return found;
  });
}

function ignoredIn(general: Block): readonly IpAddress[] {
  for (const line of GENERAL) general.one(line);
  const unix = general.block("UNIX");
  unix.one(/^Path \/run\/conntrackd\.ctl$/);
  const filter = general.block("Filter From Userspace");
  const protocols = filter.block("Protocol Accept");
  for (const line of [/^TCP$/, /^UDP$/]) protocols.one(line);
  const ignore = filter.block("Address Ignore");
  const addresses = ignore.all(/^IPv[46]_address (\S+)$/).map(([text = ""]) => addressOf(text));
  for (const block of [unix, protocols, ignore, filter, general]) block.end();
  return addresses;
}

function byHost(block: Block, form: RegExp): ReadonlyMap<string, IpAddress> {
  const found = block.all(form);
  const hosts = new Map(found.map(([host = "", text = ""]) => [host, addressOf(text)]));
  if (hosts.size === found.length && hosts.size > 0) return hosts;
  throw new Unreadable("does not name each host once");
}

function addressOf(text: string): IpAddress {
  return valueIn(text, () => IpAddress.parse(text));
}
