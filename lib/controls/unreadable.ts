/**
 * What a rule reads is not there, is of another kind, or is only known at apply. The runner turns it into a finding: a rule
 * never passes because it could not look.
 */
export class Unreadable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Unreadable";
  }
}
