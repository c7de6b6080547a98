import { describe, expect, test } from "@jest/globals";
import { readSynth } from "../../lib/controls/terraform/read-synth";
import type { StackOutput } from "../../lib/controls/terraform/stack-output";
import { readModelFile } from "../../lib/model/read-model-file";
import { asWritten } from "../../lib/review/as-written";
import { waysChanged } from "../../lib/review/meaning/ways";
import type { Body } from "../support/app";
import { buildFleet } from "../support/fleet";

const PATH = "zorgplein/production";
const APPS = `${PATH}/apps`;
const fleet = buildFleet(["zorgplein"]);

/** The fleet as it is written, with something in the Terraform of a stack that no construct made. */
function side(edit: (policies: Body) => void = () => {}) {
  const outputs = fleet.paths.map((path): StackOutput => {
    const { json, model } = fleet.stack(path);
    if (path === PATH) edit(json["resource"].kubernetes_network_policy_v1);
    return readSynth(JSON.stringify(json), readModelFile(JSON.stringify(model), path), path);
  });
  return { outputs, models: outputs.map(({ model }) => model) };
}

const byHand = (spec: object, name = "mine") => ({
  metadata: { name, namespace: "zorgplein-production" },
  spec: { pod_selector: {}, policy_types: ["Ingress", "Egress"], ...spec },
});
const openAll = (policies: Body) => {
  policies["mine"] = byHand({ ingress: [{}], egress: [{}] });
};

describe("ways of a diff", () => {
  test("are none where both sides say the same, and nothing is left out", () => {
    const { before, after, notAnalysed } = asWritten(side(), side());
    expect(waysChanged(before, after)).toEqual([]);
    expect(notAnalysed).toEqual([]);
  });

  test("follow policies that somebody wrote by hand, of which no model tells", () => {
    const [old, young] = [side(), side(openAll)];
    expect(waysChanged(old.models, young.models)).toEqual([]);
    const { before, after } = asWritten(old, young);
    const opened = waysChanged(before, after);
    expect(opened).toContainEqual(
      expect.objectContaining({ from: "other pods", to: `${APPS}/letters`, kind: "opened" }),
    );
    expect(opened.every(({ closed }) => closed.length === 0)).toBe(true);
    const closed = waysChanged(after, before);
    expect(closed).toContainEqual(
      expect.objectContaining({ from: "other pods", to: `${APPS}/letters`, kind: "closed" }),
    );
  });

  test("are as declared, and that is said, where a policy cannot be read on one side", () => {
    const unread = side((policies) => {
      openAll(policies);
      policies["other"] = byHand({ ingress: "${local.rules}" }, "other");
    });
    for (const [one, other] of [
      [side(), unread],
      [unread, side()],
    ] as const) {
      const { before, after, notAnalysed } = asWritten(one, other);
      expect(waysChanged(before, after)).toEqual([]);
      expect(notAnalysed).toEqual([
        {
          what: `ways between pods of ${PATH}`,
          why: expect.stringMatching(/^they are told as they are declared: /),
        },
      ]);
    }
  });
});
