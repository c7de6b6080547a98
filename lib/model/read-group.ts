import { checkCountry } from "./country";
import { IpAddress } from "./ip";
import type {
  GroupRecord,
  InterfaceRecord,
  LogFileRecord,
  RuleRecord,
  ServerRecord,
  WallRecord,
} from "./model-file";
import { Port } from "./port";
import {
  line,
  list,
  madeBy,
  object,
  oneOf,
  optional,
  parsedBy,
  path,
  refused,
  some,
  wholeNumber,
  yesOrNo,
} from "./read-record";
import { address } from "./read-site";
import { Software } from "./software";
import { Stage } from "./stage";
import type { Zone } from "./street-plan";
import { VmSize } from "./vm-size";

/** Names of a street's networks. */
export const zoneName = oneOf<Zone["name"]>(...Stage.ALL.map((stage) => stage.name), "sync");

const card = object<InterfaceRecord>({
  zone: oneOf<InterfaceRecord["zone"]>(...Stage.ALL.map((stage) => stage.name), "sync", "uplink"),
  addresses: some(address),
});

const server = object<ServerRecord>({
  name: line,
  member: wholeNumber(1, 99),
  generation: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  address: line,
  datastore: optional(line),
  interfaces: some(card),
});

const size = madeBy(
  object<Record<"cpus" | "memoryGib" | "diskGib", number>>({
    cpus: wholeNumber(1, 9999),
    memoryGib: wholeNumber(1, 9999),
    diskGib: wholeNumber(1, 9999),
  }),
  VmSize.of,
);

const logFile = object<LogFileRecord>({
  dataset: line,
  path: line,
  kind: oneOf("access", "application"),
});

/** Servers that stand in for each other. */
export const group = object<GroupRecord>({
  path,
  role: oneOf("server", "edge", "vpn-gateway", "backup-repository"),
  runs: optional(oneOf(...Object.values(Software))),
  size,
  data: yesOrNo,
  dataGib: optional(wholeNumber(1, 99_999)),
  logs: list(logFile),
  quorum: yesOrNo,
  virtual: list(card),
  servers: some(server),
});

/** One address, or a range from low to high, as `lib/network/range-text.ts` writes them. */
const addresses = madeBy(line, (written) => {
  const [first, last, ...rest] = written.split("-").map((part) => IpAddress.parse(part));
  const isRange = last === undefined || (last.family === first?.family && last.value > first.value);
  if (isRange && rest.length === 0) return written;
  throw refused(written, "is not a range of addresses, from low to high in one family");
});

/** In its one form, and left as text: what rules mean is for the room above. */
const port = madeBy(parsedBy(Port.parse), String);

/** A card or a tunnel, as Linux names them. */
const interfaceName = madeBy(line, (written) => {
  if (/^[a-z][a-z0-9-]{0,14}$/.test(written)) return written;
  throw refused(written, "is not the name of a network card");
});

const rule = object<RuleRecord>({
  id: line,
  why: line,
  from: some(addresses),
  to: some(addresses),
  port,
  countries: optional(some(parsedBy(checkCountry))),
  inInterface: optional(interfaceName),
  outInterface: optional(interfaceName),
});

/** One firewall's rules. */
export const wall = object<WallRecord>({
  at: path,
  hook: oneOf("input", "output", "forward"),
  rules: list(rule),
});
