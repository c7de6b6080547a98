import { describe, expect, test } from "@jest/globals";
import { encodeDocument } from "../../../lib/guest/documents/live-document";
import type { Review } from "../../../lib/review/review";
import type { Body } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { payloadOf } from "../../support/guestinfo";
import { AppliedStack, type Planned } from "./support/planned-fleet-stack";

const PATH = "buurtbus/production";
const KEY = "guestinfo.straat.firewall";
const stack = new AppliedStack(buildFleet(["buurtbus"]), PATH);
const review = (one: Planned, two: Planned) =>
  stack.review(
    stack.planText({ "vsphere_virtual_machine.web_1": one, "vsphere_virtual_machine.web_2": two }),
  );

/** What a server was told before administrators came in. */
const closed: Planned & Pick<Required<Planned>, "was"> = {
  was: ({ extra_config: settings }: Body) => {
    const lines = payloadOf(settings[KEY]).split("\n");
    const payload = lines.filter((line) => !line.includes("tcp dport 22 accept")).join("\n");
    settings[KEY] = encodeDocument({ name: "firewall", payload });
  },
};
const renamed: Planned = { was: (values) => Object.assign(values, { annotation: "by hand" }) };
const waysOf = ({ ways }: Review) =>
  ways.map(({ kind, from, to, opened }) => [kind, from, to, ...opened.map((line) => line.split(" ")[0])]);

describe("ways of servers in a plan", () => {
  const WIDENED = ["widened", "vpn", `${PATH}/web`, "tcp/22"];

  test("are told by the firewalls before and after", () => {
    expect(waysOf(review(closed, closed))).toEqual([WIDENED]);
    expect(waysOf(review(renamed, renamed))).toEqual([]);
  });

  test("are told where one member alone lets somebody in, whichever it is", () => {
    // Of the other it was open before, or is not after.
    const shut: Planned = { ...closed, is: closed.was };
    for (const other of [renamed, shut]) {
      expect(waysOf(review(closed, other))).toEqual([WIDENED]);
      expect(waysOf(review(other, closed))).toEqual([WIDENED]);
    }
  });

  test("are none where members differ as they did", () => {
    expect(waysOf(review({ ...closed, is: closed.was }, renamed))).toEqual([]);
    expect(waysOf(review({ is: closed.was }, renamed))).toEqual([]);
  });

  test("of a member that is new are those of the others", () => {
    expect(waysOf(review({ actions: ["create"] }, renamed))).toEqual([]);
  });

  test("that cannot be read are told as they are declared, which is said", () => {
    const broken: Planned = {
      was: ({ extra_config: settings }: Body) => {
        settings[KEY] = encodeDocument({ name: "firewall", payload: "table inet straat {" });
      },
    };
    const told = review(renamed, broken);
    expect(told.ways).toEqual([]);
    expect(told.notAnalysed).toEqual([
      { what: `${PATH}/web`, why: expect.stringContaining("its firewall before the change cannot be read") },
    ]);
  });
});
