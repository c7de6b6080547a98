/** How one attribute or block of the provider becomes a field of the API. */
export interface Field {
  readonly kind: FieldKind;
  /** Name in the API; by default it follows from the attribute's, see `apiName`. */
  readonly as?: string;
  /** What the provider sends where nothing is written; by default it sends nothing. */
  readonly fallback?: unknown;
  /** Of a block: what stands in it. */
  readonly shape?: Shape;
  /** Zero is as good as nothing: the API leaves it out. Off by default: many a zero means something. */
  readonly zeroIsNothing?: boolean;
  /** Where nothing is written a plan says "known after apply", since the server fills it in. Off by default. */
  readonly serverFills?: boolean;
}

/**
 * - `text`: an empty one is as good as none, as for the provider
 * - `number`: also written as a text, as the provider has it for what may be empty
 * - `port`: a number or a name, always written as a text; also `25%`
 * - `octal`: file permissions, such as `0440`, which the API takes as a number
 * - `map`: keys are data, such as labels, and kept as they are
 * - `block`, `blocks`: one of a shape, or a list of them
 * - `projections`: blocks of which each part becomes an item of its own
 * - `secret`: values of a Secret, which the provider encodes; `encoded` are those that are in base64 already
 * - `ours`: for Terraform alone, and never sent
 */
export type FieldKind =
  | "text"
  | "number"
  | "flag"
  | "port"
  | "octal"
  | "texts"
  | "numbers"
  | "map"
  | "block"
  | "blocks"
  | "projections"
  | "secret"
  | "encoded"
  | "ours";

/**
 * What may stand in a block, by the names of the provider (version 2.38), in the order in which the API's own documentation has
 * it. An attribute that is not in it is not known, which is an error: leaving it out could hide anything.
 */
export type Shape = Readonly<Record<string, Field>>;

type More = Omit<Field, "kind" | "shape">;

export const text = (more: More = {}): Field => ({ kind: "text", ...more });
export const number = (more: More = {}): Field => ({ kind: "number", ...more });
export const flag = (more: More = {}): Field => ({ kind: "flag", ...more });
export const port = (more: More = {}): Field => ({ kind: "port", ...more });
export const octal = (more: More = {}): Field => ({ kind: "octal", ...more });
export const texts = (more: More = {}): Field => ({ kind: "texts", ...more });
export const numbers = (more: More = {}): Field => ({ kind: "numbers", ...more });
export const map = (more: More = {}): Field => ({ kind: "map", ...more });
export const block = (shape: Shape, more: More = {}): Field => ({ kind: "block", shape, ...more });
export const blocks = (shape: Shape, as?: string, more: More = {}): Field => ({
  kind: "blocks",
  shape,
  ...(as === undefined ? {} : { as }),
  ...more,
});
export const projections = (shape: Shape): Field => ({ kind: "projections", shape });
export const secret = (more: More = {}): Field => ({ kind: "secret", ...more });
export const encoded = (more: More = {}): Field => ({ kind: "encoded", ...more });
export const ours: Field = { kind: "ours" };
