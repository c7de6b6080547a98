import { InvalidError, type Mistake } from "../model/mistake";

/** The command was not understood; nothing of what is declared is wrong. */
export class UsageError extends Error {
  constructor(readonly mistakes: readonly Mistake[]) {
    super("the command was not understood");
    this.name = "UsageError";
  }
}

/** Makes something of what was typed. @throws UsageError when it cannot be made */
export function understood<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof InvalidError ? new UsageError(error.mistakes) : error;
  }
}
