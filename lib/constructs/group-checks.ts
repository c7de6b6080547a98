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
