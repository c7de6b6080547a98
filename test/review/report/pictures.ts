import { drawStreet } from "../../../lib/cli/draw";
import { buildFleet } from "../../support/fleet";

const street = buildFleet()
  .straatStacks.map((stack) => stack.toModel())
  .filter(({ client }) => client?.name === "verne");

/** The street of an example, before its production got its first flow, and as it is. */
export async function streetBeforeAndAfter(): Promise<{ readonly before: string; readonly after: string }> {
  const without = street.map((model) =>
    `${model.stage}` === "production" ? { ...model, flows: model.flows.slice(1) } : model,
  );
  return { before: await drawStreet(without), after: await drawStreet(street) };
}

/** A picture of a few nodes and arrows, each with its title and words, as Graphviz writes them. */
export function drawing(...parts: readonly (readonly [look: string, title: string, text: string])[]): string {
  const drawn = parts.map(
    ([look, title, text], index) =>
      `<g id="node${index}" class="${look}">\n<title>${title}</title>\n<g id="a_node${index}"><a xlink:title="tip of ${text}">\n<polygon fill="white" points="0,0 9,0 9,9"/>\n<text x="1" y="2">${text}</text>\n</a>\n</g>\n</g>`,
  );
  return `<svg width="90px" height="50px"\n viewBox="0 0 90 50" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n${drawn.join("\n")}\n</svg>\n`;
}
