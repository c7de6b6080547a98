import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";

const ROOT = resolve(__dirname, "..");

/** What each room may import: rooms below it, never one above; and the packages it may know. */
const ROOMS: Readonly<
  Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>
> = {
  "lib/model": { rooms: [], packages: [] },
  "lib/network": { rooms: ["lib/model"], packages: [] },
  "lib/guest": { rooms: ["lib/network", "lib/model"], packages: ["fflate"] },
  "lib/constructs": {
    rooms: ["lib/guest", "lib/network", "lib/model"],
    packages: ["cdktf", "constructs", "@cdktf/provider-vsphere", "@cdktf/provider-kubernetes"],
  },
  "lib/controls": { rooms: ["lib/network", "lib/model"], packages: ["yaml"] },
  "lib/review": { rooms: ["lib/controls", "lib/network", "lib/model"], packages: ["yaml"] },
  "lib/synth": {
    rooms: ["lib/review", "lib/controls", "lib/constructs", "lib/network", "lib/model"],
    packages: ["cdktf"],
  },
  "lib/testing": {
    rooms: ["lib/synth", "lib/controls", "lib/constructs", "lib/model"],
    packages: ["@jest/globals"],
  },
  "lib/cli": {
    rooms: [
      "lib/synth",
      "lib/review",
      "lib/controls",
      "lib/constructs",
      "lib/guest",
      "lib/network",
      "lib/model",
    ],
    packages: ["@viz-js/viz"],
  },
  "lib/index.ts": {
    rooms: ["lib/synth", "lib/constructs", "lib/guest", "lib/network", "lib/model"],
    packages: [],
  },
  stacks: { rooms: ["lib/index.ts"], packages: ["cdktf"] },
};

const files = ["lib", "stacks"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);

/** Files and what is wrong with each, for those with something wrong. */
function offenders(check: (file: string) => readonly string[]): readonly string[] {
  return files.flatMap((file) => check(file).map((wrong) => `${file}: ${wrong}`));
}

describe("the house", () => {
  test("has every file in a room", () => {
    expect(files.filter((file) => roomOf(file) === "")).toEqual([]);
    expect(files.length).toBeGreaterThan(40);
  });

  test("has rooms that import from themselves and rooms below them only", () => {
    const upwards = (file: string) => {
      const allowed = [roomOf(file), ...(ROOMS[roomOf(file)]?.rooms ?? [])];
      const targets = importsOf(file).filter((target) => target.startsWith("."));
      return targets.filter((target) => !allowed.includes(roomOf(resolveImport(file, target))));
    };
    expect(offenders(upwards)).toEqual([]);
  });

  test("has rooms that know few packages, and of a provider only the classes they name", () => {
    const strange = (file: string) => {
      const allowed = ROOMS[roomOf(file)]?.packages ?? [];
      const targets = importsOf(file).filter(
        (target) => !target.startsWith(".") && !target.startsWith("node:"),
      );
      const isWhole = (target: string) => target.startsWith("@cdktf/provider-") && !target.includes("/lib/");
      return targets.filter((target) => !allowed.includes(packageOf(target)) || isWhole(target));
    };
    expect(offenders(strange)).toEqual([]);
  });

  test("has files that hold one idea, in at most 300 lines", () => {
    expect(files.filter((file) => read(file).split("\n").length > 300)).toEqual([]);
  });
});

test("docs/architecture.md tells every room, and what it may import", () => {
  const rows = read("docs/architecture.md").matchAll(/^\| `(lib\/\w+|stacks)` \| .* \| (.*) \| .* \|$/gm);
  const told = Object.fromEntries([...rows].map(([, room, rooms]) => [room, rooms]));
  const short = (rooms: readonly string[]) =>
    rooms.map((room) => (room === "lib/index.ts" ? `\`${room}\`` : room.replace("lib/", ""))).join(", ");
  const held = Object.entries(ROOMS).filter(([room]) => room !== "lib/index.ts");
  expect(told).toEqual(
    Object.fromEntries(held.map(([room, { rooms }]) => [room, short(rooms) || "nothing"])),
  );
});

test("the check bites: an import from a room above is seen", () => {
  const target = resolveImport("lib/model/cidr.ts", "../constructs/street");
  expect(roomOf(target)).toBe("lib/constructs");
  expect(ROOMS["lib/model"]?.rooms).not.toContain(roomOf(target));
  expect(importsOf("lib/constructs/straat-stack.ts")).toContain("@cdktf/provider-vsphere/lib/provider");
});

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

function importsOf(file: string): readonly string[] {
  const statements = read(file).matchAll(
    /^(?:(?:import|export|\}).* from |import )"([^"]+)";$|\brequire\("([^"]+)"\)/gm,
  );
  return [...statements].map((match) => (match[1] ?? match[2]) as string);
}

function resolveImport(file: string, target: string): string {
  const path = relative(ROOT, resolve(ROOT, dirname(file), target));
  return path === "lib" ? "lib/index.ts" : path;
}

function roomOf(path: string): string {
  return Object.keys(ROOMS).find((room) => path === room || path.startsWith(`${room}/`)) ?? "";
}

function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}
