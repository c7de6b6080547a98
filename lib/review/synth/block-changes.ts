import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { attributeChanges } from "../attributes/attribute-changes";
import type { Redactor } from "../redaction/redactor";
import type { ResourceChange } from "../stack-review";
import { isSame, type Json } from "./bodies";
import { asNote, withCosmetic } from "./cosmetic";

/** Blocks that say what becomes of resources, and show there. */
const SHOWN_ELSEWHERE = new Set(["moved", "removed", "import", "//"]);

const REASONS: Readonly<Record<string, string>> = {
  "terraform.backend": "the state is kept elsewhere: terraform init -migrate-state comes first",
  "terraform.required_providers": "another provider, or another version of it, makes the resources",
  "terraform.required_version": "another version of Terraform is asked for",
  provider: "the provider is set up in another way",
  output: "only what the stack tells others changes",
  variable: "what the stack asks for changes",
  check: "what Terraform checks changes",
  module: "a module is called in another way, and nobody looked into it",
  locals: "a value that others refer to changes",
};

/**
 * What changes in a synth beside its resources: where the state is kept, versions of providers, outputs, variables, checks. What
 * construct made something, and by which version of the engine, is cosmetic.
 */
export function blockChanges(
  before: StackOutput,
  after: StackOutput,
  redactor: Redactor,
): readonly ResourceChange[] {
  const [one, other] = [partsOf(before), partsOf(after)];
  const places = [...new Set([...one.keys(), ...other.keys()])].sort();
  return places.flatMap((place) => changeOf(place, one.get(place), other.get(place), redactor));
}

function changeOf(
  address: string,
  before: unknown,
  after: unknown,
  redactor: Redactor,
): readonly ResourceChange[] {
  if (isSame(before, after)) return [];
  const key = address.slice(address.lastIndexOf(".") + 1);
  const [one, other] = [holding(key, before), holding(key, after)];
  const changes = attributeChanges(one, other, redactor);
  const attributes = address === "//" ? changes.map(asNote) : withCosmetic(changes, one, other);
  if (attributes.length === 0) return [];
  const isCosmetic = attributes.every((change) => change.isCosmetic);
  const type = address.split(".")[0] as string;
  return [
    {
      address: redactor.name(address),
      type,
      action: isCosmetic ? "no-op" : "update",
      previousAddress: undefined,
      importing: undefined,
      reason: isCosmetic
        ? "only what the engine notes for itself changes"
        : (REASONS[address] ?? REASONS[type]),
      replacePaths: [],
      attributes,
      isCosmetic,
    },
  ];
}

/** A part as the one attribute of something, so that what is no object can be compared as well. */
function holding(key: string, part: unknown): Json {
  return part === undefined ? {} : { [key]: part };
}

/** Blocks one by one: `provider.vsphere`, `output.name`, `terraform.backend`; `//` for what the engine notes. */
function partsOf({ others, whole }: StackOutput): ReadonlyMap<string, unknown> {
  const comment = isObject(whole) ? whole["//"] : undefined;
  const parts = Object.entries(others)
    .filter(([section]) => !SHOWN_ELSEWHERE.has(section))
    .flatMap(([section, blocks]) =>
      isObject(blocks)
        ? Object.entries(blocks).map(([name, block]) => [`${section}.${name}`, block] as const)
        : [[section, blocks] as const],
    );
  return new Map([...parts, ...(comment === undefined ? [] : [["//", comment] as const])]);
}
