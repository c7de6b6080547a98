import { describe, expect, test } from "@jest/globals";
import type { ModelFile } from "../../../lib/model/model-file";
import type { PlannedFile } from "../../../lib/review/assemble-plans";
import type { Review } from "../../../lib/review/review";
import type { Body } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { AppliedStack, type Planned } from "./support/planned-fleet-stack";

const PATH = "zorgplein/production";
const fleet = buildFleet(["zorgplein"]);
const stack = new AppliedStack(fleet, PATH);

const of = (type: string) => (name: string) => `kubernetes_${type}_v1.apps_${name}`;
const wall = of("network_policy");
const review = (done: Readonly<Record<string, Planned>>, edit?: (plan: Body) => void) =>
  stack.review(stack.planText(done, edit));

/** `widened other pods → apps/letters: tcp/1-65535 …`, a line for each way. */
function waysOf({ ways }: Review): readonly string[] {
  const short = (name: string) => name.replaceAll(`${PATH}/`, "");
  return ways.map(({ kind, from, to }) => `${kind} ${short(from)} → ${short(to)}`);
}

const skipped = ({ notAnalysed }: Review) => notAnalysed.map(({ what }) => what);

const open = (values: Body) => {
  values["spec"].ingress = [{}];
};

describe("ways of pods in a plan", () => {
  test("stay as they are where it changes none, and nothing is left out", () => {
    const told = review({
      [of("resource_quota")("quota")]: { was: (values) => delete values["spec"].hard.pods },
    });
    expect([told.ways, told.access, told.notAnalysed]).toEqual([[], [], []]);
  });

  test("are told by the policies before and after, with why", () => {
    const was = (values: Body) => {
      values["spec"].egress = [];
    };
    const told = review({ [wall("web_wall")]: { was } });
    expect(told.ways).toEqual([
      expect.objectContaining({
        ...{ from: `${PATH}/apps/web`, to: `${PATH}/apps/application`, kind: "opened" },
        opened: [expect.stringContaining("tcp/8443")],
        why: ["requests of signed-in care providers"],
      }),
    ]);
    expect(told.notAnalysed).toEqual([]);
    const closed = review({ [wall("web_wall")]: { is: was } });
    expect(waysOf(closed)).toEqual(["closed apps/web → apps/application"]);
    expect(closed.hazards).toContainEqual(expect.objectContaining({ kind: "established" }));
  });

  test("are told where a policy lets in everybody whom it did not", () => {
    expect(waysOf(review({ [wall("letters_wall")]: { is: open } }))).toContain(
      "opened other pods → apps/letters",
    );
    expect(waysOf(review({ [wall("letters_wall")]: { was: open } }))).toContain(
      "closed other pods → apps/letters",
    );
  });

  test("are told where no policy closes pods any more", () => {
    const gone = { actions: ["delete"] };
    const told = review({
      [wall("letters_wall")]: gone,
      [wall("default-deny")]: gone,
      [wall("allow-dns")]: gone,
    });
    expect(waysOf(told)).toContain("opened other pods → apps/letters");
    expect(told.verdict).toBe("block");
  });

  test("stay where a policy is let go of, which still is in the cluster", () => {
    expect(waysOf(review({ [wall("web_wall")]: { actions: ["forget"] } }))).toEqual([]);
    expect(waysOf(review({ [wall("web_wall")]: { actions: ["delete"] } }))).toContain(
      "closed apps/web → apps/application",
    );
  });

  test("of a stack that is new come with it, and none is closed by that", () => {
    const all = stack.planText({}, (plan) => {
      for (const entry of plan["resource_changes"]) {
        const unknown = entry.type === "kubernetes_manifest" ? { object: true } : { id: true };
        Object.assign(entry.change, { actions: ["create"], before: null, after_unknown: unknown });
      }
    });
    const told = stack.review(all);
    expect(told.ways.length).toBeGreaterThan(5);
    expect(told.ways.filter(({ end, closed }) => end !== "new" || closed.length > 0)).toEqual([]);
    expect(told.notAnalysed).toEqual([]);
  });

  test("close with a workload that goes, which then is not taken for one that is missing", () => {
    const isLetters = (text: unknown) => JSON.stringify(text)?.includes(`${PATH}/apps/letters`);
    const { kubernetes } = stack.model;
    const model: ModelFile = {
      ...stack.model,
      flows: stack.model.flows.filter((flow) => !isLetters(flow)),
      kubernetes: kubernetes && {
        ...kubernetes,
        workloads: kubernetes.workloads.filter((workload) => !isLetters(workload)),
      },
    };
    const gone = { actions: ["delete"] };
    const text = stack.planText({ [of("deployment")("letters")]: gone, [wall("letters_wall")]: gone });
    const told = stack.review(text, model);
    expect(waysOf(told)).toContain("closed apps/letters → database, cluster dns");
    expect(told.ways.every(({ end, opened }) => end === "gone" && opened.length === 0)).toBe(true);
    expect(told.notAnalysed).toEqual([]);
    expect(told.hazards.filter(({ level }) => level === "block")).toEqual([]);
    // The same while it is declared is another matter.
    expect(stack.review(text).hazards.filter(({ level }) => level === "block")).not.toEqual([]);
  });

  test("of a workload that goes are not told where it stood in somebody else's namespace, which is said", () => {
    const address = of("deployment")("letters");
    const elsewhere = (values: Body) => {
      values["metadata"].namespace = "elsewhere";
      values["spec"].template.metadata.labels = { app: "stray" };
    };
    const text = stack.planText({ [address]: { actions: ["delete"], was: elsewhere } });
    const told = stack.review(text);
    expect(skipped(told)).toEqual([address]);
    expect(told.ways.filter(({ end }) => end === "gone")).toEqual([]);
  });

  test("are those of the pods that were there, by the labels they had", () => {
    const was = (values: Body) => {
      values["spec"].template.metadata.labels = { "app.kubernetes.io/name": "site" };
      values["spec"].selector.match_labels = { "app.kubernetes.io/name": "site" };
    };
    const told = review({ [of("deployment")("web")]: { actions: ["delete", "create"], was } });
    expect(waysOf(told)).toContain("opened apps/web → apps/application");
  });

  test("are told by what a namespace is called by its labels", () => {
    const from = [{ namespace_selector: { match_labels: { team: "care" } } }];
    const is = (values: Body) => {
      values["spec"].ingress = [{ from }];
    };
    const label = (values: Body) => {
      values["metadata"].labels.team = "care";
    };
    const anywhere = (values: Body) => {
      values["spec"].egress = [{}];
    };
    const policies = {
      [wall("letters_wall")]: { was: is, is },
      [wall("web_wall")]: { was: anywhere, is: anywhere },
    };
    expect(waysOf(review(policies))).toEqual([]);
    const labelled = review({
      ...policies,
      [of("namespace")("namespace")]: { is: label },
    });
    expect(waysOf(labelled)).toEqual(["opened apps/web → apps/letters"]);
  });
});

test("two stages of one client are reviewed together", () => {
  const acceptance = new AppliedStack(fleet, "zorgplein/acceptance");
  const [here, there] = [stack, acceptance].map((one) =>
    one.planned(one.planText({ [wall("letters_wall")]: { is: open } })),
  ) as [PlannedFile, PlannedFile];
  expect(
    waysOf(stack.reviewOf([here, there])).filter((line) => line.startsWith("opened other pods")),
  ).toEqual(["opened other pods → apps/letters", "opened other pods → zorgplein/acceptance/apps/letters"]);
});

describe("ways of pods are not analysed", () => {
  const WAYS = `ways between pods of ${PATH}`;

  test.each<[string, Readonly<Record<string, Planned>>]>([
    ["where only the apply will know a policy", { [wall("web_wall")]: { unknown: { spec: true } } }],
    [
      "where only the apply will know what it selects by",
      { [of("namespace")("namespace")]: { unknown: { metadata: true } } },
    ],
    [
      "where only the apply will know who answers visitors",
      {
        "kubernetes_manifest.apps_gateway-restricted_gateway": { unknown: { manifest: { metadata: true } } },
      },
    ],
    ["where only the apply will know pods", { [of("deployment")("web")]: { unknown: { spec: true } } }],
    [
      "where a policy is none that the API takes",
      {
        [wall("web_wall")]: {
          is: (values) => Object.assign(values["spec"].egress[0].ports[0], { port: "70000" }),
        },
      },
    ],
    [
      "where two policies have one name",
      { [wall("web_wall")]: { is: (values) => Object.assign(values["metadata"], { name: "letters" }) } },
    ],
  ])("%s, which is said", (_when, done) => {
    const told = review(done);
    expect(skipped(told)).toEqual([WAYS]);
    expect(told.ways).toEqual([]);
  });

  test("where something changes objects that others make", () => {
    const values = { api_version: "v1", kind: "Namespace", labels: { team: "care" } };
    const told = review({}, (plan) => {
      const [address, type, name] = ["kubernetes_labels.more", "kubernetes_labels", "more"];
      plan["planned_values"].root_module.resources.push({ address, mode: "managed", type, name, values });
      plan["resource_changes"].push({
        ...{ address, mode: "managed", type, name },
        change: { actions: ["create"], before: null, after: values, after_unknown: {} },
      });
    });
    expect(skipped(told)).toContain(WAYS);
  });

  test("where the plan is not whole, and then roles are not either", () => {
    const told = review({ [wall("web_wall")]: { is: open } }, (plan) => {
      plan["complete"] = false;
    });
    expect(skipped(told)).toEqual(expect.arrayContaining([WAYS, `roles in ${PATH}`]));
    expect([told.ways, told.access]).toEqual([[], []]);
    expect(told.verdict).toBe("block");
  });
});

test("a namespace that goes with all that is in it is not taken for one without data", () => {
  const model: ModelFile = { ...stack.model, kubernetes: undefined };
  const text = stack.planText({}, (plan) => {
    for (const entry of plan["resource_changes"].filter((one: Body) =>
      one["type"].startsWith("kubernetes_"),
    )) {
      Object.assign(entry.change, { actions: ["delete"], after: null });
    }
    const { root_module: root } = plan["planned_values"];
    root.resources = root.resources.filter((one: Body) => !one["type"].startsWith("kubernetes_"));
  });
  const told = stack.review(text, model);
  expect(told.hazards).toContainEqual(
    expect.objectContaining({ kind: "data", level: "block", subjects: [of("namespace")("namespace")] }),
  );
  expect(waysOf(told)).toContain("closed letters → database, cluster dns");
  expect(told.ways.every(({ opened }) => opened.length === 0)).toBe(true);
  // Where its gateway answered no model tells any more.
  expect(skipped(told)).toEqual(["kubernetes_manifest.apps_gateway-restricted_gateway"]);
});
