import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Project } from "../support/project";

const FILE = resolve(__dirname, "../../README.md");
const UPDATE = "README_UPDATE=1 npx jest test/docs";

/** Fenced blocks of the README that are marked with a comment, by what the comment says. */
const MARKED = /(?<open><!-- (?<mark>[^>]+) -->\n```\w*\n)(?<text>[\s\S]*?)```/g;

let project: Project;
beforeAll(() => {
  project = new Project();
});
afterAll(() => project.remove());

/** What each marked block has to say, made by doing what the README tells a reader to do, in its order. */
function actual(readme: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...readme].map(([mark, text]) => [mark, follow(mark, text)]));
}

/**
 * `file: nemo` is written, `output: straat …` is run, `mistakes: nemo` is what two slips in that file bring, and
 * `promise: nemo` what a resource brings that is added past the constructs.
 */
function follow(mark: string, text: string): string {
  const [kind, rest = ""] = mark.split(": ");
  if (kind === "file") {
    project.client(rest, text);
    return text;
  }
  if (kind === "output") return project.straat(rest.split(" ").slice(1)).stdout;
  if (kind === "promise") return breakPromise();
  project.edit("nemo", '"10.20.32.0/20"', '"10.20.32.1/20"');
  project.edit("nemo", "data: true", "data: true, members: 1");
  const { status, stderr } = project.straat(["synth", "nemo"]);
  project.edit("nemo", '"10.20.32.1/20"', '"10.20.32.0/20"');
  project.edit("nemo", "data: true, members: 1", "data: true");
  expect(status).toBe(1);
  return stderr;
}

/** What a raw resource brings that is in no wall's way. */
function breakPromise(): string {
  const first = 'import type { App } from "cdktf";';
  const provider = "@cdktf/provider-vsphere/lib/distributed-port-group";
  project.edit("nemo", first, `${first}\nimport { DistributedPortGroup } from "${provider}";`);
  project.edit(
    "nemo",
    "web.connections",
    `new DistributedPortGroup(environment, "tap", {
      name: "nemo-tap", vlanId: 1071, distributedVirtualSwitchUuid: environment.lookups.switchUuid, allowPromiscuous: true,
    });
    web.connections`,
  );
  const { status, stderr } = project.straat(["synth", "nemo"]);
  project.client("nemo", undefined);
  expect(status).toBe(1);
  return stderr;
}

describe("the README", () => {
  test(`shows what really happens (${UPDATE} writes it anew)`, () => {
    const text = readFileSync(FILE, "utf8");
    const blocks = new Map(
      [...text.matchAll(MARKED)].map(({ groups }) => [`${groups?.["mark"]}`, `${groups?.["text"]}`]),
    );
    const real = actual(blocks);
    if (process.env["README_UPDATE"]) {
      const update = (_all: string, open: string, mark: string) => `${open}${real.get(mark)}\`\`\``;
      writeFileSync(FILE, text.replace(MARKED, update));
    } else {
      expect(Object.fromEntries(blocks)).toEqual(Object.fromEntries(real));
    }
  });

  test("names only scripts that are there", () => {
    const { scripts } = JSON.parse(readFileSync(resolve(FILE, "../package.json"), "utf8"));
    const named = readFileSync(FILE, "utf8").matchAll(
      /npm (?:run )?(start|test(?::\w+)?|bench|lint|typecheck)\b/g,
    );
    expect([...named].map(([, name]) => name).filter((name) => !(`${name}` in scripts))).toEqual([]);
  });
});
