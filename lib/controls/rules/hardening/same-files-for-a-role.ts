import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { type Subject, stackRule } from "../../rule";
import { filesOf } from "../../subjects/frozen";
import type { StackOutput } from "../../terraform/stack-output";

interface Kind extends Subject {
  readonly machines: readonly Machine[];
}

/** Servers that do the same: of one role, with the same software, with or without a data disk and a shared address. */
function kinds(stack: StackOutput): readonly Kind[] {
  const byKind = new Map<string, Machine[]>();
  for (const machine of Machine.in(stack)) {
    const { group } = machine;
    if (group === undefined) continue;
    const { role, runs, data, virtual } = group;
    const kind = JSON.stringify([role, runs ?? null, data, virtual.length > 0]);
    byKind.set(kind, [...(byKind.get(kind) ?? []), machine]);
  }
  return [...byKind.values()].flatMap((machines) => {
    const [first] = machines;
    return first === undefined || machines.length < 2 ? [] : [{ id: first.id, machines }];
  });
}

/** B-07, H-03: servers that do the same are made of the same. */
export const sameFilesForARole = stackRule({
  id: "same-files-for-a-role",
  info: "servers of a stack that do the same are made of the same files and the same first boot",
  explanation:
    "A server with a file of its own behaves differently from the one it stands in for, and nobody who reads the client file can tell.",
  remedy: "leave first-boot data to the library; what one server needs apart is a live document",
  promises: ["B-07", "H-03"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "a plan has what each server was made of on its own day, and one may be older than another",
  subjects: kinds,
  judge({ machines }) {
    const [first, ...others] = machines;
    if (first === undefined) return undefined;
    return others.flatMap((other) => {
      const paths = differences(first, other);
      const about = `${other.resource.address} differs from ${first.resource.address} in`;
      return [
        ...(paths.length === 0
          ? []
          : [`${about} ${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ", …" : ""}`]),
        ...(isSame("guestinfo.userdata", first, other) ? [] : [`${about} its user data`]),
      ];
    });
  },
});

function isSame(key: string, one: Machine, other: Machine): boolean {
  return one.settings.values[key] === other.settings.values[key];
}

function differences(one: Machine, other: Machine): readonly string[] {
  const [files, others] = [filesOf(one), filesOf(other)];
  if (files === others) return [];
  const paths = [...new Set([...files.keys(), ...others.keys()])];
  return paths.filter((path) => {
    const [file, same] = [files.get(path), others.get(path)];
    return file?.text !== same?.text || file?.mode !== same?.mode;
  });
}
