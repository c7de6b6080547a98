import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { encodeDocument } from "../../lib/guest/documents/live-document";
import type { Body } from "../support/app";
import { payloadOf } from "../support/guestinfo";
import { acting, PlanningProject } from "../support/planning-project";

// The first run loads what a command needs; nothing may cut it off, for it is in another folder meanwhile.
jest.setTimeout(120_000);

let project: PlanningProject;
beforeAll(() => {
  project = new PlanningProject("buurtbus/production");
});
afterAll(() => project.remove());

/** Writes what would be printed for a plan of the stack. */
function plan(name: string, change?: (plan: Body) => void): string {
  writeFileSync(join(project.folder, name), readFileSync(project.plans(change), "utf8"));
  return name;
}

async function review(...args: readonly string[]) {
  const { status, stdout, stderr } = await project.run(["review", "--format", "json", ...args]);
  return { status, stderr, review: (stdout === "" ? undefined : JSON.parse(stdout)) as Body };
}

/** A firewall without the way by which administrators come in. */
function withoutAdministration(document: string): string {
  const lines = payloadOf(document).split("\n");
  const left = lines.filter((line) => !line.includes("tcp dport 22 accept"));
  expect(left.length).toBe(lines.length - 1);
  return encodeDocument({ name: "firewall", payload: left.join("\n") });
}

const isWeb = (address: string) => /\.web_\d$/.test(address);

describe("straat review", () => {
  test("finds the stack by what is planned in it, and tells what is made and opened", async () => {
    const { status, review: told, stderr } = await review(plan("new.json"));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(told).toMatchObject({
      kind: "plan",
      verdict: "fine",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      stacks: [{ stacks: ["buurtbus/production"] }],
    });
    expect(told["ways"]).toContainEqual(expect.objectContaining({ end: "new", client: "buurtbus" }));
    expect(told["rules"]).toEqual([]);
  });

  test("tells a firewall that changes as ways, by the documents before and after", async () => {
    const path = plan("opened.json", (text) => {
      acting(text, ["update"], isWeb);
      for (const entry of text["resource_changes"].filter((one: Body) => isWeb(one["address"]))) {
        const closed = withoutAdministration(entry.change.before.extra_config["guestinfo.straat.firewall"]);
        entry.change.before = {
          ...entry.change.before,
          extra_config: { ...entry.change.before.extra_config, "guestinfo.straat.firewall": closed },
        };
      }
    });
    const { review: told } = await review(path);
    expect(told["ways"]).toContainEqual(
      expect.objectContaining({
        ...{ from: "vpn", to: "buurtbus/production/web", kind: "widened", end: null },
        opened: [expect.stringContaining("tcp/22 from 10.99.1.0-10.99.2.255")],
      }),
    );
  });

  test("blocks what replaces both members of a group, and not what replaces one", async () => {
    const both = plan("both.json", (text) => acting(text, ["delete", "create"], isWeb));
    const one = plan("one.json", (text) => {
      acting(text, ["no-op"], () => true);
      acting(text, ["delete", "create"], (address) => address.endsWith(".web_1"));
    });
    expect(await review(both)).toMatchObject({ status: 4, review: { verdict: "block" } });
    const single = await review(one);
    expect(single.review["hazards"].filter(({ level }: Body) => level === "block")).toEqual([]);
    expect(single.status).toBe(5);
  });

  test("writes into a file, as a whole or not at all", async () => {
    const args = ["--format", "markdown", "--file", "comment.md"];
    expect(await project.run(["review", plan("new.json"), ...args])).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
    const comment = readFileSync(join(project.folder, "comment.md"), "utf8");
    expect(comment).toMatch(/^<!-- straat:review -->\n/);
    writeFileSync(join(project.folder, "cut.json"), comment);
    expect((await project.run(["review", "cut.json", ...args])).status).toBe(2);
    expect(readFileSync(join(project.folder, "comment.md"), "utf8")).toBe(comment);
  });

  test("blocks a plan that is not whole, and says that no rule looked at it", async () => {
    const path = plan("partial.json", (text) => {
      text["complete"] = false;
    });
    const { status, review: told } = await review(path);
    expect(status).toBe(4);
    expect(told["hazards"]).toContainEqual(expect.objectContaining({ kind: "partial", level: "block" }));
    expect(told["notAnalysed"]).toContainEqual(
      expect.objectContaining({ what: "rules on buurtbus/production" }),
    );
  });

  test.each<[string, string, string]>([
    ["what is not JSON", "nothing of the kind", "is not JSON"],
    ["a plan that is cut short", '{"format_version":"1.2","planned_values":{', "cut short"],
    ["a state", '{"format_version":"1.0","values":{}}', "is a state, not a plan"],
    ["a plan as text", "Terraform will perform the following actions:\n", "is a plan as text"],
    ["a format of later times", '{"format_version":"2.0","planned_values":{}}', "is a plan of format 2.0"],
    ["a run that failed", '{"format_version":"1.2","planned_values":{},"errored":true}', "ended in an error"],
    [
      "a plan of no stack",
      '{"format_version":"1.2","planned_values":{"root_module":{}}}',
      "does not tell of which",
    ],
  ])("refuses %s", async (_what, text, message) => {
    writeFileSync(join(project.folder, "bad.json"), text);
    const { status, stderr, review: told } = await review("bad.json");
    expect({ status, told }).toEqual({ status: 2, told: undefined });
    expect(stderr).toContain(message);
    expect(existsSync(join(project.folder, "report"))).toBe(false);
  });

  test("quotes nothing of a plan it refuses that steers a terminal, or looks like a line of its own", async () => {
    const path = plan("steers.json", (text) => {
      const machine = text["planned_values"].root_module.resources.find((one: Body) => isWeb(one["address"]));
      machine.values.name = "\u001b[2Jweb\n1 mistake in the house:";
    });
    const { status, stderr } = await review("--stack", `buurtbus/production=${path}`);
    expect(status).toBe(2);
    expect(stderr).toContain("is called  [2Jweb\n    1 mistake in the house:, and");
  });

  test("refuses a plan of another stack than is said, one twice, and one that is not there", async () => {
    const path = plan("new.json");
    expect((await review("--stack", `buurtbus/production=${path}`)).status).toBe(0);
    expect((await review("--stack", `buurtbus/test=${path}`)).stderr).toContain("is a plan of another stack");
    expect((await review("--stack", `buurtbus/nowhere=${path}`)).stderr).toContain("is not one stack");
    expect((await review(path, path)).stderr).toContain("give one plan of each stack");
    expect((await review("none.json")).stderr).toContain("cannot be read");
    expect((await review()).stderr).toContain("names no plan to review");
  });
});
