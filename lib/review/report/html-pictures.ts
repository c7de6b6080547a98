import { escaped } from "./html-text";
import { Picture } from "./picture";

/** A street as `straat graph` draws it, before the change and after it. */
export interface StreetPictures {
  /** SVG; left out for a street that is new. */
  readonly before?: string;
  /** SVG; left out for a street that is gone. */
  readonly after?: string;
}

/**
 * The two pictures of one street in one place, so that the eye sees what moves; what only one of them has is dashed.
 * Where styles are not understood, one stands below the other.
 *
 * @param nth number of the street in the page, by which its ids are told from those of others
 * @throws InvalidError for a picture that is more than shapes and text
 */
export function streetFigures(client: string, { before, after }: StreetPictures, nth: number): string {
  const was = before === undefined ? undefined : new Picture(before);
  const is = after === undefined ? undefined : new Picture(after);
  const name = escaped(client);
  const figures = [
    ...(was === undefined ? [] : [figure("before", name, was, was.without(is), nth)]),
    ...(is === undefined ? [] : [figure("after", name, is, is.without(was), nth)]),
  ];
  if (figures.length < 2) {
    const only = was === undefined ? "This street is new" : "This street is gone";
    return street(name, figures.length === 0 ? [] : [`<p class="quiet">${only}.</p>`, ...figures]);
  }
  return street(name, [
    `<fieldset><legend>Show ${name}</legend>
${choice("before", "Before", nth, false)}
${choice("after", "After", nth, true)}
${choice("both", "Both", nth, false)}
</fieldset>`,
    ...figures,
  ]);
}

function street(name: string, inside: readonly string[]): string {
  return `<div class="street">\n<h3>${name}</h3>\n${inside.join("\n")}\n</div>`;
}

function choice(value: string, text: string, nth: number, isChosen: boolean): string {
  const chosen = isChosen ? ' checked="checked"' : "";
  return `<label><input type="radio" name="street-${nth}" value="${value}" class="show-${value}"${chosen} /> ${text}</label>`;
}

function figure(
  when: "before" | "after",
  name: string,
  picture: Picture,
  marked: readonly number[],
  nth: number,
): string {
  const only = when === "before" ? "Dashed: gone after it." : "Dashed: new.";
  const caption = `${when === "before" ? "Before" : "After"} the change.${marked.length > 0 ? ` ${only}` : ""}`;
  const label = `The street of ${name} ${when} the change`;
  return `<figure class="${when}">
<figcaption>${caption}</figcaption>
<div class="canvas" role="region" aria-label="${label}" tabindex="0">${picture.drawn(`street-${nth}-${when}-`, label, marked)}</div>
</figure>`;
}
