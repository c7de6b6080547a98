import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const WEB = "verne/production/web";
const EDGE = "verne/street/edge";
const CACHE = "verne/development/cache";

/** Tells all members of a group something else of their moving addresses. */
function retell(fleet: EditableFleet, stack: string, group: string, edit: (text: string) => string): void {
  for (const { member } of fleet.group(stack, group).servers) {
    fleet.machine(stack, `${group}_${member}`).document("keepalived", edit);
  }
}

describeRule("floating-address", {
  judges: [WEB, EDGE, CACHE, "zorgplein/production/search"],
  breaches: [
    {
      when: "a member is not told of it",
      change(fleet) {
        delete fleet.machine("verne-production", "web_2").body["extra_config"]["guestinfo.straat.keepalived"];
      },
      finds: [WEB],
      saying: /keepalived is not there/,
    },
    {
      when: "the group has no address that moves",
      change(fleet) {
        fleet.group("verne-production", "web").virtual = [];
      },
      finds: [WEB],
      saying: /no address that moves in production/,
    },
    {
      when: "another address moves",
      change: (fleet) =>
        retell(fleet, "verne-production", "web", (text) => text.replace("10.20.7.1/32", "10.20.7.9/32")),
      finds: [WEB],
      saying: /10\.20\.7\.9 moves, and is not the group's/,
    },
    {
      when: "a member speaks from an address that is not its own",
      change: (fleet) =>
        retell(fleet, "verne-production", "web", (text) => text.replaceAll("10.20.7.3", "10.20.7.4")),
      finds: [WEB],
      saying: /web-2 speaks from 10\.20\.7\.4 in production_v4, and is at 10\.20\.7\.3/,
    },
    {
      when: "members are others than the group's",
      change: (fleet) =>
        retell(fleet, "verne-production", "web", (text) => text.replaceAll("web-2 ", "www-2 ")),
      finds: [WEB],
      saying: /www-2 of production_v4 is no member/,
    },
    {
      when: "a member does not heed another",
      change: (fleet) =>
        retell(fleet, "verne-production", "web", (text) =>
          text.replace("\t\t@^verne-production-web-2 10.20.7.3 min_ttl 255 max_ttl 255\n", ""),
        ),
      finds: [WEB],
      saying: /does not have for each host all others as peers/,
    },
    {
      when: "it is on another card",
      change: (fleet) => retell(fleet, "verne-street", "edge", (text) => text.replaceAll("ens256", "ens224")),
      finds: [EDGE],
      saying: /development_v4 is on the card ens224, and development is on ens256/,
    },
    {
      when: "one family moves without the other",
      change: (fleet) =>
        retell(fleet, "verne-production", "web", (text) => text.replace("\t\tproduction_v6\n", "")),
      finds: [WEB],
      saying: /production_v6 moves without the others/,
    },
    {
      when: "members have to listen on what nobody asks for",
      change: (fleet) =>
        retell(fleet, "verne-production", "web", (text) => text.replace("listens 443", "listens 80")),
      finds: [WEB],
      saying: /listen on 80, and are asked on 443/,
    },
    {
      when: "a member that does not listen keeps the address",
      change: (fleet) =>
        retell(fleet, "verne-production", "web", (text) =>
          text.replaceAll("\tpriority", "\tnopreempt\n\tpriority"),
        ),
      finds: [WEB],
      saying: /keeps the address in production_v4/,
    },
    {
      when: "a member of an edge that comes back interrupts the other",
      change: (fleet) => retell(fleet, "verne-street", "edge", (text) => text.replace("\tnopreempt\n", "")),
      finds: [EDGE],
      saying: /comes back interrupts the other in uplink_v4/,
    },
    {
      when: "members of an edge are equals",
      change: (fleet) =>
        retell(fleet, "verne-street", "edge", (text) => text.replaceAll("priority 100", "priority 200")),
      finds: [EDGE],
      saying: /no member goes first/,
    },
    {
      when: "an edge is not at the gateway of a stage",
      change(fleet) {
        const cards = fleet.group("verne-street", "edge").virtual;
        cards[1].addresses[0] = "10.20.0.4";
      },
      finds: [EDGE],
      saying: /not at 10\.20\.0\.1 and 2001:db8:2000::1, the gateway of development/,
    },
    {
      when: "a group of one has another address",
      change: (fleet) =>
        retell(fleet, "verne-development", "cache", (text) => text.replace(/10\.20\.1\.129/g, "10.20.1.77")),
      finds: [CACHE],
      saying: /has 10\.20\.1\.77 on ens192/,
    },
  ],
});

describeRule("router-ids-differ", {
  judges: [WEB, EDGE],
  breaches: [
    {
      when: "a group takes the number of another",
      change(fleet) {
        // The number of the group that was declared before it.
        retell(fleet, "verne-production", "cache", (text) =>
          text.replaceAll(/router_id \d+/g, "router_id 165"),
        );
      },
      finds: ["verne/production/cache"],
      saying: /number 165 in production together with verne\/production\/web/,
    },
  ],
  allows: [
    {
      when: "a group takes a free number",
      change: (fleet) =>
        retell(fleet, "verne-production", "cache", (text) =>
          text.replaceAll(/router_id \d+/g, "router_id 250"),
        ),
    },
  ],
});

describeRule("connections-outlive-a-member", {
  judges: [EDGE, "zorgplein/street/edge"],
  breaches: [
    {
      when: "members tell each other nothing",
      change: (fleet) =>
        retell(fleet, "verne-street", "edge", (text) => text.slice(0, text.indexOf("=== conntrackd"))),
      finds: [EDGE],
      saying: /do not tell each other of connections/,
    },
    {
      when: "they tell on another port",
      change: (fleet) =>
        retell(fleet, "verne-street", "edge", (text) => text.replace("Port 3780", "Port 3781")),
      finds: [EDGE],
      saying: /tell on port 3781/,
    },
    {
      when: "they tell over a stage's network",
      change: (fleet) =>
        retell(fleet, "verne-street", "edge", (text) => text.replace("Interface ens224", "Interface ens256")),
      finds: [EDGE],
      saying: /tells over ens256, and its link is ens224/,
    },
    {
      when: "one tells itself",
      change: (fleet) =>
        retell(fleet, "verne-street", "edge", (text) =>
          text.replace("Destination_Address 10.20.8.3", "Destination_Address 10.20.8.2"),
        ),
      finds: [EDGE],
      saying: /edge-1 tells 10\.20\.8\.2, and its peer is at 10\.20\.8\.3/,
    },
    {
      when: "one tells from another address",
      change: (fleet) =>
        retell(fleet, "verne-street", "edge", (text) =>
          text.replace("\tIPv4_address 10.20.8.2", "\tIPv4_address 10.20.8.9"),
        ),
      finds: [EDGE],
      saying: /edge-1 tells from 10\.20\.8\.9/,
    },
    {
      when: "connections of a member itself are told",
      change: (fleet) =>
        retell(fleet, "verne-street", "edge", (text) => text.replace("\t\t\tIPv4_address 172.20.0.18\n", "")),
      finds: [EDGE],
      saying: /172\.20\.0\.18 itself are told/,
    },
  ],
});
