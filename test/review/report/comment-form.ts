import { LONGEST_COMMENT } from "../../../lib/review/report/comment";

const MARKERS = /<!-- straat:(?:review|drift) -->\n/g;
const TAGS = /<\/?(?:code|details|summary|br|pre)>|<pre lang="diff">/g;

/** What is not as a comment has to be, whatever was put into it; empty when all is well. */
export function wrongIn(text: string): readonly string[] {
  const lines = text.split("\n");
  const columns = lines.map((line) => (line.startsWith("|") ? line.split("|").length : 0));
  const count = (part: RegExp) => [...text.matchAll(part)].length;
  const pairs = ["code", "details", "summary", "pre"];
  const isApart = (at: number) =>
    columns[at] !== 0 && columns[at - 1] !== 0 && columns[at] !== columns[at - 1];
  const wrong: readonly (readonly [boolean, string])[] = [
    [count(MARKERS) !== 1 || !text.startsWith("<!-- straat:"), "not one marker, at the beginning"],
    [
      lines.some((line) => line.includes("|") && !/^\| .* \|$/.test(line)),
      "a line that is not a row has a bar",
    ],
    [lines.some((_, at) => at > 0 && isApart(at)), "a table of several widths"],
    [/[<>]/.test(text.replace(MARKERS, "").replace(TAGS, "")), "HTML of another's"],
    [
      pairs.some((tag) => count(new RegExp(`<${tag}[ >]`, "g")) !== count(new RegExp(`</${tag}>`, "g"))),
      "what opens is not closed",
    ],
    [/[^\P{C}\n]|[\u2028\u2029`]/u.test(text), "a control character or a backtick"],
    [/^#{1,6} /gm.test(text) && count(/^#{1,6} /gm) > 1, "a heading of another's"],
    [Buffer.byteLength(text) > LONGEST_COMMENT, "too long"],
  ];
  return wrong.filter(([isWrong]) => isWrong).map(([, what]) => what);
}
