import { describeRule } from "../support/rule-cases";

const WEB_1 = "verne-production/vsphere_virtual_machine.web_1";
const DATABASE_1 = "verne-production/vsphere_virtual_machine.database_1";
const OVERRIDE = "vsphere_ha_vm_override.web_1-restart";

describeRule("restart-priority", {
  judges: [
    WEB_1,
    DATABASE_1,
    "verne-development/vsphere_virtual_machine.cache_1",
    "verne-street/vsphere_virtual_machine.edge_1",
  ],
  breaches: [
    {
      when: "nobody told it",
      change: (fleet) => fleet.drop("verne-production", OVERRIDE),
      finds: [WEB_1],
      saying: /is told no restart priority/,
    },
    {
      when: "production comes after acceptance",
      change(fleet) {
        fleet.resource("verne-production", OVERRIDE).ha_vm_restart_priority = "lowest";
      },
      finds: [WEB_1],
      saying: /is lowest where medium belongs/,
    },
    {
      when: "an edge comes after what it leads to",
      change(fleet) {
        const override = "vsphere_ha_vm_override.edge_1-restart";
        fleet.resource("verne-street", override).ha_vm_restart_priority = "medium";
      },
      finds: ["verne-street/vsphere_virtual_machine.edge_1"],
      saying: /is medium where highest belongs/,
    },
    {
      when: "a database comes with what uses it",
      change(fleet) {
        const override = "vsphere_ha_vm_override.database_1-restart";
        fleet.resource("verne-production", override).ha_vm_restart_priority = "medium";
      },
      finds: [DATABASE_1],
      saying: /is medium where high belongs/,
    },
    {
      when: "it is said of another server",
      change(fleet) {
        const override = fleet.resource("verne-production", OVERRIDE);
        override["virtual_machine_id"] = "${vsphere_virtual_machine.web_2.id}";
      },
      finds: [WEB_1, "verne-production/vsphere_virtual_machine.web_2"],
      saying: /is told no restart priority/,
    },
  ],
});
