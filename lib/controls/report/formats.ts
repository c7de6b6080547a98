import type { Assessment } from "../assessment";
import { json } from "./json";
import { junit } from "./junit";
import { markdown } from "./markdown";
import { sarif } from "./sarif";
import { terminal } from "./terminal";

export type FormatName = "terminal" | "json" | "sarif" | "junit" | "markdown";

/** The ways to tell an assessment. Each is a whole file's text and ends with a new line; the same assessment gives the same text. */
export const FORMATS: Readonly<Record<FormatName, (assessment: Assessment) => string>> = {
  terminal: (assessment) => terminal(assessment),
  json,
  sarif,
  junit,
  markdown,
};
