import { createHash } from "node:crypto";
import type { Review } from "../review";
import { type StreetPictures, streetFigures } from "./html-pictures";
import { stackDetails } from "./html-stacks";
import { STYLE } from "./html-style";
import { code, escaped } from "./html-text";
import { accessTable, hazardCard, ruleCard, wayCard } from "./html-ways";
import { partsOf } from "./parts";
import { headFigures, headline, isNothing, nothingLine, restLine } from "./tally";
import { comparison, VERDICT_WORDS, verdictSentence } from "./words";

export interface HtmlOptions {
  /** By client, in the order in which they are shown. @default no pictures */
  readonly pictures?: ReadonlyMap<string, StreetPictures>;
}

/**
 * As one HTML file that needs nothing beside it and may fetch nothing: no script, no font, no picture from elsewhere.
 * It is well-formed XML too.
 *
 * @throws InvalidError for a picture that is more than shapes and text
 */
export function html(review: Review, { pictures = new Map() }: HtmlOptions = {}): string {
  const { verdict, digest, kind } = review;
  const sections = isNothing(review) ? [] : sectionsOf(review, pictures);
  const title = isNothing(review) ? nothingLine(review) : headline(review);
  const said = isNothing(review) ? "nothing changes" : headFigures(review);
  const lines = [
    `<p>${escaped(verdictSentence(review))}</p>`,
    ...(restLine(review) === "" ? [] : [`<p>Also: ${escaped(restLine(review))}.</p>`]),
    `<p class="quiet">${escaped(comparison(review))}</p>`,
    ...(digest === undefined ? [] : [`<p class="quiet">Digest ${code(digest)}</p>`]),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="robots" content="noindex" />
<title>${escaped(title)}</title>
<link rel="icon" href="data:," />
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#review">Skip to the review</a>
<header class="${verdict}">
<p class="kind">${kind === "diff" ? "What a change means" : "What a plan means"}</p>
<h1><span class="verdict">${VERDICT_WORDS[verdict]}</span> <span class="said">${escaped(said)}</span></h1>
${lines.join("\n")}
</header>
${navigation(sections)}<main id="review" tabindex="-1">
${sections.map(sectionText).join("\n")}
</main>
</body>
</html>
`;
}

/** No address at all may be asked for anything, and no style but this one is one. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'`;

interface Section {
  readonly id: string;
  readonly title: string;
  /** How much of it there is. */
  readonly number: number;
  readonly text: string;
}

/** In the order in which they are read; those with nothing in them are not there. */
function sectionsOf(review: Review, pictures: ReadonlyMap<string, StreetPictures>): readonly Section[] {
  const parts = partsOf(review);
  const streets = [...pictures].map(([client, street], nth) => streetFigures(client, street, nth));
  const skipped = parts.notAnalysed.map(({ what, why }) => `<li>${code(what)}: ${escaped(why)}</li>`);
  const access = parts.access.length === 0 ? [] : [accessTable(parts.access)];
  const all = [
    section("opened", "Opened", parts.opened.map(wayCard)),
    section("blocked", "Blocked by", parts.blockers.map(hazardCard)),
    section("team-tech", "For team Tech", parts.decisions.map(hazardCard)),
    section("broken", "Rules newly broken", parts.broken.map(ruleCard)),
    section("access", "Access", access, parts.access.length),
    section("streets", "Before and after", streets),
    section("closed", "Closed or narrowed", parts.closed.map(wayCard)),
    section("mended", "Rules mended", parts.mended.map(ruleCard)),
    section("notes", "To know", parts.notes.map(hazardCard)),
    section("stacks", "Stacks", parts.stacks.map(stackDetails)),
    section(
      "skipped",
      "Not looked at",
      skipped.length === 0 ? [] : [`<ul>${skipped.join("")}</ul>`],
      skipped.length,
    ),
  ];
  return all.filter(({ number }) => number > 0);
}

function section(id: string, title: string, items: readonly string[], number = items.length): Section {
  return { id, title, number, text: items.join("\n") };
}

function navigation(sections: readonly Section[]): string {
  if (sections.length === 0) return "";
  const links = sections.map(
    ({ id, title, number }) => `<li><a href="#${id}">${title} <span class="number">${number}</span></a></li>`,
  );
  return `<nav aria-label="Contents">\n<ol>\n${links.join("\n")}\n</ol>\n</nav>\n`;
}

function sectionText({ id, title, text }: Section): string {
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${title}</h2>\n${text}\n</section>`;
}
