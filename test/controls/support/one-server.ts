import type { EditableFleet, EditableMachine } from "./editable-fleet";
import type { Allowed, Breach } from "./rule-cases";

type Change = (fleet: EditableFleet) => void;

/** A change to a file of a first boot; undefined takes the file away. */
export type FileEdit = (text: string) => string | undefined;

export const swap =
  (from: string | RegExp, to: string): FileEdit =>
  (text) =>
    text.replace(from, to);

/** A server of the examples, on which one thing at a time is changed. */
export class OneServer {
  /** How findings know it. */
  readonly id: string;

  constructor(
    private readonly stack: string,
    private readonly name: string,
  ) {
    this.id = `${stack}/vsphere_virtual_machine.${name}`;
  }

  /** Something wrong with this server, and with no other. */
  breach(when: string, saying: RegExp, edit: (machine: EditableMachine) => void): Breach {
    return { when, saying, finds: [this.id], change: this.changed(edit) };
  }

  /** Something wrong with one file of its first boot. */
  readonly breachIn = (when: string, path: string, edit: FileEdit, saying: RegExp): Breach =>
    this.breach(when, saying, (machine) => machine.file(path, edit));

  allows(when: string, edit: (machine: EditableMachine) => void): Allowed {
    return { when, change: this.changed(edit) };
  }

  /** A file of its first boot in which a text is another. @throws Error when the text is not there */
  file(path: string, from: string | RegExp, to: string): (machine: EditableMachine) => void {
    return (machine) => machine.file(path, (text) => text.replace(from, () => to));
  }

  /** A line that a file of its first boot does not have. */
  withoutLine(path: string, line: string): (machine: EditableMachine) => void {
    return this.file(path, `${line}\n`, "");
  }

  /** User data, of which one setting is another. */
  userData(key: string, value: unknown): (machine: EditableMachine) => void {
    return (machine) =>
      machine.guestinfo("userdata", (text) => {
        const data = { ...JSON.parse(text.slice("#cloud-config\n".length)), [key]: value };
        return `#cloud-config\n${JSON.stringify(data)}\n`;
      });
  }

  private changed(edit: (machine: EditableMachine) => void): Change {
    return (fleet) => edit(fleet.machine(this.stack, this.name));
  }
}

export const WEB = new OneServer("verne-production", "web_1");
export const DATABASE = new OneServer("zorgplein-test", "database_2");
export const EDGE = new OneServer("verne-street", "edge_1");
export const REPOSITORY = new OneServer("platform-amsterdam", "backup_1");
