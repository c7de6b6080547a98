import { describe, expect, test } from "@jest/globals";
import type { Logged } from "../../lib/cli/terraform/apply-log";
import { downIn, whyNotNow } from "../../lib/cli/terraform/recently-down";
import type { ModelFile } from "../../lib/model/model-file";
import type { Review } from "../../lib/review/review";

const ONE = { group: "verne/street/edge", server: "verne-street/vsphere_virtual_machine.edge_1" };
const OTHER = { group: "verne/street/edge", server: "verne-street/vsphere_virtual_machine.edge_2" };
const NEIGHBOUR = { group: "buurtbus/street/edge", server: "buurtbus-street/vsphere_virtual_machine.edge_2" };

const AT = Date.parse("2027-01-15T12:00:00.000Z");
const later = (minutes: number) => new Date(AT + minutes * 60_000);

/** A line of the log of an apply by which the first server goes down. */
function line(outcome: Logged["outcome"], minutes = 0, id = "a"): Logged {
  const nothing = { synth: "", digest: "", program: "", terraform: "" };
  return {
    ...nothing,
    id,
    at: later(minutes).toISOString(),
    stack: "verne/street",
    verdict: "fine",
    down: [ONE],
    outcome,
  };
}

describe("a server whose other half has just gone down", () => {
  const ended = [line("begun"), line("applied", 10)];

  test("stays up until the other one had its time to answer", () => {
    expect(whyNotNow([OTHER], ended, later(39))).toMatch(/edge_2 stands in for .*edge_1, .*12:40:00/);
    expect(whyNotNow([OTHER], ended, later(41))).toBeUndefined();
  });

  test("stays up as well where that apply failed or was stopped", () => {
    for (const outcome of ["failed", "stopped"] as const) {
      expect(whyNotNow([OTHER], [line("begun"), line(outcome, 10)], later(20))).toContain("edge_1");
    }
  });

  test("stays up while that apply is running, or nobody knows how it ended", () => {
    expect(whyNotNow([OTHER], [line("begun")], later(119))).toContain("is being applied, or was cut off");
    expect(whyNotNow([OTHER], [line("begun")], later(181))).toBeUndefined();
  });

  test("may go down where nothing came of that apply", () => {
    expect(whyNotNow([OTHER], [line("begun"), line("refused")], later(1))).toBeUndefined();
  });

  test("is told from the same server once more, and from a neighbour's", () => {
    expect(whyNotNow([ONE], ended, later(11))).toBeUndefined();
    expect(whyNotNow([NEIGHBOUR], ended, later(11))).toBeUndefined();
    expect(whyNotNow([], ended, later(11))).toBeUndefined();
  });
});

test("gateways of two sites are of one group, and a server that no model knows is of those named like it", () => {
  const hazard = (...subjects: readonly string[]) => ({ kind: "redundancy", subjects });
  const review = { hazards: [hazard("a.vpn_1", "b.web_1"), { kind: "data", subjects: ["a.disk"] }] };
  const model = {
    stack: "platform-amsterdam",
    groups: [{ role: "vpn-gateway", path: "platform-amsterdam/vpn", servers: [{ address: "a.vpn_1" }] }],
  };
  expect(downIn(review as unknown as Review, model as unknown as ModelFile)).toEqual([
    { group: "the VPN gateways", server: "platform-amsterdam/a.vpn_1" },
    { group: "platform-amsterdam/b.web", server: "platform-amsterdam/b.web_1" },
  ]);
});
