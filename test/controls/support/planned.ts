import type { Body } from "../../support/app";

const REFERENCE = /^\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)\.([^}]+)\}$/;

/**
 * What `terraform show -json PLAN` would print for a synthesized stack that is not there yet: data sources are read and have
 * ids of vCenter, what refers to them is known, and what refers to resources still to be made is not.
 *
 * @param actions what is done to a resource. @default everything is made
 */
export function planOf(
  terraform: Body,
  actions: (address: string) => readonly string[] = () => ["create"],
): string {
  const data = entriesOf(terraform.data).map(({ type, name, body }) => ({
    address: `data.${type}.${name}`,
    mode: "data",
    type,
    name,
    values: {
      ...readOf(`data.${type}.${name}`, terraform),
      ...valuesOf(body),
      id: `${type.split("_").at(-1)}-${name}`,
    },
  }));
  const byAddress = new Map<string, Body>(data.map(({ address, values }) => [address, values]));
  const managed = entriesOf(terraform.resource);
  for (const { type, name, body } of managed) byAddress.set(`${type}.${name}`, valuesOf(body));
  const planned = managed.map(({ type, name, body }) => {
    const { known, unknown } = split(valuesOf(body), byAddress) as { known: Body; unknown: Body };
    // A manifest has no id; what the server makes of it is told by its own attribute.
    const told = type === "kubernetes_manifest" ? { object: true } : { id: true };
    return { address: `${type}.${name}`, type, name, body, values: known, unknown: { ...unknown, ...told } };
  });
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    complete: true,
    errored: false,
    planned_values: {
      root_module: {
        resources: planned.map(({ address, type, name, values }) => ({
          address,
          mode: "managed",
          type,
          name,
          values,
        })),
      },
    },
    prior_state: {
      format_version: "1.0",
      values: {
        root_module: {
          resources: data.map((source) => ({
            ...source,
            values: (split(source.values, byAddress) as { known: Body }).known,
          })),
        },
      },
    },
    resource_changes: planned.map(({ address, type, name, values, unknown }) => ({
      address,
      mode: "managed",
      type,
      name,
      change: { actions: actions(address), before: null, after: values, after_unknown: unknown },
    })),
    configuration: {
      root_module: {
        resources: planned.map(({ address, type, name, body }) => ({
          address,
          mode: "managed",
          type,
          name,
          expressions: expressionsOf(valuesOf(body)),
          ...(body.depends_on === undefined ? {} : { depends_on: body.depends_on }),
        })),
      },
    },
  });
}

/** What vCenter told of a data source beside what was asked: the attributes something in the stack refers to. */
function readOf(address: string, terraform: Body): Body {
  const texts = JSON.stringify(terraform).split(`\${${address}.`).slice(1);
  const attributes = texts.map((text) => text.slice(0, text.indexOf("}")));
  return Object.fromEntries(attributes.map((attribute) => [attribute, `${attribute} of ${address}`]));
}

function entriesOf(section: Body | undefined) {
  return Object.entries<Body>(section ?? {}).flatMap(([type, named]) =>
    Object.entries<Body>(named).map(([name, body]) => ({ type, name, body })),
  );
}

function valuesOf({ "//": _, lifecycle, depends_on, ...values }: Body): Body {
  return values;
}

/** What of a value is known before the apply, and a mark at each place that is not. */
function split(value: unknown, byAddress: ReadonlyMap<string, Body>): { known: unknown; unknown: unknown } {
  if (typeof value === "string") return splitText(value, byAddress);
  if (Array.isArray(value)) {
    const items = value.map((item) => split(item, byAddress));
    return { known: items.map(({ known }) => known), unknown: items.map(({ unknown }) => unknown) };
  }
  if (typeof value !== "object" || value === null) return { known: value, unknown: false };
  const entries = Object.entries(value).map(([key, item]) => [key, split(item, byAddress)] as const);
  return {
    known: Object.fromEntries(
      entries.flatMap(([key, { known }]) => (known === undefined ? [] : [[key, known]])),
    ),
    unknown: Object.fromEntries(entries.map(([key, { unknown }]) => [key, unknown])),
  };
}

function splitText(text: string, byAddress: ReadonlyMap<string, Body>): { known: unknown; unknown: unknown } {
  const [, address = "", attribute = ""] = REFERENCE.exec(text) ?? [];
  if (address === "") return { known: text, unknown: false };
  const value = valueAt(byAddress.get(address), attribute);
  if (value !== undefined) return split(value, byAddress);
  // What vCenter tells of a data source is known by then; what a resource gets at its making is not.
  return address.startsWith("data.")
    ? { known: `(read) ${attribute}`, unknown: false }
    : { known: undefined, unknown: true };
}

/** `metadata[0].name`: Terraform writes one block as a list of one. */
function valueAt(values: unknown, path: string): unknown {
  const keys = path.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  return keys.reduce<unknown>((value, key) => {
    if (key === "0" && typeof value === "object" && !Array.isArray(value)) return value;
    return (value as Body | undefined)?.[key];
  }, values);
}

function expressionsOf(values: Body): Body {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, expressionOf(value)]));
}

function expressionOf(value: unknown): unknown {
  if (Array.isArray(value) && value.some((item) => typeof item === "object")) return value.map(expressionsOf);
  const texts = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
  const references = texts.flatMap((text) => {
    const [, address, attribute] = REFERENCE.exec(text) ?? [];
    return address === undefined ? [] : [`${address}.${attribute}`, address];
  });
  return references.length > 0 ? { references } : { constant_value: value };
}
