import { InvalidError } from "../model/mistake";
import { shownValue } from "../model/text";
import { VmSize } from "../model/vm-size";

/** @throws InvalidError for anything but a size. */
export function checkSize(size: unknown): VmSize {
  if (size instanceof VmSize) return size;
  throw new InvalidError({
    value: shownValue(size),
    problem: "is not a size of server",
    remedy: "write VmSize.SMALL, MEDIUM or LARGE, or VmSize.of({ cpus, memoryGib })",
  });
}

/** @throws InvalidError for a member the group does not have, or a generation that is no number from 1 up. */
export function checkGeneration(member: number, generation: number, members: readonly number[]): void {
  if (members.includes(member) && Number.isInteger(generation) && generation >= 1) return;
  throw new InvalidError({
    value: String(generation),
    problem: `is not the generation of one of members ${members.join(", ")}`,
    remedy: "write the member's number and a whole number from 2 up",
  });
}

/** Size of a data disk in GiB. @throws InvalidError for what vSphere would not make */
export function checkDataSize(gib: unknown): number {
  if (typeof gib === "number" && Number.isInteger(gib) && gib >= 1 && gib <= 62 * 1024) return gib;
  throw new InvalidError({
    value: shownValue(gib),
    problem: "is not the size of a data disk in GiB",
    remedy: "write a whole number from 1 to 63488, for example { gib: 200 }",
  });
}
