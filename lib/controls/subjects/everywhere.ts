import type { House } from "../house";

interface Said {
  readonly value: string;
  readonly where: string;
}

const said = new WeakMap<House, Map<string, Said>>();

/**
 * What was said of something that is the same everywhere, where it was said first; that may be here. The model file does
 * not say it, so all there is to hold it against is what other servers are told.
 *
 * @param what is the same everywhere, such as the path of a program
 * @returns where another value was met before, and which; undefined where this is that value
 */
export function otherwise(house: House, what: string, value: string, where: string): Said | undefined {
  const known = said.get(house) ?? new Map<string, Said>();
  said.set(house, known);
  const first = known.get(what);
  if (first === undefined) known.set(what, { value, where });
  return first === undefined || first.value === value ? undefined : first;
}
