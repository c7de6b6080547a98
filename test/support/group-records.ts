import type { GroupRecord, InterfaceRecord, ServerRole } from "../../lib/model/model-file";
import { type GroupAddresses, StreetPlan, type Zone } from "../../lib/model/street-plan";
import { VmSize } from "../../lib/model/vm-size";
import { oost } from "./sites";

/** The address plan of a client called verne, with IPv6 or without. */
export const plan = StreetPlan.of({ site: oost, network: "10.0.0.0/20", network6: "2001:db8:7::/48" });
export const plan4 = StreetPlan.of({ site: oost, network: "10.0.0.0/20" });

type Card = readonly [zone: InterfaceRecord["zone"], addresses: GroupAddresses, hasVirtual: boolean];

function record(
  path: string,
  role: ServerRole,
  names: readonly string[],
  cards: readonly Card[],
): GroupRecord {
  return {
    path,
    role,
    runs: undefined,
    size: VmSize.SMALL,
    data: false,
    dataGib: undefined,
    logs: [],
    quorum: false,
    virtual: cards.flatMap(([zone, { virtual }, has]) => (has ? [{ zone, addresses: virtual }] : [])),
    servers: names.map((name, index) => ({
      name,
      member: index + 1,
      generation: 1,
      address: `vsphere_virtual_machine.${name}`,
      datastore: undefined,
      interfaces: cards.map(([zone, addresses]) => ({ zone, addresses: addresses.member(index + 1) })),
    })),
  };
}

/** The edge of a street, as it is synthesized. */
export function edgeRecord({ uplink, zones }: StreetPlan): GroupRecord {
  const cardOf = ({ name, gateway }: Zone, hasVirtual: boolean): Card => [name, gateway, hasVirtual];
  const [legs, sync] = [
    zones.filter(({ name }) => name !== "sync"),
    zones.filter(({ name }) => name === "sync"),
  ];
  return record(
    "verne/street/edge",
    "edge",
    ["verne-edge-1", "verne-edge-2"],
    [
      ["uplink", uplink, true],
      ...sync.map((zone) => cardOf(zone, false)),
      ...legs.map((zone) => cardOf(zone, true)),
    ],
  );
}

/** A group of servers in production. */
export function serverRecord(members: number, slot = 5, street = plan): GroupRecord {
  const names = Array.from({ length: members }, (_, index) => `verne-production-web-${index + 1}`);
  const zone = street.zone("production");
  return record("verne/production/web", "server", names, [["production", zone.slot(slot), true]]);
}
