import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Fields, isObject } from "../../terraform/fields";
import type { Resource } from "../../terraform/resource";

interface Made extends Subject {
  /** Undefined for the stack as a whole. */
  readonly resource?: Resource;
}

/** Types whose work is done on the machine of who plans or applies, or that fetch from anywhere. */
const RUNS_HERE: Readonly<Record<string, string>> = {
  external: "runs a program on the machine of who plans",
  http: "fetches from an address while it is planned",
  null_resource: "is there to run commands",
  terraform_data: "is there to run commands",
  shell_script: "runs a script on the machine of who applies",
  local_file: "reads or writes a file on the machine of who applies",
  local_sensitive_file: "reads or writes a file on the machine of who applies",
  archive_file: "reads files on the machine of who plans",
  template_file: "reads files on the machine of who plans",
  template_dir: "writes files on the machine of who plans",
};

/** I-05, B-07: applying a stack changes vSphere, and does nothing where it is applied. */
export const noProvisioners = stackRule<Made>({
  id: "no-provisioners",
  info: "planning and applying a stack runs no program and touches no file of who does it",
  explanation:
    "Who applies holds the credentials of the whole house. A command in a stack runs with them, on a plan already, before anybody has approved anything.",
  remedy: "take it out; what a server has to do it does itself, at its first boot or by a live document",
  promises: ["I-05", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would run with the credentials of the whole house" },
  subjects: (stack) => [
    { id: stack.name },
    ...stack.resources.map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  ],
  judge({ resource, id }, { others }) {
    if (resource === undefined) return [...wrongModules(new Fields(others, id)), ...wrongBlocks(others)];
    const { type } = resource;
    return [
      ...(Object.hasOwn(RUNS_HERE, type) ? [`${type} ${RUNS_HERE[type]}`] : []),
      ...["provisioner", "connection"].filter((key) => resource.has(key)).map((key) => `it has a ${key}`),
      ...provisionersOf(resource),
    ];
  },
});

/** Kept under `lifecycle` or a name of its own by some engines. */
function provisionersOf({ values }: Resource): readonly string[] {
  const keys = Object.keys(values).filter(
    (key) => /^(local|remote)-exec$/.test(key) || key === "provisioners",
  );
  return keys.map((key) => `it has ${key}`);
}

/** Blocks beside resources that do something while a stack is planned or applied. */
const BLOCKS: Readonly<Record<string, string>> = {
  check: "asks something while it is planned, of whoever it names",
  ephemeral: "runs a provider while it is planned, and leaves no trace in the plan",
  action: "runs something while it is applied, which is no resource",
};

function wrongBlocks(others: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(BLOCKS)
    .filter((key) => isThere(others[key]))
    .map((key) => `a block ${key} ${BLOCKS[key]}`);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && !(isObject(value) && Object.keys(value).length === 0);
}

function wrongModules({ values }: Fields): readonly string[] {
  const modules = isObject(values.module) ? Object.keys(values.module) : [];
  return modules.map((name) => `the module ${name} brings what no rule sees`);
}
