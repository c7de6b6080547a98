import { instance } from "@viz-js/viz";
import type { ModelFile } from "../model/model-file";
import { pictureOf } from "../network/picture";

/** Graphviz begins with a reference to a file elsewhere, and notes names of ours in comments. */
const PROLOGUE = /^[\s\S]*?(?=<svg )/;
const COMMENT = /<!--[\s\S]*?-->\n?/g;

/** What Graphviz writes for the font whose widths it reckons with. */
const FONT = /font-family="Helvetica,sans-Serif"/g;

/** Fonts of those very widths, by the names they have elsewhere: in any other one text goes across the frames around it. */
const ALIKE = 'font-family="Helvetica,Arial,Liberation Sans,Arimo,Nimbus Sans,sans-serif"';

/** Points are a third larger than the pixels that sizes are meant in. */
const SIZE = /^<svg width="(\d+)pt" height="(\d+)pt"/;

/**
 * One client's street as SVG, laid out by Graphviz in WebAssembly: nothing is installed, nothing fetched.
 * {@link pictureOf} tells what is drawn, and what it throws.
 */
export async function drawStreet(models: readonly ModelFile[], stage?: string): Promise<string> {
  const picture = pictureOf(models, stage);
  // A new instance each time: its memory is clean, so that no earlier picture has a say in this one.
  const graphviz = await instance();
  const svg = graphviz.renderString(picture, { format: "svg", engine: "dot" });
  return svg
    .replace(PROLOGUE, "")
    .replace(COMMENT, "")
    .replace(FONT, ALIKE)
    .replace(SIZE, '<svg width="$1px" height="$2px"');
}
