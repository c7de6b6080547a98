import { isIPv4, isIPv6 } from "node:net";
import { InvalidError } from "./mistake";

export type IpFamily = 4 | 6;

/** Bits in an address of each family. */
export const ADDRESS_BITS: Readonly<Record<IpFamily, number>> = { 4: 32, 6: 128 };

/** Of an IPv6 address in full. Numbers of its size are slow, so what can be done with digits is. */
const HEX_DIGITS = 32;

const MAPPED_PREFIX = 0xffffn << 32n;

/**
 * An IPv4 or IPv6 address, written in its one canonical form (dotted decimal; RFC 5952 for IPv6).
 *
 * An IPv4-mapped IPv6 address (`::ffff:a.b.c.d`) is refused: a firewall sees such a packet as IPv4, so a rule
 * written that way would look closed and be open, or the reverse.
 */
export class IpAddress {
  private constructor(
    readonly family: IpFamily,
    readonly value: bigint,
  ) {}

  /**
   * @param suffix what follows the address where it stands, such as a prefix length, for the message
   * @throws InvalidError when the text is not an address, or not in canonical form
   */
  static parse(text: string, suffix = ""): IpAddress {
    const value = text + suffix;
    const address = IpAddress.read(text);
    if (address === undefined) {
      throw new InvalidError({
        value,
        problem: "is not an IPv4 or IPv6 address",
        remedy: "write four decimal numbers of 0-255 (192.0.2.10), or an IPv6 address (2001:db8::10)",
      });
    }
    if (address.family === 6 && address.value >> 32n === MAPPED_PREFIX >> 32n) {
      const inner = IpAddress.of(4, address.value & 0xffffffffn);
      throw new InvalidError({
        value,
        problem: "is an IPv4 address mapped into IPv6; firewalls match such packets as IPv4",
        remedy: suffix === "" ? `write ${inner}` : `write ${inner} with the prefix length it has in IPv4`,
      });
    }
    if (address.toString() !== text) {
      throw new InvalidError({
        value,
        problem: "is not written in its canonical form",
        remedy: `write ${address}${suffix}`,
      });
    }
    return address;
  }

  static of(family: IpFamily, value: bigint): IpAddress {
    if (value < 0n || value >> BigInt(ADDRESS_BITS[family]) !== 0n) {
      throw new RangeError(`${value} does not fit in an IPv${family} address`);
    }
    return new IpAddress(family, value);
  }

  /** The address without judging its form; undefined when the text is no address at all. */
  static read(text: string): IpAddress | undefined {
    if (isIPv4(text)) return new IpAddress(4, parseIpv4(text));
    if (isIPv6(text) && !text.includes("%")) return new IpAddress(6, parseIpv6(text));
    return undefined;
  }

  plus(offset: number | bigint): IpAddress {
    return IpAddress.of(this.family, this.value + BigInt(offset));
  }

  equals(other: IpAddress): boolean {
    return this.family === other.family && this.value === other.value;
  }

  toString(): string {
    return this.family === 4 ? formatIpv4(this.value) : formatIpv6(this.value);
  }

  toJSON(): string {
    return this.toString();
  }
}

function parseIpv4(text: string): bigint {
  return BigInt(text.split(".").reduce((value, octet) => value * 256 + Number(octet), 0));
}

function parseIpv6(text: string): bigint {
  const dotted = text.match(/\d+\.\d+\.\d+\.\d+$/)?.[0];
  const hexOnly = dotted === undefined ? text : text.slice(0, -dotted.length) + asTwoGroups(dotted);
  const [head = "", tail] = hexOnly.split("::");
  const [before, after] = [digits(head), digits(tail ?? "")];
  return BigInt(`0x${before}${after.padStart(HEX_DIGITS - before.length, "0")}`);
}

/** Groups in hexadecimal, each in full. */
function digits(groups: string): string {
  if (groups === "") return "";
  let all = "";
  for (const group of groups.split(":")) all += group.padStart(4, "0");
  return all;
}

function asTwoGroups(dotted: string): string {
  const value = parseIpv4(dotted);
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}

function formatIpv4(value: bigint): string {
  const number = Number(value);
  return `${number >>> 24}.${(number >>> 16) & 0xff}.${(number >>> 8) & 0xff}.${number & 0xff}`;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
function formatIpv6(value: bigint): string {
  const all = value.toString(16).padStart(HEX_DIGITS, "0");
  const hex: string[] = [];
  for (let at = 0; at < HEX_DIGITS; at += 4)
    hex.push(Number.parseInt(all.slice(at, at + 4), 16).toString(16));
  let run = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (hex[start + length] === "0") length++;
    if (length > run.length) run = { start, length };
  }
  if (run.length < 2) return hex.join(":");
  return `${hex.slice(0, run.start).join(":")}::${hex.slice(run.start + run.length).join(":")}`;
}
