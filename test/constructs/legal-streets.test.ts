import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Street } from "../../lib";
import { Cidr } from "../../lib/model/cidr";
import { IpAddress } from "../../lib/model/ip";
import type { ModelFile } from "../../lib/model/model-file";
import { type AppView, buildApp, type StackView } from "../support/app";
import { addGroups, type LegalStreet, legalStreets } from "../support/legal-street";

function build({ props, groups }: LegalStreet): AppView {
  return buildApp((app) => {
    new Street(app, "verne", props).forEachEnvironment((environment) => void addGroups(environment, groups));
  });
}

function everyStack(street: LegalStreet, look: (stack: StackView) => void): void {
  const built = build(street);
  for (const path of built.paths) look(built.stack(path));
}

/** Every address of a stack's servers and groups, with the networks its card is in. */
function givenAddresses({ groups, zones, site }: ModelFile) {
  const uplinks = [site.uplink.network, site.uplink.network6].filter((network) => network !== undefined);
  const cards = groups.flatMap(({ virtual, servers }) => [
    ...virtual,
    ...servers.flatMap(({ interfaces }) => interfaces),
  ]);
  return cards.flatMap(({ zone, addresses }) => {
    const texts = zones.find(({ name }) => name === zone)?.networks ?? uplinks;
    const networks = texts.map((text) => Cidr.parse(`${text}`));
    return addresses.map((address) => ({ address: `${address}`, networks }));
  });
}

const forEveryStreet = (check: (street: LegalStreet) => void) =>
  fc.assert(fc.property(legalStreets, check), { numRuns: Number(process.env["STRAAT_RUNS"] ?? 20) });

describe("whatever legal street is declared", () => {
  test("nothing is found wrong with it", () => {
    forEveryStreet((street) => expect(build(street).complaint).toBe(""));
  });

  test("each group of two or more is kept on different hosts and datastores, and one member only before acceptance", () => {
    forEveryStreet((street) =>
      everyStack(street, (stack) => {
        const rules = Object.values(stack.resources("vsphere_compute_cluster_vm_anti_affinity_rule"));
        const storageRules = Object.values(
          stack.resources("vsphere_datastore_cluster_vm_anti_affinity_rule"),
        );
        for (const { servers } of stack.model.groups) {
          const ids = servers.map(({ address }) => `\${${address}.id}`);
          const isApart = (candidates: typeof rules) =>
            candidates.some((rule) => `${rule["virtual_machine_ids"]}` === `${ids}` && rule["mandatory"]);
          if (servers.length === 1) {
            expect(["development", "test"]).toContain(stack.model.stage);
            expect(isApart(rules)).toBe(false);
            continue;
          }
          expect(isApart(rules)).toBe(true);
          const datastores = new Set(servers.map(({ datastore }) => datastore));
          expect(
            isApart(storageRules) || (datastores.size === servers.length && !datastores.has(undefined)),
          ).toBe(true);
        }
      }),
    );
  });

  test("no address is given twice, and each lies in the network its card is in", () => {
    forEveryStreet((street) => {
      const seen = new Set<string>();
      everyStack(street, ({ model }) => {
        for (const { address, networks } of givenAddresses(model)) {
          expect(seen).not.toContain(address);
          seen.add(address);
          expect(networks.some((network) => network.contains(IpAddress.parse(address)))).toBe(true);
          expect(address).not.toMatch(/\.(0|255)$/);
        }
      });
    });
  });

  test("environments share no network, no VLAN, no folder and no resource pool", () => {
    forEveryStreet((street) => {
      const built = build(street);
      const own = built.paths
        .map((path) => built.stack(path))
        .filter(({ model }) => model.kind === "environment");
      for (const pick of [
        ({ model }: StackView) => `${model.zones.map(({ networks }) => networks)}`,
        ({ model }: StackView) => model.zones[0]?.vlan,
        (stack: StackView) => stack.resources("vsphere_folder")["place_folder"]?.["path"],
        (stack: StackView) => stack.resources("vsphere_resource_pool")["place_pool"]?.["name"],
      ]) {
        expect(new Set(own.map(pick)).size).toBe(own.length);
      }
      const [first, ...others] = own.flatMap(({ model }) =>
        model.zones.flatMap(({ networks }) => networks.map(String)),
      );
      for (const other of others) expect(Cidr.parse(first as string).overlaps(Cidr.parse(other))).toBe(false);
    });
  });

  test("every server of a stack is hardened, restarted in order, and replaced only on purpose", () => {
    forEveryStreet((street) =>
      everyStack(street, (stack) => {
        const servers = Object.entries(stack.resources("vsphere_virtual_machine"));
        const overridden = Object.values(stack.resources("vsphere_ha_vm_override")).map(
          (rule) => rule["virtual_machine_id"],
        );
        expect(overridden.toSorted()).toEqual(
          servers.map(([name]) => `\${vsphere_virtual_machine.${name}.id}`).toSorted(),
        );
        for (const [, server] of servers) {
          expect(server).toMatchObject({
            firmware: "efi",
            efi_secure_boot_enabled: true,
            extra_config_reboot_required: false,
            replace_trigger: "generation 1",
          });
          expect(server["lifecycle"].ignore_changes).toContain("clone");
          expect(server["name"].length).toBeLessThanOrEqual(63);
        }
      }),
    );
  });
});
