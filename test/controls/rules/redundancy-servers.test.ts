import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { type Breach, describeRule } from "../support/rule-cases";

const WEB_1 = "verne-production/vsphere_virtual_machine.web_1";
const DATABASE_1 = "verne-production/vsphere_virtual_machine.database_1";
const server = (fleet: EditableFleet, name = "web_1", stack = "verne-production"): Body =>
  fleet.machine(stack, name).body;

/** A breach that sets one attribute of a server, or takes it away. */
function having(attribute: string, value: unknown, saying: RegExp, finds = WEB_1): Breach {
  return {
    when: `${attribute} is ${JSON.stringify(value) ?? "gone"}`,
    change(fleet) {
      const name = finds.slice(finds.lastIndexOf(".") + 1);
      if (value === undefined) delete server(fleet, name)[attribute];
      else server(fleet, name)[attribute] = value;
    },
    finds: [finds],
    saying,
  };
}

describeRule("every-server-is-made", {
  judges: [
    WEB_1,
    "verne-street/vsphere_virtual_machine.edge_2",
    "platform-alkmaar/vsphere_virtual_machine.vpn_1",
  ],
  breaches: [
    {
      when: "a server is taken out",
      change: (fleet) => fleet.drop("verne-production", "vsphere_virtual_machine.web_1"),
      finds: [WEB_1],
      saying: /web_1 is declared and not made/,
    },
    having(
      "name",
      "verne-production-www-1",
      /name is verne-production-www-1, and the model file says verne-production-web-1/,
    ),
    having("num_cpus", 1, /num_cpus is 1, and the model file says 4/),
    having("memory", 1024, /memory is 1024/),
    having("replace_trigger", undefined, /replace_trigger is not there/),
    having("replace_trigger", "generation 2", /replace_trigger is generation 2/),
    having("disk", [{ label: "system", size: 16, unit_number: 0 }], /system disk is 16 GiB/),
    having(
      "disk",
      [{ label: "root", size: 32, unit_number: 0 }],
      /labelled root, so Terraform makes it anew/,
    ),
    having("disk", [], /0 disks in the place of the system's/),
    {
      when: "the model file has a server twice",
      change(fleet) {
        const { servers } = fleet.group("verne-production", "cache");
        servers[1].address = "vsphere_virtual_machine.cache_1";
      },
      finds: ["verne-production/vsphere_virtual_machine.cache_1"],
      saying: /2 servers of the model file are this one machine/,
    },
  ],
});

describeRule("every-machine-is-declared", {
  judges: [WEB_1, "platform-amsterdam/vsphere_virtual_machine.backup_1"],
  breaches: [
    {
      when: "a machine is added by hand",
      change(fleet) {
        const { terraform } = fleet.stack("verne-production");
        terraform.resource.vsphere_virtual_machine.jumphost = { ...server(fleet), name: "jumphost" };
      },
      finds: ["verne-production/vsphere_virtual_machine.jumphost"],
      saying: /knows no vsphere_virtual_machine\.jumphost/,
    },
    {
      when: "a group is forgotten in the model file",
      change: (fleet) => void fleet.stack("platform-amsterdam").model.groups.pop(),
      finds: ["platform-amsterdam/vsphere_virtual_machine.backup_1"],
      saying: /knows no vsphere_virtual_machine\.backup_1/,
    },
  ],
});

const SEARCH_1 = "zorgplein-production/vsphere_virtual_machine.search_1";

describeRule("disks-where-declared", {
  judges: [WEB_1, SEARCH_1, "platform-alkmaar/vsphere_virtual_machine.backup_1"],
  breaches: [
    having("datastore_id", "${data.vsphere_datastore_cluster.site_storage.id}", /names a datastore too/),
    having("datastore_cluster_id", undefined, /refers to nothing/),
    {
      when: "the datastore cluster is another",
      change(fleet) {
        fleet.resource("verne-street", "data.vsphere_datastore_cluster.site_storage").name = "ams-slow";
      },
      finds: ["verne-street/vsphere_virtual_machine.edge_1", "verne-street/vsphere_virtual_machine.edge_2"],
      saying: /in ams-slow, and the storage of amsterdam is ams-flash/,
    },
    {
      when: "a server is on another datastore than the model file says",
      change(fleet) {
        fleet.group("zorgplein-production", "search").servers[0].datastore = "alk-old";
      },
      finds: [SEARCH_1],
      saying: /and the model file says alk-old/,
    },
    {
      when: "a server is on what is no datastore of the site",
      change(fleet) {
        const { model } = fleet.stack("platform-alkmaar");
        model.site.storage.names = ["alk-pure1"];
      },
      finds: ["platform-alkmaar/vsphere_virtual_machine.backup_1"],
      saying: /alk-tintri1 is not a datastore of alkmaar/,
    },
    {
      when: "one disk is somewhere else",
      change(fleet) {
        server(fleet, "database_1")["disk"][1].datastore_id = "datastore-12";
      },
      finds: [DATABASE_1],
      saying: /data is a disk with a datastore of its own/,
    },
  ],
});

describeRule("data-disk-kept", {
  judges: [WEB_1, DATABASE_1, "platform-alkmaar/vsphere_virtual_machine.backup_1"],
  breaches: [
    {
      when: "a data disk is smaller than declared",
      change(fleet) {
        server(fleet, "database_1")["disk"][1].size -= 1;
      },
      finds: [DATABASE_1],
      saying: /the disk data has \d+ GiB, where \d+ are declared/,
    },
    {
      when: "the data disk goes with its server",
      change(fleet) {
        server(fleet, "database_1")["disk"][1].keep_on_remove = false;
      },
      finds: [DATABASE_1],
      saying: /disk data is deleted with the server/,
    },
    {
      when: "nothing says that the data disk is kept",
      change: (fleet) => void delete server(fleet, "database_1")["disk"][1].keep_on_remove,
      finds: [DATABASE_1],
      saying: /keep_on_remove is not true/,
    },
    {
      when: "the data disk has no size",
      change: (fleet) => void delete server(fleet, "database_1")["disk"][1].size,
      finds: [DATABASE_1],
      saying: /size is not there/,
    },
    {
      when: "the data disk is gone",
      change: (fleet) => void server(fleet, "database_1")["disk"].pop(),
      finds: [DATABASE_1],
      saying: /holds data, and it has no data disk/,
    },
    {
      when: "a group without data has a disk for it",
      change: (fleet) =>
        void server(fleet)["disk"].push({ label: "data", unit_number: 1, size: 10, keep_on_remove: true }),
      finds: [WEB_1],
      saying: /has disks that its group does not declare: data/,
    },
    {
      when: "the model file forgets that a group holds data",
      change(fleet) {
        fleet.group("platform-amsterdam", "backup").data = false;
      },
      finds: ["platform-amsterdam/vsphere_virtual_machine.backup_1"],
      saying: /does not declare: data/,
    },
  ],
});

describeRule("first-boot-is-frozen", {
  judges: [WEB_1, "verne-street/vsphere_virtual_machine.edge_1"],
  breaches: [
    having("lifecycle", undefined, /a change of clone is not ignored/),
    having("extra_config_reboot_required", true, /restarts it/),
    having("extra_config_reboot_required", undefined, /is not there/),
    {
      when: "a change of the user data restarts it",
      change(fleet) {
        const { lifecycle } = server(fleet);
        lifecycle.ignore_changes = lifecycle.ignore_changes.filter(
          (key: string) => !key.includes('userdata"'),
        );
      },
      finds: [WEB_1],
      saying: /a change of extra_config\["guestinfo\.userdata"\] is not ignored/,
    },
    {
      when: "changes of its walls are ignored",
      change: (fleet) =>
        void server(fleet)["lifecycle"].ignore_changes.push('extra_config["guestinfo.straat.firewall"]'),
      finds: [WEB_1],
      saying: /changes of extra_config\["guestinfo\.straat\.firewall"\] never reach it/,
    },
    {
      when: "all changes are ignored",
      change(fleet) {
        server(fleet)["lifecycle"].ignore_changes = "all";
      },
      finds: [WEB_1],
      saying: /a change of clone is not ignored/,
    },
    {
      when: "it is replaced with something else",
      change(fleet) {
        server(fleet)["lifecycle"].replace_triggered_by = ["data.vsphere_virtual_machine.site_template"];
      },
      finds: [WEB_1],
      saying: /lifecycle also says replace_triggered_by/,
    },
  ],
  allows: [
    {
      when: "what is ignored stands in another order",
      change: (fleet) => void server(fleet)["lifecycle"].ignore_changes.reverse(),
    },
  ],
});

describeRule("clean-stop", {
  judges: [WEB_1, "platform-amsterdam/vsphere_virtual_machine.vpn_1"],
  breaches: [
    having("shutdown_wait_timeout", 3, /power is cut when it has not stopped after 3 minutes/),
    having("shutdown_wait_timeout", undefined, /shutdown_wait_timeout is not there/),
    having("wait_for_guest_net_timeout", 5, /waits 5 minutes for its network/),
    having("wait_for_guest_net_timeout", undefined, /is not there/),
    having("wait_for_guest_ip_timeout", 5, /waits for its address/),
  ],
  allows: [
    {
      when: "an apply is told not to wait for an address",
      change(fleet) {
        server(fleet)["wait_for_guest_ip_timeout"] = 0;
      },
    },
  ],
});

describeRule("grows-while-it-runs", {
  judges: [WEB_1],
  breaches: [
    having("cpu_hot_add_enabled", false, /cpu_hot_add_enabled is not true/),
    having("memory_hot_add_enabled", undefined, /memory_hot_add_enabled is not there/),
  ],
});
