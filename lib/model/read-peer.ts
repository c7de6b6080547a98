import type { AddressList } from "./address-list";
import { checkCountry } from "./country";
import { Day } from "./day";
import type { FlowRecord } from "./model-file";
import type { PeerRecord } from "./peer";
import { Port } from "./port";
import { whitelistEntry } from "./read-client";
import { byKind, line, name, object, oneOf, parsedBy, path, some } from "./read-record";
import { SITE_SERVICES } from "./site";
import { checkSomebodysNetwork } from "./somebodys-network";

const somebodysNetwork = parsedBy(checkSomebodysNetwork);

const addressList = object<AddressList>({
  name: line,
  source: line,
  date: parsedBy(Day.parse),
  networks: some(somebodysNetwork),
});

/** The other side of a flow. One that names nobody is refused, as it is where it is declared. */
export const peer = byKind<PeerRecord>({
  internet: {},
  vpn: {},
  whitelist: { entries: some(whitelistEntry) },
  networks: { networks: some(somebodysNetwork) },
  admins: { logins: some(name) },
  country: { codes: some(parsedBy(checkCountry)) },
  checkpoints: { list: addressList },
  scanners: { list: addressList },
  service: { name: oneOf("dns", "ntp", ...SITE_SERVICES) },
  group: { path },
  workload: { path },
});

/** A declared flow. */
export const flow = object<FlowRecord>({
  id: line,
  from: peer,
  to: peer,
  port: parsedBy(Port.parse),
  why: line,
  declaredOn: path,
});
