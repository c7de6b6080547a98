/**
 * One mistake in what somebody declared, told so that it can be mended without reading the library:
 * where it is, what was met, what is wrong with it, and what to write instead.
 */
export interface Mistake {
  /** Path of the construct that was being declared, for example `verne/production/database`. */
  readonly path: string;
  /** The property that holds the value, for example `whitelist[0].network`; empty for the construct itself. */
  readonly property: string;
  /** The value as it was met. */
  readonly value: string;
  /** What is wrong, with the promise or standard it breaks where there is one. */
  readonly problem: string;
  /** What to write instead. */
  readonly remedy: string;
}

/** What a value knows of its own mistake; the path and the property are known one room higher. */
export type ValueMistake = Pick<Mistake, "value" | "problem" | "remedy"> & Partial<Mistake>;

/**
 * Thrown when a value of the model cannot be made. It never stands for a value: there is no such thing as a
 * half-valid CIDR or port, so nothing built on one can render wider than was meant.
 */
export class InvalidError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(...mistakes: readonly ValueMistake[]) {
    const complete = mistakes.map((mistake) => ({ path: "", property: "", ...mistake }));
    super(complete.map(describeMistake).join("\n"));
    this.name = "InvalidError";
    this.mistakes = complete;
  }
}

/** Gathers mistakes, so that one run reports all of them instead of the first. */
export class Mistakes {
  private readonly gathered: Mistake[] = [];

  constructor(private readonly path = "") {}

  get all(): readonly Mistake[] {
    return this.gathered;
  }

  add(mistake: ValueMistake): void {
    this.gathered.push({ property: "", ...mistake, path: mistake.path || this.path });
  }

  /**
   * Makes a value; when it cannot be made its mistakes are noted under `property` and the answer is undefined.
   * An error that is not about a value is a defect of the library and passes through.
   */
  attempt<T>(property: string, make: () => T): T | undefined {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error;
      for (const mistake of error.mistakes) {
        this.add({ ...mistake, property: joinProperty(property, mistake.property) });
      }
      return undefined;
    }
  }

  /** Throws all that was gathered at once. */
  throwIfAny(): void {
    if (this.gathered.length > 0) throw new InvalidError(...this.gathered);
  }
}

/** Three lines: where and what, why it is wrong, what to write. */
export function describeMistake({ path, property, value, problem, remedy }: Mistake): string {
  const what = property && value ? `${property} = ${value}` : property || value;
  return `${[path, what].filter((part) => part !== "").join("  ")}\n    ${problem}\n    → ${remedy}`;
}

function joinProperty(outer: string, inner: string): string {
  if (outer === "" || inner === "") return outer + inner;
  return inner.startsWith("[") ? outer + inner : `${outer}.${inner}`;
}
