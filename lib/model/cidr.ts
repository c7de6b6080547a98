import { ADDRESS_BITS, IpAddress, type IpFamily } from "./ip";
import { InvalidError } from "./mistake";

/**
 * A network in CIDR notation (RFC 4632, RFC 4291), always canonical: no host bits, no leading zeros, RFC 5952
 * for IPv6. `nft` masks host bits in silence and so changes what a rule means; here they are an error.
 */
export class Cidr {
  private constructor(
    /** The network address. */
    readonly first: IpAddress,
    /** Prefix length in bits. */
    readonly prefix: number,
  ) {}

  /** @throws InvalidError for anything that is not one canonical network. */
  static parse(text: string): Cidr {
    const [addressText = "", prefixText, ...rest] = text.split("/");
    const readable = IpAddress.read(addressText);
    if (prefixText === undefined && readable !== undefined) {
      throw new InvalidError({
        value: text,
        problem: "has no prefix length",
        remedy: `write ${readable}/${ADDRESS_BITS[readable.family]} for this one address, or the network's prefix`,
      });
    }
    const address = IpAddress.parse(addressText, text.slice(addressText.length));
    const bits = ADDRESS_BITS[address.family];
    const prefix = Number(prefixText);
    if (rest.length > 0 || !/^(0|[1-9]\d*)$/.test(prefixText ?? "") || prefix > bits) {
      throw new InvalidError({
        value: text,
        problem: `the prefix length of an IPv${address.family} network is a whole number from 0 to ${bits}`,
        remedy: `write for example ${address}/${bits}`,
      });
    }
    const network = Cidr.around(address, prefix);
    if (!network.first.equals(address)) {
      throw new InvalidError({
        value: text,
        problem: `has host bits set: ${address} is an address inside ${network}`,
        remedy: `write ${network} for the network, or ${address}/${bits} for this one address`,
      });
    }
    return network;
  }

  /** The network of this prefix length that holds the address. */
  static around(address: IpAddress, prefix: number): Cidr {
    const hostBits = BigInt(ADDRESS_BITS[address.family] - prefix);
    return new Cidr(IpAddress.of(address.family, (address.value >> hostBits) << hostBits), prefix);
  }

  get family(): IpFamily {
    return this.first.family;
  }

  /** Number of addresses, the network and broadcast address included. */
  get size(): bigint {
    return 1n << BigInt(ADDRESS_BITS[this.family] - this.prefix);
  }

  get last(): IpAddress {
    return this.first.plus(this.size - 1n);
  }

  /** The address at this offset from the network address. @throws RangeError past the end. */
  at(offset: number): IpAddress {
    if (offset < 0 || BigInt(offset) >= this.size) throw new RangeError(`${this} has no address ${offset}`);
    return this.first.plus(offset);
  }

  /** The `index`-th of the equal parts of the given prefix length. @throws RangeError past the end. */
  part(prefix: number, index: number): Cidr {
    const size = 1n << BigInt(ADDRESS_BITS[this.family] - prefix);
    const part = new Cidr(this.first.plus(size * BigInt(index)), prefix);
    if (prefix < this.prefix || !this.contains(part))
      throw new RangeError(`${this} has no part ${index} of /${prefix}`);
    return part;
  }

  contains(other: Cidr | IpAddress): boolean {
    const [first, last] = other instanceof Cidr ? [other.first, other.last] : [other, other];
    return first.family === this.family && first.value >= this.first.value && last.value <= this.last.value;
  }

  overlaps(other: Cidr): boolean {
    return this.contains(other) || other.contains(this);
  }

  toString(): string {
    return `${this.first}/${this.prefix}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
