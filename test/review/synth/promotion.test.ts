import { describe, expect, test } from "@jest/globals";
import type { Promotion } from "../../../lib/review/stack-review";
import { compareSynths } from "../../../lib/review/synth/compare-synths";
import { EditableFleet } from "../../controls/support/editable-fleet";
import { reviewOf } from "./support";

type Change = (fleet: EditableFleet, stack: string) => void;

const larger: Change = (fleet, stack) => {
  const group = fleet.stack(stack).model.groups[0];
  group.size.memoryGib = 64;
};
const image: Change = (fleet, stack) => {
  const [container] = fleet.resource(stack, "kubernetes_deployment_v1.apps_web").spec.template.spec.container;
  container.image = `registry.example.nl/zorgplein/web:5.0.0@sha256:${"a".repeat(64)}`;
};
const file: Change = (fleet, stack) => {
  for (const server of ["database_1", "database_2"]) {
    fleet.machine(stack, server).file("/etc/ssh/sshd_config", (text) => `${text}Banner /etc/issue.net\n`);
  }
};
/** A second port of a flow between two groups, with the addresses each stage has. */
const rule: Change = (fleet, stack) => {
  fleet
    .machine(stack, "database_1")
    .document("firewall", (text) => text.replace(/^(.*)tcp dport 5432 (.*)$/m, "$1tcp dport 5433 $2\n$&"));
};

const [ACCEPTANCE, PRODUCTION] = ["zorgplein-acceptance", "zorgplein-production"];

function promotionOf(
  change: (fleet: EditableFleet) => void,
  already?: (fleet: EditableFleet) => void,
): Promotion | undefined {
  const reviews = reviewOf(change, already);
  return reviews.find(({ stacks }) => stacks.includes("zorgplein/production"))?.promotion;
}

describe.each([
  ["a size", larger, /size of/],
  ["an image", image, /images of Deployment zorgplein-production\/web/],
  ["a file of the first boot", file, /\/etc\/ssh\/sshd_config of database/],
  ["a rule of a firewall", rule, /firewall of database/],
] as const)("%s that production gets", (_, change, name) => {
  const production = (fleet: EditableFleet) => change(fleet, PRODUCTION);
  const acceptance = (fleet: EditableFleet) => change(fleet, ACCEPTANCE);

  test("was tried when acceptance has it", () => {
    expect(promotionOf(production, acceptance)).toEqual({ kind: "same", text: expect.stringMatching(name) });
  });

  test("was not yet tried when acceptance gets it in the same change", () => {
    const promotion = promotionOf((fleet) => {
      acceptance(fleet);
      production(fleet);
    });
    expect(promotion).toEqual({ kind: "not-yet", text: expect.stringMatching(name) });
  });

  test("differs when acceptance does not have it", () => {
    expect(promotionOf(production)).toEqual({ kind: "differs", text: expect.stringMatching(name) });
  });
});

describe("promotion is not asked", () => {
  test("of what reaches acceptance", () => {
    const [review] = reviewOf((fleet) => larger(fleet, ACCEPTANCE));
    expect(review).toMatchObject({ stacks: ["zorgplein/acceptance"], promotion: undefined });
  });

  test("of who is let in, which each stage has of its own", () => {
    const promotion = promotionOf((fleet) => {
      fleet.stack(PRODUCTION).model.client.whitelist[0].until = "2027-10-31";
    });
    expect(promotion).toBeUndefined();
  });

  test("of comments", () => {
    const promotion = promotionOf((fleet) => {
      fleet.resource(PRODUCTION, "vsphere_virtual_machine.search_1").tags.reverse();
    });
    expect(promotion).toBeUndefined();
  });
});

test("what is in acceptance in part only differs by the rest", () => {
  const promotion = promotionOf(
    (fleet) => {
      larger(fleet, PRODUCTION);
      image(fleet, PRODUCTION);
    },
    (fleet) => image(fleet, ACCEPTANCE),
  );
  expect(promotion?.kind).toBe("differs");
  expect(promotion?.text).toMatch(/size of/);
  expect(promotion?.text).not.toMatch(/image/);
});

test("a removal is promoted as well", () => {
  const removes = (stack: string) => (fleet: EditableFleet) => {
    const { flows } = fleet.stack(stack).model;
    flows.splice(0, flows.length, ...flows.filter(({ port }: { port: string }) => port !== "tcp/9200"));
  };
  expect(promotionOf(removes(PRODUCTION))?.kind).toBe("differs");
  expect(promotionOf(removes(PRODUCTION), removes(ACCEPTANCE))?.kind).toBe("same");
});

test("without acceptance nobody knows, and that is said", () => {
  const [before, after] = [EditableFleet.examples(), EditableFleet.examples()];
  larger(after, PRODUCTION);
  const [review] = compareSynths(
    { stacks: before.outputs([PRODUCTION]) },
    { stacks: after.outputs([PRODUCTION]) },
  );
  expect(review?.promotion).toMatchObject({ kind: "not-yet", text: expect.stringMatching(/nobody knows/) });
});
