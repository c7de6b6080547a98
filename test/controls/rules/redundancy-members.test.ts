import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const WEB = "verne/production/web";
const HOSTS = "vsphere_compute_cluster_vm_anti_affinity_rule.web_apart-hosts";
const STORES = "vsphere_datastore_cluster_vm_anti_affinity_rule.web_apart-datastores";
const inVerne = (fleet: EditableFleet, address: string) => fleet.resource("verne-production", address);

/** One member fewer in the model file and in the output. */
function dropLast(fleet: EditableFleet, stack: string, group: string): void {
  const { servers } = fleet.group(stack, group);
  fleet.drop(stack, servers.pop().address);
}

describeRule("enough-members", {
  judges: [WEB, "verne/development/cache", "verne/street/edge"],
  breaches: [
    {
      when: "a group in production is left with one",
      change: (fleet) => dropLast(fleet, "verne-production", "web"),
      finds: [WEB],
      saying: /has 1 of the 2 members/,
    },
    {
      when: "a group in acceptance is left with one",
      change: (fleet) => dropLast(fleet, "verne-acceptance", "cache"),
      finds: ["verne/acceptance/cache"],
      saying: /has 1 of the 2/,
    },
    {
      when: "an edge is left with one",
      change: (fleet) => dropLast(fleet, "verne-street", "edge"),
      finds: ["verne/street/edge"],
      saying: /has 1 of the 2/,
    },
    {
      when: "two members are one machine",
      change(fleet) {
        const { servers } = fleet.group("verne-production", "web");
        servers[1].address = servers[0].address;
      },
      finds: [WEB],
      saying: /has 1 of the 2/,
    },
  ],
  allows: [
    {
      when: "a group in development has one",
      change: (fleet) => dropLast(fleet, "verne-development", "web"),
    },
  ],
});

describeRule("odd-number-of-votes", {
  judges: ["zorgplein/production/search", "zorgplein/development/search"],
  breaches: [
    {
      when: "two are left",
      change: (fleet) => dropLast(fleet, "zorgplein-production", "search"),
      finds: ["zorgplein/production/search"],
      saying: /2 servers vote, which is an even number/,
    },
    {
      when: "one is left in production",
      change: (fleet) => void fleet.group("zorgplein-production", "search").servers.splice(1),
      finds: ["zorgplein/production/search"],
      saying: /1 of the 3/,
    },
    {
      when: "a group of two says that it votes",
      change(fleet) {
        fleet.group("verne-production", "web").quorum = true;
      },
      finds: [WEB],
      saying: /2 servers vote/,
    },
  ],
  allows: [
    {
      when: "one alone votes in development",
      change: (fleet) => void fleet.group("zorgplein-development", "search").servers.splice(1),
    },
  ],
});

describeRule("members-on-different-hosts", {
  judges: [WEB, "zorgplein/production/search", "verne/street/edge"],
  breaches: [
    {
      when: "a member is left out of the rule",
      change: (fleet) => void inVerne(fleet, HOSTS).virtual_machine_ids.pop(),
      finds: [WEB],
      saying: /web_apart-hosts does not name vsphere_virtual_machine.web_2/,
    },
    {
      when: "the rule is gone",
      change: (fleet) => fleet.drop("verne-production", HOSTS),
      finds: [WEB],
      saying: /nothing keeps its 2 members on different hosts/,
    },
    {
      when: "the rule is off",
      change(fleet) {
        inVerne(fleet, HOSTS).enabled = false;
      },
      finds: [WEB],
      saying: /is not enabled/,
    },
    {
      when: "the rule is advice",
      change(fleet) {
        inVerne(fleet, HOSTS).mandatory = false;
      },
      finds: [WEB],
      saying: /is not mandatory/,
    },
    {
      when: "the rule does not say whether it is mandatory",
      change: (fleet) => void delete inVerne(fleet, HOSTS).mandatory,
      finds: [WEB],
      saying: /mandatory is not there/,
    },
    {
      when: "another rule keeps members together",
      change(fleet) {
        const { terraform } = fleet.stack("verne-production");
        const both = structuredClone(inVerne(fleet, HOSTS));
        terraform.resource.vsphere_compute_cluster_vm_affinity_rule = { together: both };
      },
      finds: [WEB],
      saying: /affinity_rule\.together keeps .*web_1 and .*web_2 on one host/,
    },
    {
      when: "a group has more members than its site has hosts",
      change(fleet) {
        fleet.stack("verne-production").model.site.hosts = ["esx1.ams.example.nl"];
      },
      finds: [WEB, "verne/production/cache", "verne/production/database"],
      saying: /amsterdam has 1 hosts for its 2 members/,
    },
    {
      when: "the rule is for what is no cluster",
      change(fleet) {
        inVerne(fleet, HOSTS).compute_cluster_id = "${data.vsphere_datacenter.site_datacenter.id}";
      },
      finds: [WEB, "verne/production/cache", "verne/production/database"],
      saying: /site_datacenter is not a vsphere_compute_cluster/,
    },
  ],
  allows: [
    {
      when: "members stand in another order",
      change: (fleet) => void inVerne(fleet, HOSTS).virtual_machine_ids.reverse(),
    },
  ],
});

const SEARCH = "zorgplein/production/search";

describeRule("members-on-different-datastores", {
  judges: [WEB, SEARCH, "verne/street/edge"],
  breaches: [
    {
      when: "the rule in the datastore cluster is gone",
      change: (fleet) => fleet.drop("verne-production", STORES),
      finds: [WEB],
      saying: /nothing keeps its 2 members on different datastores/,
    },
    {
      when: "the rule is off",
      change(fleet) {
        inVerne(fleet, STORES).enabled = false;
      },
      finds: [WEB],
      saying: /is not enabled/,
    },
    {
      when: "a member is moved to the datastore of another",
      change(fleet) {
        const [one, two] = ["search_1", "search_2"].map(
          (name) => fleet.machine("zorgplein-production", name).body,
        );
        (two as { datastore_id: string }).datastore_id = one?.["datastore_id"];
      },
      finds: [SEARCH],
      saying: /search_1 and vsphere_virtual_machine\.search_2 are both on alk-/,
    },
    {
      when: "two datastores have one name",
      change(fleet) {
        for (const name of ["alk-pure1", "alk-pure2"]) {
          fleet.resource("zorgplein-production", `data.vsphere_datastore.site_datastore-${name}`).name =
            "alk-pure";
        }
      },
      finds: ["zorgplein/production/database", SEARCH],
      saying: /are both on alk-pure/,
    },
    {
      when: "a member names no datastore",
      change: (fleet) => void delete fleet.machine("zorgplein-production", "web_1").body["datastore_id"],
      finds: ["zorgplein/production/web"],
      saying: /refers to nothing/,
    },
  ],
});

describeRule("members-change-one-at-a-time", {
  judges: [WEB, SEARCH, "verne/street/edge"],
  breaches: [
    {
      when: "the second does not wait for the first",
      change: (fleet) => void delete inVerne(fleet, "vsphere_virtual_machine.web_2").depends_on,
      finds: [WEB],
      saying: /neither of .*web_1 and .*web_2 waits for the other/,
    },
    {
      when: "the third waits for the first, and not for the second",
      change(fleet) {
        const { body } = fleet.machine("zorgplein-production", "search_3");
        body["depends_on"] = ["vsphere_virtual_machine.search_1"];
      },
      finds: [SEARCH],
      saying: /neither of .*search_2 and .*search_3/,
    },
    {
      when: "the second waits for something else",
      change(fleet) {
        inVerne(fleet, "vsphere_virtual_machine.web_2")["depends_on"] = ["vsphere_virtual_machine.cache_1"];
      },
      finds: [WEB],
      saying: /neither of/,
    },
  ],
  allows: [
    {
      when: "the first waits for the second instead",
      change(fleet) {
        delete inVerne(fleet, "vsphere_virtual_machine.web_2").depends_on;
        inVerne(fleet, "vsphere_virtual_machine.web_1")["depends_on"] = ["vsphere_virtual_machine.web_2"];
      },
    },
  ],
});

describeRule("members-alike", {
  judges: [WEB, SEARCH, "verne/street/edge"],
  breaches: [
    {
      when: "one has less memory",
      change(fleet) {
        fleet.machine("verne-production", "web_2").body["memory"] = 4096;
      },
      finds: [WEB],
      saying: /web_2 has another memory than vsphere_virtual_machine\.web_1/,
    },
    {
      when: "one has a tag less",
      change: (fleet) => void fleet.machine("verne-production", "web_2").body["tags"].pop(),
      finds: [WEB],
      saying: /another tags/,
    },
    {
      when: "one is told of other walls",
      change: (fleet) =>
        fleet
          .machine("verne-street", "edge_2")
          .document("firewall", (text) => text.replace("drop", "accept")),
      finds: ["verne/street/edge"],
      saying: /another guestinfo\.straat\.firewall/,
    },
    {
      when: "one misses a setting",
      change(fleet) {
        delete fleet.machine("verne-production", "web_2").body["extra_config"]["guestinfo.straat.logs"];
      },
      finds: [WEB],
      saying: /another guestinfo\.straat\.logs/,
    },
    {
      when: "one says something that the other does not",
      change(fleet) {
        fleet.machine("verne-production", "web_2").body["cpu_limit"] = 500;
      },
      finds: [WEB],
      saying: /another cpu_limit/,
    },
  ],
  allows: [
    {
      when: "one has a first boot of its own, of which another rule tells",
      change: (fleet) => {
        fleet
          .machine("verne-production", "web_2")
          .guestinfo("userdata", (text) => text.replace("Etc/UTC", "Etc/GMT"));
      },
    },
    {
      when: "one was replaced",
      change(fleet) {
        fleet.machine("verne-production", "web_2").body["replace_trigger"] = "generation 2";
      },
    },
  ],
});
