import { InvalidError } from "./mistake";

export type StageName = "development" | "test" | "acceptance" | "production";

/**
 * A stage of the OTAP street (B-09): development, test, acceptance, production. The sheet names O, A and P;
 * Straat adds the T of OTAP.
 */
export class Stage {
  static readonly DEVELOPMENT = new Stage("development", "O", 0, 1);
  static readonly TEST = new Stage("test", "T", 1, 1);
  static readonly ACCEPTANCE = new Stage("acceptance", "A", 2, 2);
  static readonly PRODUCTION = new Stage("production", "P", 3, 2);

  /** All stages, in the order a change travels. */
  static readonly ALL: readonly Stage[] = [Stage.DEVELOPMENT, Stage.TEST, Stage.ACCEPTANCE, Stage.PRODUCTION];

  private constructor(
    readonly name: StageName,
    readonly letter: "O" | "T" | "A" | "P",
    /** Position in the street; also the stage's part of a client's address block, for ever. */
    readonly index: number,
    /** Fewest members of a server group (H-03). One, where allowed, has to be declared. */
    readonly minimumMembers: number,
  ) {}

  /** @throws InvalidError for a name that is not a stage. */
  static of(name: string): Stage {
    const stage = Stage.ALL.find((candidate) => candidate.name === name);
    if (stage !== undefined) return stage;
    throw new InvalidError({
      value: JSON.stringify(name),
      problem: "is not a stage of the street",
      remedy: `write one of ${Stage.ALL.map((known) => known.name).join(", ")}`,
    });
  }

  /**
   * The stages of a street, in order. Nothing reaches production but through acceptance, and nothing
   * acceptance but through development (B-09, B-10), so a street may end early but not skip; test is a choice.
   *
   * @throws InvalidError for an unknown, repeated or skipped stage
   */
  static street(names: readonly string[]): readonly Stage[] {
    const stages = names.map(Stage.of);
    const fail = (problem: string, remedy: string) => {
      throw new InvalidError({ value: JSON.stringify(names), problem, remedy });
    };
    if (new Set(stages).size !== stages.length) fail("names a stage twice", "name each stage once");
    for (const [later, earlier] of [
      [Stage.PRODUCTION, Stage.ACCEPTANCE],
      [Stage.ACCEPTANCE, Stage.DEVELOPMENT],
      [Stage.TEST, Stage.DEVELOPMENT],
    ] as const) {
      if (stages.includes(later) && !stages.includes(earlier)) {
        fail(
          `${later.name} is reached through ${earlier.name} (B-09, B-10), which is not declared`,
          `add ${earlier.name}`,
        );
      }
    }
    if (stages.length === 0) fail("a street has at least one stage", "leave stages out for all four");
    return Stage.ALL.filter((stage) => stages.includes(stage));
  }

  toString(): string {
    return this.name;
  }

  toJSON(): string {
    return this.name;
  }
}
