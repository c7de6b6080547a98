import type { GroupRecord, ServerRecord } from "../model/model-file";
import { withoutFirstBoot } from "./frozen-settings";
import { type FrozenFile, readFrozenFiles } from "./guest/frozen-files";
import { readDocument } from "./guest/live-document";
import type { Subject } from "./rule";
import type { Fields } from "./terraform/fields";
import type { Resource } from "./terraform/resource";
import type { StackOutput } from "./terraform/stack-output";
import { Unreadable } from "./unreadable";

const MACHINE = "vsphere_virtual_machine";
const DOCUMENT_KEY = /^guestinfo\.straat\.([a-z-]+)$/;

/** A virtual machine of a stack, with what its server is told, and what the model file says it is. */
export class Machine implements Subject {
  readonly id: string;
  /** Its group and itself in the model file; undefined for a machine that was added by hand. */
  readonly group: GroupRecord | undefined;
  readonly server: ServerRecord | undefined;
  /** What many rules ask for, as it was read the first time. */
  private readonly payloads = new Map<string, string>();
  private readSettings: Fields | undefined;
  private readFiles: ReadonlyMap<string, FrozenFile> | undefined;

  private constructor(
    readonly stack: StackOutput,
    readonly resource: Resource,
  ) {
    this.id = stack.subjectId(resource.address);
    this.group = stack.model.groups.find(({ servers }) =>
      servers.some(({ address }) => address === resource.address),
    );
    this.server = this.group?.servers.find(({ address }) => address === resource.address);
  }

  /** All of a stack, in their order. */
  static in(stack: StackOutput): readonly Machine[] {
    const known = machines.get(stack);
    if (known !== undefined) return known;
    const made = stack.of(MACHINE).map((resource) => new Machine(stack, resource));
    machines.set(stack, made);
    return made;
  }

  /** Those of a group, in the order of their numbers. @throws Unreadable when one of them is not made */
  static ofGroup(stack: StackOutput, group: GroupRecord): readonly Machine[] {
    return group.servers.map(({ address }) => {
      const machine = Machine.in(stack).find(({ resource }) => resource.address === address);
      if (machine === undefined) throw new Unreadable(`${address} is declared and not made`);
      return machine;
    });
  }

  /**
   * `extra_config`.
   *
   * @throws Unreadable when there is none, and NotTold when what a running server was told at its first boot is read
   */
  get settings(): Fields {
    this.readSettings ??= this.readExtraConfig();
    return this.readSettings;
  }

  private readExtraConfig(): Fields {
    const settings = this.resource.map("extra_config");
    return this.resource.isThere ? withoutFirstBoot(settings) : settings;
  }

  /** Names of the live documents it is given. @throws Unreadable */
  get documentNames(): readonly string[] {
    return Object.keys(this.settings.values).flatMap((key) => DOCUMENT_KEY.exec(key)?.[1] ?? []);
  }

  /** What a live document says, below its first line. @throws Unreadable when it is not there or not whole */
  document(name: string): string {
    const known = this.payloads.get(name);
    if (known !== undefined) return known;
    const key = `guestinfo.straat.${name}`;
    const { payload } = readDocument(key, this.settings.text(key));
    this.payloads.set(name, payload);
    return payload;
  }

  hasDocument(name: string): boolean {
    return this.settings.has(`guestinfo.straat.${name}`);
  }

  /** Files put in place at its first boot, by path. @throws Unreadable */
  get files(): ReadonlyMap<string, FrozenFile> {
    this.readFiles ??= readFrozenFiles(this.settings.values);
    return this.readFiles;
  }

  /** The text of one of {@link files}. @throws Unreadable when it is not there */
  file(path: string): string {
    const file = this.files.get(path);
    if (file === undefined) throw new Unreadable(`${this.resource.address} is given no ${path}`);
    return file.text;
  }
}

const machines = new WeakMap<StackOutput, readonly Machine[]>();
