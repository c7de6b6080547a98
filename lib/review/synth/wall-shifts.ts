import { readDocument } from "../../controls/guest/live-document";
import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { Unreadable } from "../../controls/unreadable";
import type { ResourceChange } from "../stack-review";
import { wallLines } from "./wall-lines";

const KEY = "guestinfo.straat.firewall";

/** Rules that come and go on the servers of which the firewall changes, each with whom it is about. */
export function wallShifts(
  before: StackOutput | undefined,
  after: StackOutput | undefined,
  changes: readonly ResourceChange[],
): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const touched = changes.filter(({ attributes }) => attributes.some(({ path }) => path.includes(KEY)));
  return touched.flatMap(({ address, previousAddress }) => {
    const old = linesOf(before, previousAddress ?? address);
    const young = linesOf(after, address);
    return [
      ...young.filter((line) => !old.includes(line)).map((line) => `+${line}`),
      ...old.filter((line) => !young.includes(line)).map((line) => `-${line}`),
    ];
  });
}

function linesOf(stack: StackOutput, address: string): readonly string[] {
  const settings = stack.at(address)?.values.extra_config;
  if (!isObject(settings)) return [];
  try {
    // Whom a stage is for is told here: everyone and a whitelist are not the same.
    return wallLines(readDocument(KEY, settings[KEY]).payload, undefined);
  } catch (error) {
    if (error instanceof Unreadable) return [String(settings[KEY])];
    throw error;
  }
}
