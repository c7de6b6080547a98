import { describe, expect, test } from "@jest/globals";
import { Unreadable } from "../../../lib/controls/unreadable";
import { generaliserOf } from "../../../lib/review/synth/own-names";
import { wallLines } from "../../../lib/review/synth/wall-lines";
import { EditableFleet } from "../../controls/support/editable-fleet";

describe("the rules of a server, line by line", () => {
  const fleet = EditableFleet.examples();
  const [acceptance, production] = fleet
    .outputs(["verne-acceptance", "verne-production"])
    .map(({ model }) => model);
  const payload = (stack: string) => fleet.machine(stack, "web_1").documentText("firewall");

  test("are the same in two stages, for whomever each of them is", () => {
    const [one, other] = [
      wallLines(payload("verne-acceptance"), acceptance).map(generaliserOf(acceptance ?? never())),
      wallLines(payload("verne-production"), production).map(generaliserOf(production ?? never())),
    ];
    expect(one.filter((line) => line.includes("the audience")).length).toBeGreaterThan(0);
    expect(new Set(one)).toEqual(new Set(other));
  });

  test("tell a whitelist and everyone apart where it is asked who comes", () => {
    const one = wallLines(payload("verne-acceptance"), undefined).map(generaliserOf(acceptance ?? never()));
    const other = wallLines(payload("verne-production"), undefined).map(generaliserOf(production ?? never()));
    expect(new Set(one)).not.toEqual(new Set(other));
  });

  test("are not told of a ruleset that is not understood", () => {
    expect(() => wallLines("table inet other {}\n", undefined)).toThrow(Unreadable);
  });
});

function never(): never {
  throw new Error("there is no such stack");
}
