import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PROVIDER = join(__dirname, "../../node_modules/@cdktf/provider-kubernetes/lib");

/** What the provider declares in a block: by attribute its type, or the block inside and whether there may be several. */
export interface DeclaredBlock {
  readonly [attribute: string]: string | { readonly block: DeclaredBlock; readonly many: boolean };
}

/** Declarations of a resource, as the provider's own typed class has them: `deployment-v1`. */
export function declaredBy(name: string): DeclaredBlock {
  const interfaces = new Map<string, ReadonlyMap<string, string>>();
  for (const file of declarationFiles(name)) {
    const declarations = readFileSync(file, "utf8").matchAll(
      /export interface (\w+)(?: extends [^{]+)? \{\n([\s\S]*?)\n\}/g,
    );
    for (const [, interfaceName = "", body = ""] of declarations)
      interfaces.set(interfaceName, typesIn(body));
  }
  const root = [...interfaces.keys()].find(
    (key) => key.endsWith("Config") && ![...interfaces.values()].some((types) => mentions(types, key)),
  );
  if (root === undefined) throw new Error(`the provider declares nothing in ${name}`);
  return blockOf(root, interfaces);
}

function declarationFiles(name: string): readonly string[] {
  const folder = join(PROVIDER, name);
  const parts = join(folder, "index-structs");
  const more = existsSync(parts) ? readdirSync(parts).filter((file) => /^structs\d+\.d\.ts$/.test(file)) : [];
  return [join(folder, "index.d.ts"), ...more.map((file) => join(parts, file))];
}

/** The comment of each property ends in the attribute's name in Terraform. */
function typesIn(body: string): ReadonlyMap<string, string> {
  const properties = body.matchAll(/#(\w+) \w+#\w+\}[\s\S]*?readonly \w+\??: ((?:\{\n[^}]*\}|[^;\n])+);/g);
  return new Map([...properties].map(([, name = "", type = ""]) => [name, type.replace(/\s+/g, " ").trim()]));
}

function mentions(types: ReadonlyMap<string, string>, name: string): boolean {
  return [...types.values()].some((type) => new RegExp(`\\b${name}\\b`).test(type));
}

function blockOf(name: string, interfaces: ReadonlyMap<string, ReadonlyMap<string, string>>): DeclaredBlock {
  const entries = [...(interfaces.get(name) ?? [])].map(([attribute, type]) => {
    const plain = type.replace(/ \| cdktf\.IResolvable/g, "").trim();
    const [, inner = "", many] = /^(\w+?)(\[\])?$/.exec(plain) ?? [];
    if (!interfaces.has(inner)) return [attribute, plain] as const;
    return [attribute, { block: blockOf(inner, interfaces), many: many !== undefined }] as const;
  });
  return Object.fromEntries(entries);
}
