import type { Client } from "../model/client";
import { Port } from "../model/port";
import type { Addresses } from "./addresses";
import { type FlowRule, familiesOf, flowId } from "./flow-rule";
import { type ServiceFlow, serviceFlows } from "./street-facts";

/** Administrators reach every server through the VPN, over SSH and with a ping, and by nothing else (V-07, H-17). */
export function administration(path: string, vpn: Addresses, to: Addresses): readonly FlowRule[] {
  const why = "administrators, through the VPN";
  return [Port.SSH, Port.PING].flatMap((port) =>
    made({ path, from: "vpn", to: "servers", why }, vpn, to, port),
  );
}

/** Servers that may not be down together look whether the others are there before they go down (B-06, H-03). */
export function peers(path: string, from: Addresses, to: Addresses): readonly FlowRule[] {
  return made(
    { path, from: "members", to: "members", why: "is the other member there" },
    from,
    to,
    Port.PING,
  );
}

/** What every server needs from its sites. */
export function services(
  path: string,
  sites: Pick<Client, "site" | "backupSite">,
  from: Addresses,
  isUsed: (service: ServiceFlow) => boolean = () => true,
): readonly FlowRule[] {
  return serviceFlows(sites)
    .filter(isUsed)
    .flatMap(({ name, addresses, ports }) =>
      ports.flatMap((port) =>
        made({ path, from: "servers", to: name, why: `${name} of the site` }, from, addresses, port),
      ),
    );
}

/** A rule, or none where no family has an address on both sides. */
export function made(
  ends: { readonly path: string; readonly from: string; readonly to: string; readonly why: string },
  from: Addresses,
  to: Addresses,
  port: Port,
): readonly FlowRule[] {
  const rule: FlowRule = { id: flowId(ends.path, ends.from, ends.to, port), why: ends.why, from, to, port };
  return familiesOf(rule).length > 0 ? [rule] : [];
}

export function join(one: Addresses, other: Addresses): Addresses {
  return one.union(other);
}
