import { describe, expect, test } from "@jest/globals";
import { generaliserOf } from "../../../lib/review/synth/own-names";
import { EditableFleet } from "../../controls/support/editable-fleet";
import { reviewOf } from "./support";

const VERNE = ["verne-development", "verne-test", "verne-acceptance", "verne-production"];

describe("the same change in several stacks", () => {
  test("is told once, with the names of the first", () => {
    const reviews = reviewOf((fleet) => {
      for (const stack of VERNE) {
        fleet.machine(stack, "web_1").document("logs", (text) => `${text}label place ${stack}\n`);
      }
    });
    const [first, ...others] = reviews;
    expect(first?.stacks).toEqual(["verne/development", "verne/test", "verne/acceptance"]);
    expect(JSON.stringify(first?.changes)).toContain("+label place verne-development");
    // What production gets is also held against acceptance, so it stands apart.
    expect(others.map(({ stacks, promotion }) => [stacks, promotion?.kind])).toEqual([
      [["verne/production"], "not-yet"],
    ]);
  });

  test("is told once for all clients, with addresses of their own", () => {
    const reviews = reviewOf((fleet) => {
      for (const stack of ["verne-test", "buurtbus-test"]) {
        const [address] = fleet.group(stack, "web").servers[0].interfaces[0].addresses;
        fleet.machine(stack, "web_1").document("logs", (text) => `${text}label place ${address}\n`);
      }
    });
    expect(reviews.map(({ stacks }) => stacks)).toEqual([["buurtbus/test", "verne/test"]]);
  });

  test("is told apart where it says something else", () => {
    const reviews = reviewOf((fleet) => {
      for (const [index, stack] of VERNE.slice(0, 3).entries()) {
        fleet
          .machine(stack, "web_1")
          .document("logs", (text) => `${text}label place ${index === 1 ? "b" : "a"}\n`);
      }
    });
    expect(reviews.map(({ stacks }) => stacks)).toEqual([
      ["verne/development", "verne/acceptance"],
      ["verne/test"],
    ]);
  });

  test("is told apart where an address is nobody's own", () => {
    const reviews = reviewOf((fleet) => {
      for (const [index, stack] of VERNE.slice(0, 2).entries()) {
        fleet.machine(stack, "web_1").document("logs", (text) => `${text}label place 198.51.100.${index}\n`);
      }
    });
    expect(reviews).toHaveLength(2);
  });

  test("is told apart where another server has it", () => {
    const reviews = reviewOf((fleet) => {
      fleet.resource("verne-development", "vsphere_virtual_machine.web_1").memory = 1;
      fleet.resource("verne-test", "vsphere_virtual_machine.web_2").memory = 1;
    });
    expect(reviews).toHaveLength(2);
  });
});

describe("a text in general words", () => {
  const generalise = (stack: string, text: string) =>
    generaliserOf(EditableFleet.examples().outputs([stack])[0]?.model ?? never())(text);

  test("is the same for the same place in two stages", () => {
    const [one, other] = ["verne-acceptance", "verne-production"].map((stack) => {
      const { path, servers } = EditableFleet.examples().group(stack, "web");
      return generalise(stack, `${path} ${servers[1].name} ${servers[1].interfaces[0].addresses} ${stack}`);
    });
    expect(one).toBe(other);
  });

  test("keeps what is a part of a longer word, and addresses of others", () => {
    const text = "vernes production2 198.51.100.7 2001:db8:ffff::1 12:30:00";
    expect(generalise("verne-production", text)).toBe(text);
  });
});

function never(): never {
  throw new Error("there is no such stack");
}
