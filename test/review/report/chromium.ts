import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const FOLDERS = (process.env["PATH"] ?? "").split(delimiter);
const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of this machine; undefined where there is none. */
export const CHROMIUM = FOLDERS.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((file) =>
  existsSync(file),
);

/** Starts it, with an empty profile, for nothing but the page it is given. */
export async function startChromium(): Promise<Browser> {
  const args = ["gpu", "quic", "background-networking", "component-update", "sync"].map(
    (what) => `--disable-${what}`,
  );
  if (CHROMIUM === undefined) throw new Error("there is no Chromium on this machine");
  // As root its sandbox cannot be made; the only page it sees is ours.
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--no-first-run", ...args] });
}

/** Texts that are hard to read against what is behind them: contrast below 4.5 to 1. What runs in the page is text here. */
export const PALE_TEXTS = `(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = numbers(colour).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if ((numbers(colour)[3] ?? 1) > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  let looked = 0;
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === "" || element.closest("svg") || !element.checkVisibility()) continue;
    looked += 1;
    const both = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (ratio < 4.5) found.push(texts.currentNode.data.trim() + ": " + ratio.toFixed(2));
  }
  return { looked, found };
})()`;
