import { describe, expect, test } from "@jest/globals";
import { compareSynths } from "../../../lib/review/synth/compare-synths";
import { EditableFleet } from "../../controls/support/editable-fleet";
import { actionsOf, attributeOf, changeOf, reviewOf } from "./support";

const STACK = "verne-production";
const WEB_1 = "vsphere_virtual_machine.web_1";

describe("two synths that are the same", () => {
  test("have nothing to say", () => {
    expect(reviewOf(() => {})).toEqual([]);
  });

  test("have nothing to say when keys stand in another order", () => {
    const reviews = reviewOf((fleet) => {
      const { resource } = fleet.stack(STACK).terraform;
      const machines = resource.vsphere_virtual_machine;
      machines.web_1 = Object.fromEntries(Object.entries(machines.web_1).reverse());
    });
    expect(reviews).toEqual([]);
  });
});

describe("a resource", () => {
  test("that is changed is told attribute by attribute", () => {
    const change = changeOf((fleet) => {
      fleet.resource(STACK, WEB_1).memory = 16_384;
      fleet.resource(STACK, WEB_1).num_cpus = 8;
    });
    expect(change).toMatchObject({ address: WEB_1, action: "update", isCosmetic: false, replacePaths: [] });
    expect(change.attributes.map(({ path, before, after }) => [path, before, after])).toEqual([
      ["memory", "8192", "16384"],
      ["num_cpus", "4", "8"],
    ]);
  });

  test("that is new is made, with all that is in it", () => {
    const change = changeOf((fleet) => {
      fleet.stack(STACK).terraform.resource.vsphere_folder.other = { path: "straat/other", type: "vm" };
    });
    expect(change).toMatchObject({ address: "vsphere_folder.other", action: "create", reason: undefined });
    expect(change.attributes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "added path",
      "added type",
    ]);
  });

  test("that is gone is destroyed", () => {
    const change = changeOf((fleet) => fleet.drop(STACK, "vsphere_ha_vm_override.web_1-restart"));
    expect(change).toMatchObject({ address: "vsphere_ha_vm_override.web_1-restart", action: "delete" });
  });

  test("that is only read is never made or destroyed", () => {
    const looksUp = (name: string) => (fleet: EditableFleet) => {
      fleet.stack(STACK).terraform.data.vsphere_network.other = { name };
    };
    expect(changeOf(looksUp("a")).action).toBe("read");
    expect(changeOf(looksUp("b"), looksUp("a")).action).toBe("read");
    const forgets = (fleet: EditableFleet) =>
      void delete fleet.stack(STACK).terraform.data.vsphere_network.other;
    expect(changeOf(forgets, (fleet) => looksUp("a")(fleet)).action).toBe("no-op");
  });

  test("of which a live document changes tells its lines, decoded", () => {
    const attribute = attributeOf((fleet) => {
      fleet
        .machine(STACK, "web_1")
        .document("firewall", (text) => text.replace("tcp dport 443", "tcp dport 8443"));
    });
    expect(attribute.meaning).toBe("the live document firewall");
    expect(attribute.lines.filter((line) => /^[+-]/.test(line))).toEqual([
      expect.stringMatching(/^-.*tcp dport 443 accept/),
      expect.stringMatching(/^\+.*tcp dport 8443 accept/),
    ]);
  });
});

describe("a stack", () => {
  const without = (stack: string) => {
    const fleet = EditableFleet.examples();
    return fleet.outputs(fleet.stackNames.filter((name) => name !== stack));
  };
  const all = EditableFleet.examples().outputs();

  test("that is new is made whole", () => {
    const [review, ...others] = compareSynths({ stacks: without(STACK) }, { stacks: all });
    expect(others).toEqual([]);
    expect(review).toMatchObject({ stacks: ["verne/production"], reason: "the stack is new" });
    expect(new Set(review?.changes.map(({ action }) => action))).toEqual(new Set(["create", "read"]));
    expect(review?.promotion).toBeDefined();
  });

  test("that is gone is let go of whole: nobody destroys what it made", () => {
    const [review, ...others] = compareSynths({ stacks: all }, { stacks: without(STACK) });
    expect(others).toEqual([]);
    expect(review).toMatchObject({ stacks: ["verne/production"], reason: "the stack is no longer declared" });
    expect(new Set(review?.changes.map(({ action }) => action))).toEqual(new Set(["forget", "no-op"]));
    expect(review?.changes.find(({ action }) => action === "forget")?.reason).toContain("no longer declared");
    expect(review?.promotion).toBeUndefined();
  });

  test("of which only the model changes is told, with nothing to apply", () => {
    const reviews = reviewOf((fleet) => {
      fleet.stack(STACK).model.client.team = "Team Nautilus";
    });
    expect(reviews).toMatchObject([
      { stacks: ["verne/production"], reason: "the client's team", changes: [] },
    ]);
  });

  test("comes after what it stands on", () => {
    const reviews = reviewOf((fleet) => {
      const stacks = [
        "verne-production",
        "buurtbus-test",
        "verne-street",
        "platform-amsterdam",
        "verne-test",
      ];
      for (const [index, stack] of stacks.entries()) {
        fleet.stack(stack).terraform.resource.vsphere_folder[`own${index}`] = { path: `${index}` };
      }
    });
    expect(reviews.flatMap(({ stacks }) => stacks)).toEqual([
      "platform-amsterdam",
      "buurtbus/test",
      "verne/street",
      "verne/test",
      "verne/production",
    ]);
  });
});

describe("blocks beside resources", () => {
  test("are told: where the state is kept, which provider makes things, what is told to others", () => {
    const reviews = reviewOf((fleet) => {
      const { terraform } = fleet.stack(STACK);
      terraform.terraform.backend.local.path = "elsewhere.tfstate";
      terraform.terraform.required_providers.vsphere.version = "2.99.0";
      terraform.output = { address: { value: "10.20.7.1" } };
      terraform.provider.vsphere[0].allow_unverified_ssl = true;
    });
    expect(actionsOf(reviews)).toEqual([
      "update output.address",
      "update provider.vsphere",
      "update terraform.backend",
      "update terraform.required_providers",
    ]);
    expect(reviews[0]?.changes.every(({ isCosmetic }) => !isCosmetic)).toBe(true);
    expect(reviews[0]?.reason).toMatch(/^settings of Terraform itself/);
  });

  test("are cosmetic where the engine notes its own version", () => {
    const change = changeOf((fleet) => {
      fleet.stack(STACK).terraform["//"].metadata.version = "9.9.9";
    });
    expect(change).toMatchObject({ address: "//", action: "no-op", isCosmetic: true });
    expect(change.attributes.map(({ path }) => path)).toEqual(["//.metadata.version"]);
  });
});

describe("what is secret", () => {
  test("is shown nowhere: of a Secret, of a manifest of one, of a variable", () => {
    const secret = "zeer-geheim-wachtwoord-4711";
    const reviews = reviewOf((fleet) => {
      const { terraform } = fleet.stack("zorgplein-production");
      terraform.resource.kubernetes_secret_v1.added = {
        metadata: { name: "a", namespace: "b" },
        data: { password: secret },
      };
      terraform.resource.kubernetes_manifest.added = {
        manifest: {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "c", namespace: "b" },
          stringData: { password: secret },
        },
      };
      terraform.variable.password = { type: "string", sensitive: true, default: secret };
      terraform.output = { told: { value: `the password is ${secret}` } };
      terraform.resource.vsphere_folder.place_folder.path = `straat/${secret}`;
    });
    expect(actionsOf(reviews)).toHaveLength(5);
    expect(JSON.stringify(reviews)).not.toContain(secret);
    expect(JSON.stringify(reviews)).not.toContain(Buffer.from(secret).toString("base64"));
  });

  test("is shown nowhere when a Secret that was there changes", () => {
    const [old, young] = ["oud-geheim-wachtwoord-0815", "nieuw-geheim-wachtwoord-4711"];
    const manifest = (password: string) => (fleet: EditableFleet) => {
      fleet.stack("zorgplein-production").terraform.resource.kubernetes_manifest.added = {
        manifest: {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "c", namespace: "b" },
          stringData: { password },
        },
      };
    };
    const change = changeOf(manifest(young), manifest(old));
    expect(change).toMatchObject({ action: "update", isCosmetic: false });
    expect(JSON.stringify(change)).not.toMatch(/geheim/);
  });
});
