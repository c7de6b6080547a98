import { InvalidError } from "../../model/mistake";
import { html } from "../../review/report/html";
import type { StreetPictures } from "../../review/report/html-pictures";
import { json } from "../../review/report/json";
import { markdown } from "../../review/report/markdown";
import { terminal } from "../../review/report/terminal";
import type { Review, Verdict } from "../../review/review";
import { EXIT, type ExitCode } from "../exit-code";
import { understood } from "../usage-error";
import { writeFile } from "../write-file";

const FORMATS = ["terminal", "markdown", "json", "html"] as const;

/** How a review is told. */
export type ReviewFormat = (typeof FORMATS)[number];

const EXITS: Readonly<Record<Verdict, ExitCode>> = {
  fine: EXIT.OK,
  "team-tech": EXIT.TEAM_TECH,
  block: EXIT.BLOCKED,
};

/** @throws InvalidError for a name that is no format's */
export function reviewFormat(name: string = "terminal"): ReviewFormat {
  const format = FORMATS.find((known) => known === name);
  if (format !== undefined) return format;
  throw new InvalidError({
    property: "--format",
    value: name,
    problem: "is no format of a review",
    remedy: `write one of ${FORMATS.join(", ")}`,
  });
}

export interface PrintOptions {
  readonly format: ReviewFormat;
  /** Where it goes; undefined for standard output. */
  readonly file: string | undefined;
  /** Streets before and after, by client; asked for where a format shows them. */
  readonly pictures?: () => Promise<ReadonlyMap<string, StreetPictures>>;
}

/** Tells a review, and answers the exit code that goes with its verdict. Nothing is left half written. */
export async function printReview(
  review: Review,
  { format, file, pictures }: PrintOptions,
): Promise<ExitCode> {
  const text = await textOf(review, format, file === undefined, pictures);
  if (file !== undefined) understood(() => writeFile(file, text));
  else process.stdout.write(text);
  return EXITS[review.verdict];
}

async function textOf(
  review: Review,
  format: ReviewFormat,
  isShown: boolean,
  pictures: PrintOptions["pictures"],
): Promise<string> {
  if (format === "json") return json(review);
  if (format === "markdown") return markdown(review);
  if (format === "html") return html(review, { pictures: (await pictures?.()) ?? new Map() });
  const { isTTY, columns } = process.stdout;
  const isPerson = isShown && isTTY === true;
  return terminal(review, {
    colour: isPerson && !process.env.NO_COLOR,
    ...(isPerson && columns > 0 ? { width: columns } : {}),
  });
}
