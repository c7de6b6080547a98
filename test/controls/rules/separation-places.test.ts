import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const WEB_1 = "verne-production/vsphere_virtual_machine.web_1";
const EDGE_1 = "verne-street/vsphere_virtual_machine.edge_1";
const VPN_1 = "platform-amsterdam/vsphere_virtual_machine.vpn_1";
const web = (fleet: EditableFleet): Body => fleet.machine("verne-production", "web_1").body;

describeRule("own-folder", {
  judges: [WEB_1, EDGE_1, VPN_1],
  breaches: [
    {
      when: "the folder of a street is another client's",
      change: (fleet) =>
        Object.assign(fleet.resource("verne-street", "vsphere_folder.place_folder"), {
          path: "straat/buurtbus",
        }),
      finds: [EDGE_1, "verne-street/vsphere_virtual_machine.edge_2"],
      saying: /in the folder straat\/buurtbus where straat\/verne belongs/,
    },
    {
      when: "a server is in no folder",
      change: (fleet) => void delete web(fleet)["folder"],
      finds: [WEB_1],
      saying: /folder is not there/,
    },
    {
      when: "a server is in a folder by its name, and another's",
      change: (fleet) => Object.assign(web(fleet), { folder: "straat/verne/test" }),
      finds: [WEB_1],
      saying: /in the folder straat\/verne\/test where straat\/verne\/production belongs/,
    },
    {
      when: "a folder is in any data centre",
      change: (fleet) =>
        void delete fleet.resource("platform-amsterdam", "vsphere_folder.place_folder").datacenter_id,
      finds: [VPN_1, "platform-amsterdam/vsphere_virtual_machine.backup_1"],
      saying: /refers to nothing/,
    },
    {
      when: "a folder is not for servers",
      change: (fleet) =>
        Object.assign(fleet.resource("platform-amsterdam", "vsphere_folder.place_folder"), {
          type: "network",
        }),
      finds: [VPN_1, "platform-amsterdam/vsphere_virtual_machine.backup_1"],
      saying: /straat is not a folder for servers/,
    },
  ],
  allows: [
    {
      when: "the folder is named rather than referred to",
      change: (fleet) => Object.assign(web(fleet), { folder: "straat/verne/production" }),
    },
  ],
});

const STREET_POOL = "vsphere_resource_pool.place_pool";
const EDGES = [EDGE_1, "verne-street/vsphere_virtual_machine.edge_2"];

describeRule("own-resource-pool", {
  judges: [WEB_1, EDGE_1, VPN_1],
  breaches: [
    {
      when: "the pool is named as another's",
      change: (fleet) =>
        Object.assign(fleet.resource("verne-street", STREET_POOL), { name: "buurtbus-edge" }),
      finds: EDGES,
      saying: /in the pool buurtbus-edge where verne-edge belongs/,
    },
    {
      when: "an edge has fewer shares than production",
      change: (fleet) =>
        Object.assign(fleet.resource("verne-street", STREET_POOL), { cpu_share_level: "low" }),
      finds: EDGES,
      saying: /low shares of cpu where high belongs/,
    },
    {
      when: "nothing says how many shares of memory",
      change: (fleet) => void delete fleet.resource("verne-street", STREET_POOL).memory_share_level,
      finds: EDGES,
      saying: /memory_share_level is not there/,
    },
    {
      when: "the pool has a limit",
      change: (fleet) => Object.assign(fleet.resource("verne-street", STREET_POOL), { memory_limit: 4096 }),
      finds: EDGES,
      saying: /has a limit of memory/,
    },
    {
      when: "the pool is within another",
      change: (fleet) =>
        Object.assign(fleet.resource("verne-street", STREET_POOL), {
          parent_resource_pool_id: "resgroup-12",
        }),
      finds: EDGES,
      saying: /refers to nothing/,
    },
    {
      when: "a server is in the cluster's own pool",
      change: (fleet) =>
        Object.assign(web(fleet), {
          resource_pool_id: "${data.vsphere_compute_cluster.site_cluster.resource_pool_id}",
        }),
      finds: [WEB_1],
      saying: /is not a vsphere_resource_pool/,
    },
  ],
  allows: [
    {
      when: "a pool says that it has no limit",
      change: (fleet) => Object.assign(fleet.resource("verne-street", STREET_POOL), { memory_limit: -1 }),
    },
  ],
});

describeRule("client-and-stage-tags", {
  judges: [WEB_1, EDGE_1, VPN_1],
  breaches: [
    {
      when: "a server has no tag of its stage",
      change: (fleet) => void web(fleet)["tags"].splice(1, 1),
      finds: [WEB_1],
      saying: /no tag straat-amsterdam-stage: production/,
    },
    {
      when: "the tag is another client's",
      change: (fleet) =>
        Object.assign(fleet.resource("verne-street", "vsphere_tag.place_tag"), { name: "buurtbus" }),
      finds: EDGES,
      saying: /no tag straat-amsterdam-client: verne/,
    },
    {
      when: "the tag is of another category",
      change: (fleet) =>
        Object.assign(fleet.resource("verne-street", "data.vsphere_tag_category.site_tags-class"), {
          name: "straat-alkmaar-class",
        }),
      finds: EDGES,
      saying: /no tag straat-amsterdam-class: sensitive/,
    },
    {
      when: "a server has no tags at all",
      change: (fleet) => void delete web(fleet)["tags"],
      finds: [WEB_1],
      saying: /tags is not there/,
    },
  ],
  allows: [
    {
      when: "a server has a tag of somebody else's category",
      change(fleet) {
        const { data } = fleet.stack("verne-production").terraform;
        data.vsphere_tag_category.costs = { name: "costs" };
        data.vsphere_tag.costs = { name: "verne", category_id: "${data.vsphere_tag_category.costs.id}" };
        web(fleet)["tags"].push("${data.vsphere_tag.costs.id}");
      },
    },
  ],
});
