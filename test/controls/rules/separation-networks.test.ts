import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const VERNE = ["verne-street", "verne-development", "verne-test", "verne-acceptance", "verne-production"];

/** Changes what every stack of verne says of its client. */
function retellClient(fleet: EditableFleet, edit: (client: Body) => void): void {
  for (const name of VERNE) edit(fleet.stack(name).model.client);
}

/** Changes what the street says of one of its networks. */
function zone(fleet: EditableFleet, name: string, stack = "verne-street") {
  return fleet.stack(stack).model.zones.find((candidate: { name: string }) => candidate.name === name);
}

describeRule("blocks-do-not-overlap", {
  judges: ["verne", "buurtbus", "zorgplein"],
  breaches: [
    {
      when: "a client has the block of another",
      change: (fleet) =>
        retellClient(fleet, (client) =>
          Object.assign(client, { networks: ["10.20.16.0/22", "2001:db8:2000::/48"] }),
        ),
      finds: ["verne"],
      saying: /block 10\.20\.16\.0\/22 overlaps 10\.20\.16\.0\/22 of buurtbus/,
    },
    {
      when: "a client's block lies in another site's",
      change: (fleet) =>
        retellClient(fleet, (client) => Object.assign(client, { networks: ["10.24.32.0/20"] })),
      finds: ["verne"],
      saying:
        /10\.24\.32\.0\/20 lies outside 10\.20\.0\.0\/14 and 2001:db8:2000::\/36, the streets of amsterdam/,
    },
    {
      when: "a client's block is an uplink",
      change: (fleet) =>
        retellClient(fleet, (client) => Object.assign(client, { networks: ["172.20.0.0/20"] })),
      finds: ["verne"],
      saying: /overlaps 172\.20\.0\.0\/20 of the uplink of amsterdam/,
    },
    {
      when: "a client's two blocks are one",
      change: (fleet) =>
        retellClient(fleet, (client) =>
          Object.assign(client, { networks: ["10.20.0.0/20", "10.20.8.0/22"] }),
        ),
      finds: ["verne"],
      saying: /10\.20\.8\.0\/22 overlaps 10\.20\.0\.0\/20 of verne/,
    },
  ],
  allows: [
    {
      when: "a client has another free block of its site",
      change: (fleet) =>
        retellClient(fleet, (client) => Object.assign(client, { networks: ["10.20.64.0/20"] })),
    },
  ],
});

describeRule("networks-do-not-overlap", {
  judges: ["verne/production", "verne/sync", "zorgplein/development"],
  breaches: [
    {
      when: "test reaches into development",
      change: (fleet) =>
        Object.assign(zone(fleet, "test"), { networks: ["10.20.0.0/22"], gateway: ["10.20.0.1"] }),
      finds: ["verne/test"],
      saying: /10\.20\.0\.0\/22 overlaps the network of verne\/development/,
    },
    {
      when: "the edge's own link is in another's block",
      change: (fleet) =>
        Object.assign(zone(fleet, "sync"), { networks: ["10.20.16.0/25"], gateway: ["10.20.16.1"] }),
      finds: ["verne/sync"],
      saying: /10\.20\.16\.0\/25 lies outside 10\.20\.0\.0\/20 and 2001:db8:2000::\/48, the blocks of verne/,
    },
  ],
});

describeRule("vlans-used-once", {
  judges: ["verne/production", "verne/sync", "zorgplein/production"],
  breaches: [
    {
      when: "a client has the VLAN of another",
      change(fleet) {
        const theirs = zone(fleet, "production", "buurtbus-street").vlan;
        Object.assign(zone(fleet, "test"), { vlan: theirs });
      },
      finds: ["verne/test"],
      saying: /VLAN 1035 is also that of buurtbus\/production/,
    },
    {
      when: "two stages have one VLAN",
      change: (fleet) => Object.assign(zone(fleet, "production"), { vlan: zone(fleet, "development").vlan }),
      finds: ["verne/production"],
      saying: /is also that of verne\/development/,
    },
  ],
  allows: [
    {
      when: "a client of another site has the same VLAN",
      change(fleet) {
        const theirs = zone(fleet, "production").vlan;
        if (zone(fleet, "production", "zorgplein-street").vlan !== theirs) throw new Error("not the same");
      },
    },
  ],
});

describeRule("one-address-one-server", {
  judges: ["verne-production/vsphere_virtual_machine.web_1", "verne/production/web", "verne"],
  breaches: [
    {
      when: "two servers have one address",
      change(fleet) {
        const { servers } = fleet.group("verne-production", "web");
        servers[1].interfaces[0].addresses[0] = servers[0].interfaces[0].addresses[0];
      },
      finds: ["verne-production/vsphere_virtual_machine.web_2"],
      saying: /10\.20\.7\.2 is also that of verne-production\/vsphere_virtual_machine\.web_1/,
    },
    {
      when: "a server has the address that moves",
      change: (fleet) =>
        Object.assign(fleet.group("verne-production", "web").servers[1].interfaces[0], {
          addresses: ["10.20.7.1"],
        }),
      finds: ["verne-production/vsphere_virtual_machine.web_2"],
      saying: /10\.20\.7\.1 is also that of verne\/production\/web/,
    },
    {
      when: "an edge has the router's address",
      change: (fleet) =>
        Object.assign(fleet.group("verne-street", "edge").servers[0].interfaces[0], {
          addresses: ["172.20.0.1"],
        }),
      finds: ["verne-street/vsphere_virtual_machine.edge_1"],
      saying: /172\.20\.0\.1 is also that of the router of amsterdam/,
    },
    {
      when: "a server has one address twice",
      change: (fleet) =>
        Object.assign(fleet.group("verne-production", "web").servers[0].interfaces[0], {
          addresses: ["10.20.7.2", "10.20.7.2"],
        }),
      finds: ["verne-production/vsphere_virtual_machine.web_1"],
      saying: /has 10\.20\.7\.2 twice/,
    },
    {
      when: "two clients have one public address",
      change(fleet) {
        const [address] = Object.values(fleet.stack("verne-street").model.client.publicAddresses);
        for (const name of fleet.stackNames.filter((stack) => stack.startsWith("zorgplein"))) {
          fleet.stack(name).model.client.publicAddresses = { production: address };
        }
      },
      finds: ["zorgplein"],
      saying: /203\.0\.113\.1\d is also that of verne/,
    },
  ],
});

describeRule("one-name-one-server", {
  judges: [
    "verne-production/vsphere_virtual_machine.web_1",
    "platform-alkmaar/vsphere_virtual_machine.vpn_1",
  ],
  breaches: [
    {
      when: "a server of one client is named as one of another",
      change(fleet) {
        fleet.group("zorgplein-production", "web").servers[0].name = "verne-production-web-1";
      },
      finds: ["zorgplein-production/vsphere_virtual_machine.web_1"],
      saying: /also the name of verne-production\/vsphere_virtual_machine\.web_1/,
    },
    {
      when: "names differ by their case alone",
      change(fleet) {
        fleet.group("verne-production", "web").servers[1].name = "Verne-Production-Web-1";
      },
      finds: ["verne-production/vsphere_virtual_machine.web_2"],
      saying: /also the name of/,
    },
  ],
});

describeRule("stacks-agree", {
  judges: ["verne-production", "verne-street", "platform-amsterdam"],
  breaches: [
    {
      when: "the edge takes production for another network",
      change: (fleet) => Object.assign(zone(fleet, "production"), { vlan: 1999 }),
      finds: ["verne-production"],
      saying: /verne-street has another network production/,
    },
    {
      when: "a stage takes its client for open to everybody",
      change(fleet) {
        fleet.stack("verne-test").model.client.exposure = "closed";
      },
      finds: ["verne-test"],
      saying: /says something else of verne than verne-street/,
    },
    {
      when: "a stage has a waiver that its street has not",
      change(fleet) {
        fleet.stack("verne-test").model.waivers = [
          {
            rule: "clean-stop",
            resource: "verne-test/vsphere_virtual_machine.web_1",
            reason: "stops by itself",
            owner: "Sanne Vermeer",
            ticket: "VERNE-1",
            until: "2027-06-30",
          },
        ];
      },
      finds: ["verne-test"],
      saying: /has other waivers than verne-street/,
    },
    {
      when: "a stack is taken for another",
      change(fleet) {
        fleet.stack("verne-test").model.stage = "production";
      },
      finds: ["verne-test"],
      saying: /named verne-test where verne-production belongs/,
    },
    {
      when: "a stage is in two networks",
      change(fleet) {
        fleet.stack("verne-test").model.zones.push(zone(fleet, "production"));
      },
      finds: ["verne-test"],
      saying: /in test, production, not in test alone/,
    },
    {
      when: "backups go to another site than the client says",
      change: (fleet) => retellClient(fleet, (client) => Object.assign(client, { backupSite: "amsterdam" })),
      finds: VERNE,
      saying: /backups go to amsterdam, not to alkmaar/,
    },
  ],
});
