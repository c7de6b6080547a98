import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import { VmSize } from "../../lib";
import { buildStreet } from "../support/app";

const edge = (changes = {}) => buildStreet(changes).stack("verne/street");

describe("the edge of a street (H-05)", () => {
  test("is a pair, kept on different hosts and datastores, restarted before everything else", () => {
    const stack = edge();
    expect(stack.counts).toMatchObject({
      vsphere_virtual_machine: 2,
      vsphere_compute_cluster_vm_anti_affinity_rule: 1,
      vsphere_datastore_cluster_vm_anti_affinity_rule: 1,
    });
    for (const override of Object.values(stack.resources("vsphere_ha_vm_override"))) {
      expect(override["ha_vm_restart_priority"]).toBe("highest");
    }
  });

  test("has its cards in one order for ever: uplink, its own link, then a leg for each stage", () => {
    for (const member of ["edge_1", "edge_2"]) {
      const networks = edge()
        .server(member)
        ["network_interface"].map((card: { network_id: string }) => card.network_id);
      expect(networks).toEqual([
        "${data.vsphere_network.site_network-oost-uplink.id}",
        "${vsphere_distributed_port_group.network_sync.id}",
        "${vsphere_distributed_port_group.network_development.id}",
        "${vsphere_distributed_port_group.network_test.id}",
        "${vsphere_distributed_port_group.network_acceptance.id}",
        "${vsphere_distributed_port_group.network_production.id}",
      ]);
    }
  });

  test("is the gateway of each environment, by an address that moves between its members", () => {
    const stack = edge({ network6: "2001:db8:1::/48" });
    const group = stack.group("edge");
    const gateways = stack.model.zones.filter(({ name }) => name !== "sync").map(({ gateway }) => gateway);
    const virtual = group.virtual.filter(({ zone }) => zone !== "uplink").map(({ addresses }) => addresses);
    expect(virtual).toEqual(gateways);
    expect(group.virtual.map(({ zone }) => zone)).not.toContain("sync");
  });

  test("has a way out on its uplink only", () => {
    const text = edge().server("edge_1")["extra_config"]["guestinfo.metadata"];
    const { network } = JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString());
    const [uplink, ...others] = Object.values<{ routes?: unknown[] }>(network.ethernets);
    expect(uplink?.routes).toEqual([{ to: "0.0.0.0/0", via: "172.16.0.1" }]);
    expect(others.map(({ routes }) => routes)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("takes the size and generations that are declared, and refuses what is none", () => {
    const changed = edge({ edge: { size: VmSize.LARGE, generations: { 2: 5 } } });
    expect(changed.server("edge_2")).toMatchObject({ num_cpus: 8, replace_trigger: "generation 5" });
    expect(changed.server("edge_1")["replace_trigger"]).toBe("generation 1");
    const wrong = buildStreet({ edge: { generations: { 3: 2 } as object, size: "big" as never } });
    expect(wrong.mistakes.map(({ path, property }) => `${path} ${property}`)).toEqual([
      "verne/street/edge edge.generations.3",
      "verne/street/edge edge.size",
    ]);
  });
});
