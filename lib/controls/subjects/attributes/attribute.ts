/** What is known of an attribute, so that whatever it says, somebody has thought about it. */
export type Attribute =
  /** The id of the rule that judges its value. */
  | { readonly judgedBy: string }
  /** Its value matters to nobody, and why. */
  | { readonly anything: string }
  /** The one right value, and what another one does. */
  | {
      readonly is: string | number | boolean;
      readonly otherwise: string;
      /** Set where the provider's default is another value, so that leaving it out is wrong as well. */
      readonly needed?: true;
    }
  /** An attribute of that name of the template the machine is a clone of. */
  | { readonly ofTemplate: string }
  /** No value is right; what it does. */
  | { readonly never: string }
  /** A block, or several, with attributes of their own. */
  | { readonly block: Attributes };

/** Attributes of a type or of a block, by their names in Terraform. What is not among them nobody has thought about. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** Several attributes of which one rule judges the values. */
export function judgedBy(rule: string, ...names: readonly string[]): Attributes {
  return Object.fromEntries(names.map((name) => [name, { judgedBy: rule }]));
}

/** Several attributes that are all off, or as vSphere has them, and what they do otherwise. */
export function fixed(
  is: string | number | boolean,
  otherwise: string,
  ...names: readonly string[]
): Attributes {
  return Object.fromEntries(names.map((name) => [name, { is, otherwise }]));
}

/** Words of Terraform that any resource may have. */
export const OF_ANY_RESOURCE: Attributes = {
  ...judgedBy("resources-stand-alone", "count", "for_each", "provider"),
  ...judgedBy("no-provisioners", "provisioner", "connection", "provisioners", "local-exec", "remote-exec"),
};
