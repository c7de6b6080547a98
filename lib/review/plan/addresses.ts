import type { Redactor } from "../redaction/redactor";

/** A key of one of several: `[0]`, `["alkmaar"]`, and `[*]` where only the apply will know them. */
const KEY = /\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g;

/** `thing.name[0]` and `module.a["b"].thing.name` as their configuration has them. */
export function withoutKeys(address: string): string {
  return address.includes("[") ? address.replace(KEY, "") : address;
}

/** Whether an address is one of a type, and of what is read where it is said to be read. */
export function isAddressOf(address: string, type: string, isData: boolean): boolean {
  const steps = withoutKeys(address).split(".");
  return steps.at(-2) === type && (steps.at(-3) === "data") === isData;
}

/**
 * Addresses of one plan as they may be shown. Names in them are those of the configuration, which are no secrets, also where one is spelled
 * like a secret: a server whose address were masked would not be known for a member of its group. Only keys of instances may hold one.
 */
export class Addresses {
  private readonly known = new Map<string, string>();
  private readonly taken = new Set<string>();

  constructor(private readonly redactor: Redactor) {}

  /** The same for the same address, and another one for any other, though their keys be masked alike. */
  shown(address: string): string {
    if (!address.includes("[")) return address;
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const masked = address.replace(KEY, (key) => this.maskedKey(key));
    let own = masked;
    for (let number = 2; this.taken.has(own); number++) own = `${masked} #${number}`;
    this.known.set(address, own);
    this.taken.add(own);
    return own;
  }

  private maskedKey(key: string): string {
    const masked = this.redactor.name(key);
    if (masked !== key || !key.startsWith('["')) return masked;
    const text = textOf(key.slice(1, -1));
    const shown = this.redactor.name(text);
    return shown === text ? key : `[${JSON.stringify(shown)}]`;
  }
}

/** What a key says; Terraform doubles the sign before a brace, and escapes the rest as JSON does. */
function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted)).replace(/([$%])\1\{/g, "$1{");
  } catch {
    return quoted;
  }
}
