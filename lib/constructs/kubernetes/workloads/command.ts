import { secretIn, shownUnlessSecret } from "../../../model/kubernetes/secret-text";
import { InvalidError } from "../../../model/mistake";

/**
 * The words of a command, as they are: no shell comes between.
 *
 * @throws InvalidError for none, for what is no text, and for what looks like a secret
 */
export function checkWords(words: unknown): readonly string[] {
  const isList = Array.isArray(words) && words.length > 0;
  if (!isList || !words.every((word) => typeof word === "string" && word !== "" && !word.includes("\0"))) {
    throw new InvalidError({
      value: shownUnlessSecret(words),
      problem: "is not a command as a list of its words",
      remedy: 'write for example ["bin/worker", "--queue", "mail"]',
    });
  }
  for (const [index, word] of words.entries()) {
    const [, name = "", value = word] = /^-{0,2}([\w.-]+)[=:](.+)$/s.exec(word) ?? [];
    const before = isOption(words[index - 1] ?? "") && !isOption(word) ? words[index - 1] : "";
    const found = [nameOf(name), nameOf(before)].map((called, place) =>
      secretIn(called, place === 0 ? value : word),
    );
    const what = found.find((one) => one !== undefined);
    if (what === undefined) continue;
    throw new InvalidError({
      value: "(not shown)",
      problem: `a word of it ${what}; commands stand in the state, and everybody on the node reads them`,
      remedy: "take it out, replace it at its source, and let the program read it from /run/secrets",
    });
  }
  return words;
}

/** What follows one is what it is set to, unless that is an option too. */
function isOption(word: string): boolean {
  return /^--?[a-z]/i.test(word);
}

/** An option as a setting would be called: `--api-key` is `api_key`. */
function nameOf(option: string): string {
  return option.replace(/^-+/, "").replaceAll(/[-.]/g, "_");
}
