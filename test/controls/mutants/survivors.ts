/** Mutants that no rule finds, each with why that is so. Whoever makes one of them found takes it out here. */
export const SURVIVORS: Readonly<Record<string, string>> = {
  "zorgplein-production: model: group zorgplein/production/search does not vote":
    "who votes is the application's own affair; the model file is the only thing that says it",
};
