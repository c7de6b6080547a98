import type { StageName } from "../model/stage";

/** An error stops a synth; a warning is told. */
export type Level = "error" | "warning";

/** How bad a finding is, by the stage it is in. `shared` is what all stages stand on: a street's edge, a platform, the fleet. */
export type Levels = Readonly<Record<StageName | "shared", Level>>;

/** As bad in development as in production: what one stage opens is a way into the next. */
export const ERROR_EVERYWHERE: Levels = {
  development: "error",
  test: "error",
  acceptance: "error",
  production: "error",
  shared: "error",
};

/** What may wait while nobody's data is there: a warning in development and test, an error from acceptance on. */
export const ERROR_FROM_ACCEPTANCE: Levels = { ...ERROR_EVERYWHERE, development: "warning", test: "warning" };

/**
 * What waits for servers that have booted: a warning on what all stages stand on and where nobody's data is, and an error
 * once data is there.
 */
export const ERROR_FOR_DATA: Levels = { ...ERROR_FROM_ACCEPTANCE, shared: "warning" };

/** Advice. */
export const WARNING_EVERYWHERE: Levels = {
  development: "warning",
  test: "warning",
  acceptance: "warning",
  production: "warning",
  shared: "warning",
};
