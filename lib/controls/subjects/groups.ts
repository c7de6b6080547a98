import type { GroupRecord } from "../../model/model-file";
import type { Subject } from "../rule";
import type { StackOutput } from "../terraform/stack-output";

/** A group of servers, known by its path in the model. */
export interface Group extends Subject {
  readonly record: GroupRecord;
}

/** All groups of a stack. */
export function groups({ model }: StackOutput): readonly Group[] {
  return model.groups.map((record) => ({ id: record.path, record }));
}

/** Groups with more than one member: what is promised of members together holds for these. */
export function groupsWithPeers(stack: StackOutput): readonly Group[] {
  return groups(stack).filter(({ record }) => record.servers.length > 1);
}
