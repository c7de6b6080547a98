import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { assess } from "../../../lib/controls/assess";
import type { Assessment } from "../../../lib/controls/assessment";
import { House, type HouseFacts } from "../../../lib/controls/house";
import type { Rule } from "../../../lib/controls/rule";
import { readSynth } from "../../../lib/controls/terraform/read-synth";
import type { StackOutput } from "../../../lib/controls/terraform/stack-output";
import { readModelFile } from "../../../lib/model/read-model-file";
import { housekeepingOf } from "../../../lib/synth/fleet";
import { fleet } from "../../../stacks/main";
import { type AppView, type Body, TEST_DAY } from "../../support/app";
import { buildFleet, buildFleetOnServers } from "../../support/fleet";
import { sharedText } from "../../support/shared-text";

/** A stack's two files as parsed JSON, to be changed at will. */
export interface EditableStack {
  readonly terraform: Body;
  readonly model: Body;
}

/** The output of a synth as its files, of which tests change one thing and see what rules say. */
export class EditableFleet {
  private readonly edited = new Map<string, EditableStack>();
  /** What is known beside the stacks; tests may change it. */
  facts: Omit<HouseFacts, "models"> = {
    whole: true,
    platformsKnown: true,
    day: TEST_DAY,
    ...housekeepingOf(fleet),
  };

  private constructor(private readonly originals: ReadonlyMap<string, Original>) {}

  /** The three example clients and the platform of `stacks/`. */
  static examples(): EditableFleet {
    examples ??= originalsOf(sharedText("the example fleet", () => textsOf(buildFleet())));
    return new EditableFleet(examples);
  }

  /** The same with every client on servers alone; see {@link buildFleetOnServers}. */
  static onServers(): EditableFleet {
    onServers ??= originalsOf(sharedText("the fleet on servers", () => textsOf(buildFleetOnServers())));
    return new EditableFleet(onServers);
  }

  static of(built: AppView): EditableFleet {
    return new EditableFleet(originalsOf(textsOf(built)));
  }

  get stackNames(): readonly string[] {
    return [...this.originals.keys()];
  }

  /** Names of the stacks that were asked for to be changed. */
  get editedNames(): readonly string[] {
    return [...this.edited.keys()];
  }

  /** A stack's files, to be changed. @throws Error when there is no such stack */
  stack(name: string): EditableStack {
    const known = this.edited.get(name);
    if (known !== undefined) return known;
    const original = this.original(name);
    const copy = { terraform: JSON.parse(original.terraform), model: JSON.parse(original.model) };
    this.edited.set(name, copy);
    return copy;
  }

  /** A resource of a stack by its address, to be changed. @throws Error when it is not there */
  resource(stack: string, address: string): Body {
    const [section, type, name] = address.startsWith("data.")
      ? ["data", ...address.slice("data.".length).split(".")]
      : ["resource", ...address.split(".")];
    const found = this.stack(stack).terraform[section as string]?.[type as string]?.[name as string];
    if (found === undefined) throw new Error(`${stack} has no ${address}`);
    return found;
  }

  /** Takes a resource out. @throws Error when it is not there */
  drop(stack: string, address: string): void {
    this.resource(stack, address);
    const [type, name] = address.split(".") as [string, string];
    delete this.stack(stack).terraform.resource[type][name];
  }

  /** A group of a model file by the last part of its path. @throws Error when it is not there */
  group(stack: string, name: string): Body {
    const found = this.stack(stack).model.groups.find(({ path }: Body) => path.endsWith(`/${name}`));
    if (found === undefined) throw new Error(`${stack} has no group ${name}`);
    return found;
  }

  machine(stack: string, name: string): EditableMachine {
    return new EditableMachine(this.resource(stack, `vsphere_virtual_machine.${name}`));
  }

  /** The stacks as rules read them. */
  outputs(names: readonly string[] = this.stackNames): readonly StackOutput[] {
    return names.map((name) => {
      const edit = this.edited.get(name);
      if (edit === undefined) return this.original(name).output;
      return outputOf(name, JSON.stringify(edit.terraform), JSON.stringify(edit.model));
    });
  }

  house(outputs: readonly StackOutput[] = this.outputs()): House {
    return new House({ ...this.facts, models: outputs.map(({ model }) => model) });
  }

  /** What rules say of all stacks, or of some of them with all others known. */
  assess(rules?: readonly Rule[], names: readonly string[] = this.stackNames): Assessment {
    const outputs = this.outputs();
    return assess(
      this.house(outputs),
      outputs.filter(({ name }) => names.includes(name)),
      rules,
    );
  }

  private original(name: string): Original {
    const original = this.originals.get(name);
    if (original === undefined) throw new Error(`there is no stack ${name}`);
    return original;
  }
}

/** A virtual machine, with what its server reads to be changed as text. */
export class EditableMachine {
  constructor(readonly body: Body) {}

  /** Changes what a live document says and signs it anew, as somebody would who renders another one. */
  document(name: string, edit: (payload: string) => string): void {
    const key = `guestinfo.straat.${name}`;
    const text = unpack(this.body.extra_config[key]);
    const end = text.indexOf("\n");
    const [, , , revision] = text.slice(0, end).split(" ");
    const payload = changed(text.slice(end + 1), edit, key);
    const line = `straat-document 1 ${name} ${revision} ${sha256(payload)}`;
    this.body.extra_config[key] = pack(`${line}\n${payload}`);
  }

  /** Names of the live documents it is given. */
  get documentNames(): readonly string[] {
    const keys = Object.keys(this.body.extra_config);
    return keys.flatMap((key) => /^guestinfo\.straat\.([a-z]+)$/.exec(key)?.[1] ?? []);
  }

  /** What a live document says, without its first line. */
  documentText(name: string): string {
    const text = unpack(this.body.extra_config[`guestinfo.straat.${name}`]);
    return text.slice(text.indexOf("\n") + 1);
  }

  /** Changes one of the files put in place at the first boot; undefined takes it away. */
  file(path: string, edit: (text: string) => string | undefined): void {
    const keys = Object.keys(this.body.extra_config).filter((key) =>
      key.startsWith("guestinfo.straat-files."),
    );
    const bundle = unpack(keys.map((key) => this.body.extra_config[key]).join(""));
    const files = filesIn(bundle);
    const file = files.find((candidate) => candidate.path === path);
    if (file === undefined) throw new Error(`there is no file ${path}`);
    const content = edit(file.content);
    if (content === file.content) throw new Error(`the edit of ${path} changed nothing`);
    const kept = files.flatMap((other) => {
      if (other !== file) return [other];
      return content === undefined ? [] : [{ ...other, content }];
    });
    for (const key of keys) delete this.body.extra_config[key];
    const packed = pack(bundleOf(kept));
    for (let index = 0; index * 65_536 < packed.length; index++) {
      const chunk = packed.slice(index * 65_536, (index + 1) * 65_536);
      this.body.extra_config[`guestinfo.straat-files.${index + 1}`] = chunk;
    }
  }

  /** Paths of the files put in place at the first boot. */
  get filePaths(): readonly string[] {
    const keys = Object.keys(this.body.extra_config).filter((key) =>
      key.startsWith("guestinfo.straat-files."),
    );
    return filesIn(unpack(keys.map((key) => this.body.extra_config[key]).join(""))).map(({ path }) => path);
  }

  /** What one of those files says. @throws Error when it is not there */
  fileText(path: string): string {
    const keys = Object.keys(this.body.extra_config).filter((key) =>
      key.startsWith("guestinfo.straat-files."),
    );
    const files = filesIn(unpack(keys.map((key) => this.body.extra_config[key]).join("")));
    const file = files.find((candidate) => candidate.path === path);
    if (file === undefined) throw new Error(`there is no file ${path}`);
    return file.content;
  }

  /** The user data or metadata of cloud-init. */
  guestinfoText(name: "userdata" | "metadata"): string {
    return unpack(this.body.extra_config[`guestinfo.${name}`]);
  }

  /** Changes the user data or metadata of cloud-init. */
  guestinfo(name: "userdata" | "metadata", edit: (text: string) => string): void {
    const key = `guestinfo.${name}`;
    this.body.extra_config[key] = pack(changed(unpack(this.body.extra_config[key]), edit, key));
  }
}

interface Original {
  readonly terraform: string;
  readonly model: string;
  readonly output: StackOutput;
}

let examples: ReadonlyMap<string, Original> | undefined;
let onServers: ReadonlyMap<string, Original> | undefined;

/** Both files of every stack, as one text. */
function textsOf(built: AppView): string {
  return JSON.stringify(
    built.paths.map((path) => {
      const { json, model } = built.stack(path);
      return [model.stack, JSON.stringify(json), JSON.stringify(model)];
    }),
  );
}

function originalsOf(texts: string): ReadonlyMap<string, Original> {
  const stacks: readonly (readonly [name: string, terraform: string, model: string])[] = JSON.parse(texts);
  return new Map(
    stacks.map(([name, terraform, model]) => {
      return [name, { terraform, model, output: outputOf(name, terraform, model) }];
    }),
  );
}

function outputOf(name: string, terraform: string, model: string): StackOutput {
  return readSynth(terraform, readModelFile(model, `${name}/straat.json`), `${name}/cdk.tf.json`);
}

interface BundledFile {
  readonly mode: string;
  readonly path: string;
  readonly content: string;
}

function filesIn(bundle: string): readonly BundledFile[] {
  const body = bundle.slice(bundle.indexOf("\n") + 1);
  const gap = body.indexOf("\n\n");
  const lines = body.slice(gap + 2).split("\n");
  let at = 0;
  return body
    .slice(0, gap)
    .split("\n")
    .map((head) => {
      const [mode = "", count = "", path = ""] = head.split(" ");
      const content = lines.slice(at, at + Number(count)).map((line) => `${line}\n`);
      at += Number(count);
      return { mode, path, content: content.join("") };
    });
}

function bundleOf(files: readonly BundledFile[]): string {
  const heads = files.map(({ mode, path, content }) => `${mode} ${content.split("\n").length - 1} ${path}\n`);
  const body = [...heads, "\n", ...files.map(({ content }) => content)].join("");
  return `straat-files 1 ${sha256(body)}\n${body}`;
}

function changed(text: string, edit: (text: string) => string, what: string): string {
  const result = edit(text);
  if (result === text) throw new Error(`the edit of ${what} changed nothing`);
  return result;
}

function unpack(value: string): string {
  return gunzipSync(Buffer.from(value, "base64")).toString("utf8");
}

function pack(text: string): string {
  return gzipSync(text, { level: 1 }).toString("base64");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
