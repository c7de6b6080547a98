import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const WEB_1 = "verne-production/vsphere_virtual_machine.web_1";
const EDGE_1 = "verne-street/vsphere_virtual_machine.edge_1";
const VPN_1 = "platform-amsterdam/vsphere_virtual_machine.vpn_1";
const web = (fleet: EditableFleet): Body => fleet.machine("verne-production", "web_1").body;

/** Changes what a server is told of itself. */
function retell(
  fleet: EditableFleet,
  edit: (text: string) => string,
  [stack, name] = ["verne-production", "web_1"],
) {
  fleet.machine(stack as string, name as string).guestinfo("metadata", edit);
}

describeRule("servers-have-their-addresses", {
  judges: [WEB_1, EDGE_1, VPN_1, "verne-development/vsphere_virtual_machine.cache_1"],
  breaches: [
    {
      when: "a server is told another's address",
      change: (fleet) => retell(fleet, (text) => text.replace("10.20.7.2/", "10.20.7.3/")),
      finds: [WEB_1],
      saying: /is told 10\.20\.7\.3\/23, .* in production, and is at 10\.20\.7\.2\/23/,
    },
    {
      when: "a server takes its network for a larger one",
      change: (fleet) => retell(fleet, (text) => text.replace("10.20.7.2/23", "10.20.7.2/16")),
      finds: [WEB_1],
      saying: /10\.20\.7\.2\/16/,
    },
    {
      when: "a server takes what others offer",
      change: (fleet) => retell(fleet, (text) => text.replace('"accept-ra":false', '"accept-ra":true')),
      finds: [WEB_1],
      saying: /takes addresses that others give out/,
    },
    {
      when: "a server has no way out in one family",
      change: (fleet) => retell(fleet, (text) => text.replace(/,\{"to":"::\/0","via":"[^"]+"\}/, "")),
      finds: [WEB_1],
      saying: /no way out of production in IPv6/,
    },
    {
      when: "an edge has a way out through a stage",
      change: (fleet) =>
        retell(
          fleet,
          (text) =>
            text.replace(
              '"addresses":["10.20.6.2/23"',
              '"routes":[{"to":"0.0.0.0/0","via":"10.20.6.9"}],"addresses":["10.20.6.2/23"',
            ),
          ["verne-street", "edge_1"],
        ),
      finds: [EDGE_1],
      saying: /a way out of production beside its own/,
    },
    {
      when: "a server is told of a card too many",
      change: (fleet) =>
        retell(fleet, (text) =>
          text.replace(
            '"ethernets":{',
            '"ethernets":{"ens224":{"dhcp4":false,"dhcp6":false,"accept-ra":false,"addresses":["10.20.1.5/23"]},',
          ),
        ),
      finds: [WEB_1],
      saying: /card ens224 that is not declared/,
    },
    {
      when: "a server is told nothing of a card",
      change: (fleet) =>
        retell(fleet, (text) => text.replace("ens193", "ens999"), ["verne-street", "edge_1"]),
      finds: [EDGE_1],
      saying: /card ens999 that is not declared/,
    },
    {
      when: "nobody says how what it is told is packed",
      change: (fleet) => void delete web(fleet)["extra_config"]["guestinfo.metadata.encoding"],
      finds: [WEB_1],
      saying: /is not said to be gzip\+base64/,
    },
    {
      when: "the model file has a server outside its network",
      change(fleet) {
        fleet.group("verne-production", "web").servers[0].interfaces[0].addresses[0] = "10.20.99.99";
      },
      finds: [WEB_1],
      saying: /10\.20\.99\.99 is outside 10\.20\.6\.0\/23/,
    },
  ],
});

describeRule("cards-in-own-network", {
  judges: [WEB_1, EDGE_1, VPN_1],
  breaches: [
    {
      when: "a server of production is in test's network",
      change: (fleet) =>
        Object.assign(
          fleet.resource("verne-production", "data.vsphere_network.site_network-verne-production"),
          {
            name: "verne-test",
          },
        ),
      finds: ["web_1", "web_2", "cache_1", "cache_2", "database_1", "database_2"].map(
        (name) => `verne-production/vsphere_virtual_machine.${name}`,
      ),
      saying: /card 1 is in verne-test where verne-production belongs/,
    },
    {
      when: "an edge's cards are swapped",
      change: (fleet) => void fleet.machine("verne-street", "edge_1").body["network_interface"].reverse(),
      finds: [EDGE_1],
      saying: /card 1 is in verne-production where ams-uplink belongs/,
    },
    {
      when: "a server has a second card",
      change: (fleet) => void web(fleet)["network_interface"].push(web(fleet)["network_interface"][0]),
      finds: [WEB_1],
      saying: /has 2 cards, and the model file says 1/,
    },
    {
      when: "a server has no card",
      change: (fleet) => void delete web(fleet)["network_interface"],
      finds: [WEB_1],
      saying: /has no network card/,
    },
    {
      when: "a server's card is of another kind",
      change: (fleet) => Object.assign(web(fleet)["network_interface"][0], { adapter_type: "e1000" }),
      finds: [WEB_1],
      saying: /card 1 is a e1000/,
    },
    {
      when: "a network of that name is looked up in any data centre",
      change: (fleet) =>
        void delete fleet.resource("platform-amsterdam", "data.vsphere_network.site_network-ams-uplink")
          .datacenter_id,
      finds: [VPN_1, "platform-amsterdam/vsphere_virtual_machine.backup_1"],
      saying: /refers to nothing/,
    },
    {
      when: "a network of that name is looked up on any switch",
      change: (fleet) =>
        void delete fleet.resource("platform-amsterdam", "data.vsphere_network.site_network-ams-uplink")
          .distributed_virtual_switch_uuid,
      finds: [VPN_1, "platform-amsterdam/vsphere_virtual_machine.backup_1"],
      saying: /refers to nothing/,
    },
    {
      when: "the model file itself puts a server on the uplink",
      change(fleet) {
        const group = fleet.group("verne-production", "web");
        group.servers[0].interfaces[0].zone = "uplink";
      },
      finds: [WEB_1],
      saying: /on the uplink, where only edges and gateways belong/,
    },
    {
      when: "a machine added by hand is on a network of its own",
      change(fleet) {
        const { terraform } = fleet.stack("verne-production");
        const card = { network_id: "${data.vsphere_network.management.id}", adapter_type: "vmxnet3" };
        const known = terraform.data.vsphere_network["site_network-verne-production"];
        terraform.data.vsphere_network.management = { ...known, name: "management" };
        terraform.resource.vsphere_virtual_machine.jumphost = { ...web(fleet), network_interface: [card] };
      },
      finds: ["verne-production/vsphere_virtual_machine.jumphost"],
      saying: /card 1 is in management where verne-production belongs/,
    },
  ],
});

describeRule("names-say-whose", {
  judges: [
    WEB_1,
    EDGE_1,
    VPN_1,
    "verne-production/vsphere_compute_cluster_vm_anti_affinity_rule.web_apart-hosts",
  ],
  breaches: [
    {
      when: "a server of production is named as development's",
      change: (fleet) => Object.assign(web(fleet), { name: "verne-development-web-1" }),
      finds: [WEB_1],
      saying: /its name is verne-development-web-1/,
    },
    {
      when: "a rule says nothing",
      change(fleet) {
        const address = "vsphere_datastore_cluster_vm_anti_affinity_rule.web_apart-datastores";
        fleet.resource("verne-production", address).name = "apart";
      },
      finds: ["verne-production/vsphere_datastore_cluster_vm_anti_affinity_rule.web_apart-datastores"],
      saying: /its name is apart/,
    },
    {
      when: "a gateway is named after the other site",
      change: (fleet) =>
        Object.assign(fleet.machine("platform-amsterdam", "vpn_1").body, { name: "vpn-alkmaar-1" }),
      finds: [VPN_1],
      saying: /vpn-alkmaar-1/,
    },
  ],
});
