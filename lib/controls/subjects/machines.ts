import type { ServerRole } from "../../model/model-file";
import { Machine } from "../machine";
import { isObject } from "../terraform/fields";
import type { StackOutput } from "../terraform/stack-output";

/** All virtual machines of a stack, also those that the model file does not know. */
export function machines(stack: StackOutput): readonly Machine[] {
  return Machine.in(stack);
}

/** Machines of these roles. One that the model file does not know counts as a server: what it is, nobody says. */
export function machinesOf(...roles: readonly ServerRole[]): (stack: StackOutput) => readonly Machine[] {
  return (stack) => Machine.in(stack).filter(({ group }) => roles.includes(group?.role ?? "server"));
}

/** Machines that are given a live document. Those that should be, and are not, are for the rule about just that. */
export function machinesTold(document: string): (stack: StackOutput) => readonly Machine[] {
  return (stack) => Machine.in(stack).filter((machine) => isTold(machine, document));
}

/** Whether there is something under a document's key, whatever it is. */
export function isTold({ resource }: Machine, document: string): boolean {
  const settings = resource.values.extra_config;
  return isObject(settings) && (settings[`guestinfo.straat.${document}`] ?? null) !== null;
}

/** The last part of a group's path, such as `web`. */
export function groupName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
