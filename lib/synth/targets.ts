import { InvalidError, type Mistake, Mistakes } from "../model/mistake";
import { Stage } from "../model/stage";

/** What of a fleet was asked for: everything, or some clients, stages and platforms. */
export class Targets {
  private constructor(private readonly wanted: readonly string[]) {}

  /** Everything there is. */
  static readonly ALL = new Targets([]);

  /**
   * Reads targets as they are typed: `verne`, `verne/production`, `verne/street`, `platform`, `platform-amsterdam`.
   *
   * @throws InvalidError naming every target that is not there, and what is
   */
  static parse(texts: readonly string[], clients: readonly string[]): Targets {
    const check = new Mistakes();
    for (const text of texts) check.attempt("", () => checkTarget(text, clients));
    check.throwIfAny();
    return texts.length === 0 ? Targets.ALL : new Targets(texts);
  }

  get everything(): boolean {
    return this.wanted.length === 0;
  }

  /** Whether a client's file has to be read. */
  loadsClient(name: string): boolean {
    return this.everything || this.wanted.some((target) => target.split("/")[0] === name);
  }

  /** Whether the stack with this path was asked for. */
  includes(path: string): boolean {
    return this.everything || this.wanted.some((target) => matches(target, path));
  }

  /** Mistakes for targets that name no stack of the fleet, such as a stage a client does not have. */
  unmatched(paths: readonly string[]): readonly Mistake[] {
    const missing = this.wanted.filter((target) => !paths.some((path) => matches(target, path)));
    return missing.map((target) => ({
      path: target,
      property: "",
      value: "",
      problem: "there is no such stack",
      remedy: `write one of ${paths.join(", ")}`,
    }));
  }
}

function matches(target: string, path: string): boolean {
  return path === target || path.startsWith(`${target}${target === "platform" ? "-" : "/"}`);
}

function checkTarget(text: string, clients: readonly string[]): void {
  const [name = "", part, ...rest] = text.split("/");
  const isPlatform = part === undefined && (name === "platform" || name.startsWith("platform-"));
  if (!isPlatform && !clients.includes(name)) {
    throw new InvalidError({
      value: text,
      problem: "there is no such client",
      remedy: `write one of ${[...clients, "platform"].join(", ")}`,
    });
  }
  const parts = ["street", ...Stage.ALL.map((stage) => stage.name)];
  if (rest.length > 0 || (part !== undefined && !parts.includes(part))) {
    throw new InvalidError({
      value: text,
      problem: rest.length > 0 ? "goes deeper than a stack" : `${part} is not a part of a client`,
      remedy: `write ${name}, or ${name}/ and one of ${parts.join(", ")}`,
    });
  }
}
