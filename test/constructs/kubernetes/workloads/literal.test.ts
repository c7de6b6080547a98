import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { literal, verbatim } from "../../../../lib/constructs/kubernetes/workloads/literal";

/** Texts in which there is much that Terraform and the node make something else of. */
const texts = fc
  .array(fc.constantFrom("$", "$$", "%", "{", "}", "(", ")", "NAME", "x", " ", "${", "%{", "$("))
  .map((parts) => parts.join(""));

/** What Terraform makes of a text in JSON in which nothing is asked for. */
function inTerraform(text: string): string {
  const escaped = /([$%])\1\{/g;
  if (/[$%]\{/.test(text.replace(escaped, "_")))
    throw new Error(`Terraform would look for something in ${text}`);
  return text.replace(escaped, "$1{");
}

/** What a node makes of it: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/ */
function onNode(text: string, settings: Readonly<Record<string, string>>): string {
  let out = "";
  for (let at = 0; at < text.length; at++) {
    const next = text[at + 1];
    const end = text.indexOf(")", at);
    if (text[at] !== "$" || next === undefined) out += text[at];
    else if (next === "$") {
      out += "$";
      at++;
    } else if (next === "(" && end > 0) {
      const name = text.slice(at + 2, end);
      out += settings[name] ?? `$(${name})`;
      at = end;
    } else out += text[at];
  }
  return out;
}

describe("a text of an author's arrives as it is written", () => {
  test("whatever Terraform makes of such texts", () => {
    fc.assert(fc.property(texts, (text) => expect(inTerraform(literal(text))).toBe(text)));
  });

  test("and in a container whatever its node makes of them", () => {
    const settings = { NAME: "expanded", "": "nothing", x: "expanded" };
    fc.assert(fc.property(texts, (text) => expect(onNode(inTerraform(verbatim(text)), settings)).toBe(text)));
  });

  test.each([
    ["cost: $5", "cost: $5"],
    ["$HOME", "$HOME"],
    ["$(NAME)", "$$(NAME)"],
    ["a$$b", "a$$$$b"],
    ["${NAME}", "$${NAME}"],
    ["100%", "100%"],
  ])("%s is written %s", (text, written) => {
    expect(verbatim(text)).toBe(written);
  });
});
