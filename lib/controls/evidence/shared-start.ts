import { code, type Text } from "./page";

/**
 * Names as a list in which what they share is said once: `verne-production/vsphere_virtual_machine.` web_1, web_2. A house
 * has thousands, and a page of them all in full is read by nobody.
 */
export function bySharedStart(names: readonly string[]): readonly Text[] {
  const ends = new Map<string, string[]>();
  for (const name of names) {
    const start = /^.*[./#](?=.)/.exec(name)?.[0] ?? "";
    ends.set(start, [...(ends.get(start) ?? []), name.slice(start.length)]);
  }
  return [...ends].map(([start, rest]) => {
    const [only] = rest;
    if (rest.length === 1) return [code(`${start}${only}`)];
    const listed = rest.flatMap((end) => [", ", code(end)]).slice(1);
    return start === "" ? listed : [code(start), " ", ...listed];
  });
}
