import { type IdentityDocument, readIdentityDocument } from "../guest/identity-document";
import { recent } from "../guest/recent";
import { Machine } from "../machine";
import type { StackOutput } from "../terraform/stack-output";

/** Machines that are told whom to trust and what to show; that every one is, has a rule of its own. */
export function identified(stack: StackOutput): readonly Machine[] {
  return Machine.in(stack).filter((machine) => machine.hasDocument("identity"));
}

const read = recent(64, readIdentityDocument);

/** Whom a machine is told to trust, and what it may show. @throws Unreadable */
export function identityOf(machine: Machine): IdentityDocument {
  return read(machine.document("identity"));
}
