import { InvalidError, type Mistake } from "../../lib/model/mistake";

/** The mistakes for which a value is refused; fails when it is not. */
export function mistakesOf(make: () => unknown): readonly Mistake[] {
  try {
    make();
  } catch (error) {
    if (error instanceof InvalidError) return error.mistakes;
    throw error;
  }
  throw new Error("was expected to be refused, and was not");
}

/** The one mistake for which a value is refused. */
export function mistakeOf(make: () => unknown): Mistake {
  const [mistake, ...more] = mistakesOf(make);
  if (mistake === undefined || more.length > 0)
    throw new Error(`expected one mistake, got ${more.length + 1}`);
  return mistake;
}
