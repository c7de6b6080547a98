import type { Addresses } from "../../network/addresses";
import { describeAddresses, describeSpace } from "../../network/difference";
import { FAMILIES, type PacketSpace } from "../../network/packet-space";

/** Somebody with addresses, such as a place. */
interface Known {
  readonly name: string;
  readonly sources: Addresses;
  readonly destinations: Addresses;
}

/**
 * The packets of a way as lines for people: `tcp/443 from 198.51.100.16/28 to 10.20.0.10`. Where one end is so many
 * ranges that they would not all be written out, it is told by its name: `tcp/443 from internet (IPv4) to 10.20.0.10`.
 */
export function wayLines(
  space: PacketSpace,
  from: Known | undefined,
  to: Known | undefined,
): readonly string[] {
  const names = FAMILIES.flatMap((family) => [
    ...named(" from ", " to ", family, from?.name, from?.sources),
    ...named(" to ", "", family, to?.name, to?.destinations),
  ]);
  return describeSpace(space).map((line) =>
    names.reduce((text, { written, instead }) => text.replace(written, () => instead), line),
  );
}

function named(
  before: string,
  behind: string,
  family: 4 | 6,
  name: string | undefined,
  addresses: Addresses | undefined,
) {
  if (name === undefined || addresses === undefined) return [];
  const text = describeAddresses(family, addresses.in(family));
  if (!/ and \d+ more$/.test(text)) return [];
  return [{ written: `${before}${text}${behind}`, instead: `${before}${name} (IPv${family})${behind}` }];
}
