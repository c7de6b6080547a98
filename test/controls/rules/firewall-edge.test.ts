import { describeRule } from "../support/rule-cases";
import { editFirewall, flow } from "../support/walls";

const PRODUCTION = "verne-production";
const STREET = "verne-street";
const DATABASE_1 = "verne-production/vsphere_virtual_machine.database_1";
const EDGE_1 = "verne-street/vsphere_virtual_machine.edge_1";

const onEdge = (change: (text: string) => string) => editFirewall(STREET, "edge_1", change);

describeRule("nat-as-declared", {
  judges: [DATABASE_1, EDGE_1],
  breaches: [
    {
      when: "a public port leads to a database",
      change: onEdge((text) => text.replace("dnat ip to 10.20.7.1 ", "dnat ip to 10.20.7.49 ")),
      finds: [EDGE_1],
      saying: /does not translate tcp\/443 of 203\.0\.113\.10 from ens192 to 10\.20\.7\.1/,
    },
    {
      when: "a public port more leads in",
      change: onEdge((text) =>
        text.replace(/(\t\tiifname "ens192" ip daddr 203\.0\.113\.10 tcp dport )443([^\n]*\n)/, "$&$180$2"),
      ),
      finds: [EDGE_1],
      saying: /translates tcp\/80 .* nobody declared/,
    },
    {
      when: "a public port leads in from any card",
      change: onEdge((text) =>
        text.replace('iifname "ens192" ip daddr 203.0.113.10', 'iifname "ens256" ip daddr 203.0.113.10'),
      ),
      finds: [EDGE_1],
      saying: /from ens192/,
    },
    {
      when: "acceptance goes out as production",
      change: onEdge((text) => text.replace("snat ip to 203.0.113.11", "snat ip to 203.0.113.10")),
      finds: [EDGE_1],
      saying: /as 203\.0\.113\.11/,
    },
    {
      when: "a stage's packets to the site are translated as well",
      change: onEdge((text) =>
        text.replace(/elements = \{ 1\.0\.0\.0-9\.255\.255\.255/g, "elements = { 1.0.0.0-10.255.255.255"),
      ),
      finds: [EDGE_1],
      saying: /does not translate|cannot be judged/,
    },
    {
      when: "a service is no more for visitors and its port still leads in",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").from = { kind: "vpn" };
      },
      finds: [EDGE_1, "verne-street/vsphere_virtual_machine.edge_2"],
      saying: /nobody declared/,
    },
    {
      when: "a client has another public address",
      change: (fleet) => {
        fleet.stack(PRODUCTION).model.client.publicAddresses.production = "203.0.113.12";
      },
      finds: [EDGE_1, "verne-street/vsphere_virtual_machine.edge_2"],
      saying: /203\.0\.113\.12/,
    },
  ],
});

describeRule("spoofing-refused", {
  judges: [EDGE_1, "buurtbus-street/vsphere_virtual_machine.edge_2"],
  breaches: [
    {
      when: "a leg takes packets of any network",
      change: onEdge((text) => text.replace(/\t\tiifname "ens225" ip saddr != [^\n]*\n/, "")),
      finds: [EDGE_1],
      saying: /does not drop what comes by ens225 from outside 10\.20\.6\.0-10\.20\.7\.255 in IPv4/,
    },
    {
      when: "a leg takes packets of any network in IPv6",
      change: onEdge((text) => text.replace(/\t\tiifname "ens225" ip6 saddr != [^\n]*\n/, "")),
      finds: [EDGE_1],
      saying: /in IPv6/,
    },
    {
      when: "a leg takes packets of another stage's network",
      change: onEdge((text) =>
        text.replace('iifname "ens256" ip saddr != @a1v4', 'iifname "ens256" ip saddr != @a3v4'),
      ),
      finds: [EDGE_1],
      saying: /by ens256/,
    },
    {
      when: "what comes from outside may say it is the client's",
      change: onEdge((text) => text.replace(/\t\tiifname "ens192" ip saddr [^\n]*forged source"\n/, "")),
      finds: [EDGE_1],
      saying: /by ens192 from inside 10\.20\.0\.0-10\.20\.15\.255/,
    },
    {
      when: "a stage without servers is not guarded",
      change: editFirewall("buurtbus-street", "edge_2", (text) =>
        text.replace(/\t\tiifname "ens161" ip saddr != [^\n]*\n/, ""),
      ),
      finds: ["buurtbus-street/vsphere_virtual_machine.edge_2"],
      saying: /by ens161/,
    },
  ],
});

describeRule("closed-from-the-first-boot", {
  judges: [DATABASE_1, EDGE_1, "platform-amsterdam/vsphere_virtual_machine.vpn_1"],
  breaches: [
    {
      when: "a server begins open",
      change: (fleet) =>
        fleet
          .machine(PRODUCTION, "database_1")
          .file("/etc/nftables.conf", (text) => text.replace("policy drop", "policy accept")),
      finds: [DATABASE_1],
      saying: /\/etc\/nftables\.conf is not closed for input/,
    },
    {
      when: "a server that cannot load its firewall lets errors through",
      change: (fleet) =>
        fleet
          .machine(PRODUCTION, "database_1")
          .file("/etc/straat/closed.nft", (text) =>
            text.replace(
              '\t\toifname "lo" accept\n',
              '\t\toifname "lo" accept\n\t\tct state vmap { established : accept, related : accept, invalid : drop }\n',
            ),
          ),
      finds: [DATABASE_1],
      saying: /closed\.nft is not closed for output/,
    },
    {
      when: "a server that cannot load its firewall does not hear itself",
      change: (fleet) =>
        fleet
          .machine(PRODUCTION, "database_1")
          .file("/etc/straat/closed.nft", (text) => text.replace('\t\tiifname "lo" accept\n', "")),
      finds: [DATABASE_1],
      saying: /keeps a server from speaking with itself \(input\)/,
    },
    {
      when: "an edge that cannot load its firewall passes everything on",
      change: (fleet) =>
        fleet
          .machine(STREET, "edge_1")
          .file("/etc/straat/closed.nft", (text) =>
            text.replace(/\tchain straat_forward \{\n[^\n]*\n\t\}\n/, ""),
          ),
      finds: [EDGE_1],
      saying: /has no chain for forward/,
    },
    {
      when: "a server has nothing to load before it is told",
      change: (fleet) => fleet.machine(PRODUCTION, "database_1").file("/etc/nftables.conf", () => undefined),
      finds: [DATABASE_1],
      saying: /\/etc\/nftables\.conf is not there/,
    },
  ],
});
