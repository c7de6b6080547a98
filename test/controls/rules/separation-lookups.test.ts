import { describeRule } from "../support/rule-cases";

describeRule("looks-at-its-own-site", {
  judges: [
    "verne-street/data.vsphere_datacenter.site_datacenter",
    "verne-street/data.vsphere_datastore_cluster.site_storage",
    "zorgplein-production/data.vsphere_datastore.site_datastore-alk-pure1",
    "platform-alkmaar/data.vsphere_virtual_machine.site_template",
  ],
  breaches: [
    {
      when: "the cluster is the other site's",
      change: (fleet) => {
        fleet.resource("verne-production", "data.vsphere_compute_cluster.site_cluster").name = "alk-cluster1";
      },
      finds: ["verne-production/data.vsphere_compute_cluster.site_cluster"],
      saying: /amsterdam has no alk-cluster1, it has ams-cluster1/,
    },
    {
      when: "a datastore is one the site does not name",
      change: (fleet) => {
        fleet.resource("zorgplein-production", "data.vsphere_datastore.site_datastore-alk-pure1").name =
          "iso-images";
      },
      finds: ["zorgplein-production/data.vsphere_datastore.site_datastore-alk-pure1"],
      saying: /has no iso-images/,
    },
    {
      when: "the switch is looked for everywhere",
      change: (fleet) => {
        delete fleet.resource("verne-street", "data.vsphere_distributed_virtual_switch.site_switch")
          .datacenter_id;
      },
      finds: ["verne-street/data.vsphere_distributed_virtual_switch.site_switch"],
      saying: /datacenter_id is not there/,
    },
  ],
});

describeRule("refers-to-what-is-there", {
  judges: ["verne-production/vsphere_virtual_machine.web_1"],
  breaches: [
    {
      when: "the template is not looked up",
      change: (fleet) => {
        delete fleet.stack("buurtbus-test").terraform.data.vsphere_virtual_machine;
      },
      finds: ["web_1", "web_2"].map((name) => `buurtbus-test/vsphere_virtual_machine.${name}`),
      saying: /there is no data\.vsphere_virtual_machine\.site_template/,
    },
    {
      when: "a member waits for one that is not made",
      change: (fleet) => {
        fleet.resource("buurtbus-test", "vsphere_virtual_machine.web_2").depends_on = [
          "vsphere_virtual_machine.web_0",
        ];
      },
      finds: ["buurtbus-test/vsphere_virtual_machine.web_2"],
      saying: /there is no vsphere_virtual_machine\.web_0/,
    },
  ],
});
