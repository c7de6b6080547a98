/** Mutants that no rule finds, each with why that is so. Whoever makes one of them found takes it out here. */
export const SURVIVORS: Readonly<Record<string, string>> = {};
