import { Unreadable } from "../unreadable";

/** Stands for a value of a plan that only the apply will know. */
export const UNKNOWN = Symbol("known after apply");

/** The attributes of a resource or of a block in it, each read as what it should be. */
export class Fields {
  /** @param where for people, such as `vsphere_virtual_machine.web_1` */
  constructor(
    readonly values: Readonly<Record<string, unknown>>,
    readonly where: string,
  ) {}

  /** Whether something stands there, whatever it is. Terraform's `null` is nothing. */
  has(key: string): boolean {
    return this.values[key] !== undefined && this.values[key] !== null;
  }

  /** @throws Unreadable unless it is a text */
  text(key: string): string {
    return this.read(key, "a text", (value) => typeof value === "string") as string;
  }

  /** @throws Unreadable unless it is a number, or a text that Terraform would take for one */
  number(key: string): number {
    const value = this.read(key, "a number", isNumeric);
    return Number(value);
  }

  /** @throws Unreadable unless it is true or false, or a text that Terraform would take for one */
  flag(key: string): boolean {
    const value = this.read(key, "true or false", (found) => typeof found === "boolean" || isFlagText(found));
    return value === true || value === "true";
  }

  /** @throws Unreadable unless it is a list */
  list(key: string): readonly unknown[] {
    return this.read(key, "a list", Array.isArray) as readonly unknown[];
  }

  /** @throws Unreadable unless it is a list of texts */
  texts(key: string): readonly string[] {
    const isTexts = (value: unknown) =>
      Array.isArray(value) && value.every((item) => typeof item === "string");
    return this.read(key, "a list of texts", isTexts) as readonly string[];
  }

  /** The blocks of a name: Terraform writes one as an object or as a list of one. None where there is none. @throws Unreadable */
  blocks(key: string): readonly Fields[] {
    if (!this.has(key)) return [];
    const value = this.values[key];
    const blocks = Array.isArray(value) ? value : [value];
    return blocks.map((block, index) => {
      const where = `${this.where}.${key}[${index}]`;
      if (isObject(block)) return new Fields(block, where);
      throw new Unreadable(`${where} is ${shown(block)}, not a block`);
    });
  }

  /** A map such as `extra_config`. @throws Unreadable unless it is one */
  map(key: string): Fields {
    return new Fields(
      this.read(key, "a map", isObject) as Readonly<Record<string, unknown>>,
      `${this.where}.${key}`,
    );
  }

  private read(key: string, kind: string, is: (value: unknown) => boolean): unknown {
    const value = this.values[key];
    if (is(value)) return value;
    const problem =
      value === undefined || value === null ? "is not there" : `is ${shown(value)}, not ${kind}`;
    throw new Unreadable(`${this.where}.${key} ${problem}`);
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumeric(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
}

function isFlagText(value: unknown): boolean {
  return value === "true" || value === "false";
}

function shown(value: unknown): string {
  if (value === UNKNOWN) return "known only after apply";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
