import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { isHarmless } from "./harmless-objects";
import { MUTATED_STACKS, type Mutant } from "./mutant";
import { kindOf as objectKind } from "./objects";

/**
 * Attributes that say nothing about safety, each with why. Everything else is mutated, also what a later version of the
 * library will write.
 */
const HARMLESS: Readonly<Record<string, string>> = {
  annotation: "a note for people",
  description: "a note for people",
  cpu_hot_add_enabled: "whether growing takes a restart",
  memory_hot_add_enabled: "whether growing takes a restart",
  thin_provisioned: "when space is taken from the datastore",
  guest_id: "what vCenter calls the operating system; another one than the template has is found",
  scsi_type: "how fast a disk is; another one than the template has is found",
  unit_number: "the order of disks on their controller",
};

/** Each resource gone, each attribute gone, each yes a no, each number one less and one more, each reference another's. */
export function resourceMutants(): readonly Mutant[] {
  return MUTATED_STACKS.flatMap((stack) => {
    const { terraform } = EditableFleet.examples().stack(stack);
    const sections = [
      ["", terraform.resource],
      ["data.", terraform.data],
    ] as const;
    const all = sections.flatMap(([prefix, section]) =>
      Object.entries<Body>(section ?? {}).flatMap(([type, named]) =>
        Object.entries<Body>(named).map(([name, body]) => ({
          address: `${prefix}${type}.${name}`,
          type,
          body,
        })),
      ),
    );
    const dropped = all.map(({ address }) =>
      mutant(stack, `${address} is gone`, (fleet) => drop(fleet, stack, address)),
    );
    const seen = new Set<string>();
    const changed = all.flatMap(({ address, type, body }) => {
      const kind = kindOf(address, type, body);
      if (seen.has(kind)) return [];
      seen.add(kind);
      const others = all.filter((other) => other.type === type && other.address !== address);
      return attributeMutants(
        stack,
        address,
        type,
        body,
        others.map((other) => other.address),
      );
    });
    return [...dropped, ...changed];
  });
}

/**
 * Members are made by one piece of code, so one of each group is enough; so is one of each other type. Of objects in the cluster
 * one is taken of each form: what is not mutated here has the attributes of another one that is.
 */
function kindOf(address: string, type: string, body: Body): string {
  if (type === "vsphere_virtual_machine") return address.replace(/_\d+$/, "");
  if (!type.startsWith("kubernetes_")) return type;
  const form = [...leavesOf(body)].map(({ path }) => path.filter((key) => typeof key === "string").join("."));
  return `${type} ${objectKind(type, body)} ${[...new Set(form)].sort()}`;
}

function attributeMutants(
  stack: string,
  address: string,
  type: string,
  body: Body,
  others: readonly string[],
): readonly Mutant[] {
  return [...leavesOf(body)].flatMap(({ path, value }) => {
    const name = path.join(".");
    const changes = [{ what: "is gone", to: undefined }, ...weaker(value, others)];
    const telling = type.startsWith("kubernetes_")
      ? changes.filter(({ what }) => !isHarmless(`${objectKind(type, body)} ${name} ${what}`, stack))
      : changes;
    return telling.map(({ what, to }) =>
      mutant(stack, `${address} ${name} ${what}`, (fleet) =>
        assign(fleet.resource(stack, address), path, to),
      ),
    );
  });
}

/** What could stand in the place of a value, of its own kind. */
function weaker(
  value: unknown,
  others: readonly string[],
): readonly { readonly what: string; readonly to: unknown }[] {
  if (typeof value === "boolean") return [{ what: `is ${!value}`, to: !value }];
  if (typeof value === "number") return [value - 1, value + 1].map((to) => ({ what: `is ${to}`, to }));
  if (typeof value !== "string") return [];
  if (value === "TRUE" || value === "FALSE") {
    const to = value === "TRUE" ? "FALSE" : "TRUE";
    return [{ what: `is ${to}`, to }];
  }
  if (!value.startsWith("${")) return [{ what: "is another text", to: `other-${value}` }];
  const other = others.find((candidate) => !value.includes(`${candidate}.`));
  return other === undefined ? [] : [{ what: `refers to ${other}`, to: `\${${other}.id}` }];
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Every attribute, block and item of a resource, but what is harmless and what servers read, which has mutants of its own. */
function* leavesOf(value: unknown, path: Leaf["path"] = []): Generator<Leaf> {
  const key = String(path.at(-1));
  if (key in HARMLESS || key === "//" || key.startsWith("guestinfo.")) return;
  if (path.length > 0) yield { path, value };
  if (typeof value !== "object" || value === null) return;
  for (const [child, item] of Object.entries(value)) {
    yield* leavesOf(item, [...path, Array.isArray(value) ? Number(child) : child]);
  }
}

function assign(body: Body, path: readonly (string | number)[], to: unknown): void {
  const parent = path.slice(0, -1).reduce<Body>((node, key) => node[key], body);
  const key = path.at(-1) as string | number;
  if (to !== undefined) parent[key] = to;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
}

function drop(fleet: EditableFleet, stack: string, address: string): void {
  const isData = address.startsWith("data.");
  const [type, name] = address.replace(/^data\./, "").split(".") as [string, string];
  delete fleet.stack(stack).terraform[isData ? "data" : "resource"][type][name];
}

function mutant(stack: string, what: string, change: Mutant["change"]): Mutant {
  return { name: `${stack}: ${what}`, stack, change };
}
