import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type PortGroup, portGroups } from "../../subjects/port-groups";
import { problemsOf, unless } from "../../subjects/problems";

/** What lets a server read or forge frames of others, and what lets a single port differ from its group. */
const CLOSED = {
  allow_promiscuous: "servers in it read frames that are not for them",
  allow_forged_transmits: "servers in it send under another's hardware address",
  allow_mac_changes: "servers in it take another hardware address",
  security_policy_override_allowed: "a single port may have another security policy",
  vlan_override_allowed: "a single port may be in another VLAN",
  block_override_allowed: "a single port may be blocked or opened",
};

/** Off unless somebody says otherwise, so they may be left out. */
const NOT_OPENED = {
  traffic_filter_override_allowed: "a single port may filter otherwise",
  uplink_teaming_override_allowed: "a single port may use other uplinks",
  directpath_gen2_allowed: "servers in it may pass the switch by",
  block_all_ports: "none of its ports pass anything",
};

/** H-22, B-09: in a network of ours nobody can listen to or pass for another. */
export const portGroupIsClosed = stackRule<PortGroup>({
  id: "port-group-is-closed",
  info: "servers in a network can neither read each other's frames nor pass for each other",
  explanation:
    "One server that is broken into could otherwise read what all others of its network say, take their addresses, or reach other VLANs.",
  remedy:
    "leave port groups to the street's stack; by hand, set every allow_ and …_override_allowed to false",
  promises: ["H-22", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "who can forge frames is behind every wall of the network" },
  subjects: portGroups,
  judge: ({ resource }) =>
    problemsOf(
      Object.entries(CLOSED).flatMap(([key, what]) =>
        resource.flag(key) ? [`${what}: ${key} is true`] : [],
      ),
      Object.entries(NOT_OPENED).flatMap(([key, what]) =>
        resource.has(key) && resource.flag(key) ? [`${what}: ${key} is true`] : [],
      ),
      unless(
        resource.text("type") === "earlyBinding",
        `its type is ${resource.text("type")}, so ports come and go`,
      ),
      unless(
        resource.flag("port_config_reset_at_disconnect"),
        "a port keeps the settings of who had it before",
      ),
      unless(resource.blocks("vlan_range").length === 0, "it is a trunk: servers in it choose their VLAN"),
      unless(
        !resource.has("port_private_secondary_vlan_id") ||
          resource.number("port_private_secondary_vlan_id") === 0,
        "it is part of a private VLAN",
      ),
    ),
});
