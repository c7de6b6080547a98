import { InvalidError } from "./mistake";
import { FIGURES } from "./promises/figures";
import { shownValue } from "./text";

/** How sensitive a client's data is; the CISO decides (V-02). Higher is more sensitive. */
export class Classification {
  static readonly PUBLIC = new Classification(1, "public");
  static readonly INTERNAL = new Classification(2, "internal");
  /** An application with sensitive information: the sheet's usual minimum. */
  static readonly SENSITIVE = new Classification(3, "sensitive");
  /** Special categories of personal data, such as medical data (GDPR article 9). */
  static readonly SPECIAL_PERSONAL_DATA = new Classification(4, "special-personal-data");

  static readonly ALL: readonly Classification[] = [
    Classification.PUBLIC,
    Classification.INTERNAL,
    Classification.SENSITIVE,
    Classification.SPECIAL_PERSONAL_DATA,
  ];

  private constructor(
    readonly level: 1 | 2 | 3 | 4,
    readonly name: string,
  ) {}

  /** Below the class the sheet promises, which takes a waiver of the CISO. */
  get needsWaiver(): boolean {
    return this.level < FIGURES.minimumClass;
  }

  /** @throws InvalidError for anything but one of the four classes. */
  static check(value: unknown): Classification {
    if (value instanceof Classification) return value;
    throw new InvalidError({
      value: shownValue(value),
      problem: "the data of a client is classified (V-02)",
      remedy: "write Classification.SENSITIVE, or Classification.SPECIAL_PERSONAL_DATA for medical data",
    });
  }

  toString(): string {
    return `${this.level} (${this.name})`;
  }

  toJSON(): number {
    return this.level;
  }
}
