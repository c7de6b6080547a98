import { EditableFleet, type EditableMachine } from "../support/editable-fleet";
import { groupsOf, lineEdits, serversOf } from "./guests";
import { MUTATED_STACKS, type Mutant } from "./mutant";

/**
 * Files of which each line is mutated: settings that decide by themselves whether something is safe. Of all other files
 * (programs, sandboxes of units, steps of the first boot, texts for people) only the absence is: what is in them is tried by
 * running it, in test/guest and test/machine.
 */
const SETTINGS =
  /^\/etc\/(ssh\/sshd_config|sysctl\.d\/.*|audit\/.*|modprobe\.d\/straat-baseline\.conf|nginx\/(nginx\.conf|snippets\/.*)|apt\/straat\/.*|apt\/apt\.conf\.d\/.*|chrony\/.*|sudoers\.d\/.*|straat\/(rsyslog\.conf|backup-front\.conf|backup-repository|closed\.nft|database\/.*|backup-paths)|security\/.*|pam\.d\/su|systemd\/system\/.*\.timer)$/;

/**
 * Each file of a first boot gone, and each line of a settings file gone or weakened, on all servers of a group. Roles differ
 * in their files, so one group of each role and software is enough.
 */
export function fileMutants(): readonly Mutant[] {
  const seen = new Set<string>();
  return MUTATED_STACKS.flatMap((stack) =>
    groupsOf(stack).flatMap((group) => {
      const [first] = serversOf(stack, group) as [string];
      const machine = EditableFleet.examples().machine(stack, first);
      return machine.filePaths.flatMap((path) => {
        const text = machine.fileText(path);
        // The same text on servers of another role is written by the same code.
        if (seen.has(`${path} ${text}`)) return [];
        seen.add(`${path} ${text}`);
        const where = `${stack}: ${path} of ${group}`;
        const edits = SETTINGS.test(path) ? lineEdits(textOfItsOwn(path, machine)) : [];
        return [
          fileMutant(stack, group, `${where} is gone`, path, () => undefined),
          ...edits.map(({ what, edit }) => fileMutant(stack, group, `${where}: ${what}`, path, edit)),
        ];
      });
    }),
  );
}

/** A file without the lines that another file of its folder says too: the kernel reads both, and one is enough. */
function textOfItsOwn(path: string, machine: EditableMachine): string {
  const folder = /^\/etc\/sysctl\.d\//.exec(path)?.[0];
  const others = machine.filePaths.filter((other) => folder && other !== path && other.startsWith(folder));
  const said = new Set(others.flatMap((other) => machine.fileText(other).split("\n")));
  // A line for every card is one for all cards, and for those that come later.
  const isSaid = (line: string) =>
    said.has(line) || said.has(line.replace(/\.conf\.(all|default)\./, ".conf.*."));
  return machine
    .fileText(path)
    .split("\n")
    .filter((line) => !isSaid(line))
    .join("\n");
}

/** Facts of cloud-init of which nothing becomes weaker, each with why. */
const HARMLESS_FACTS: Readonly<Record<string, string>> = {
  locale: "in which language programs speak",
  "wait-on-network": "how long a start waits for the network",
};

/** What cloud-init is told: each fact of the user data and the metadata gone, each yes a no. */
export function bootMutants(): readonly Mutant[] {
  return MUTATED_STACKS.flatMap((stack) =>
    groupsOf(stack).flatMap((group) =>
      (["userdata", "metadata"] as const).flatMap((name) => {
        const [first] = serversOf(stack, group) as [string];
        const text = EditableFleet.examples().machine(stack, first).guestinfoText(name);
        const json = JSON.parse(text.slice(text.indexOf("{")));
        return Object.keys(json)
          .filter((key) => !(key in HARMLESS_FACTS))
          .flatMap((key) => {
            const edit = (change: (facts: Record<string, unknown>) => void) => (whole: string) => {
              const facts = JSON.parse(whole.slice(whole.indexOf("{")));
              change(facts);
              return `${whole.slice(0, whole.indexOf("{"))}${JSON.stringify(facts)}\n`;
            };
            const of = (what: string, change: (facts: Record<string, unknown>) => void): Mutant => ({
              name: `${stack}: ${name} of ${group}: ${key} ${what}`,
              stack,
              change: (fleet) => {
                for (const server of serversOf(stack, group))
                  fleet.machine(stack, server).guestinfo(name, edit(change));
              },
            });
            const isFlag = typeof json[key] === "boolean";
            return [
              of("is gone", (facts) => {
                delete facts[key];
              }),
              ...(isFlag
                ? [
                    of(`is ${!json[key]}`, (facts) => {
                      facts[key] = !json[key];
                    }),
                  ]
                : []),
            ];
          });
      }),
    ),
  );
}

function fileMutant(
  stack: string,
  group: string,
  name: string,
  path: string,
  edit: (text: string) => string | undefined,
): Mutant {
  const change = (fleet: EditableFleet) => {
    for (const server of serversOf(stack, group)) fleet.machine(stack, server).file(path, edit);
  };
  return { name, stack, change };
}
