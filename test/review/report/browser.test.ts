import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, Page } from "playwright-core";
import { html } from "../../../lib/review/report/html";
import { describeUnless } from "../../support/tool";
import { CHROMIUM, PALE_TEXTS, startChromium } from "./chromium";
import { streetBeforeAndAfter } from "./pictures";
import { sample } from "./sample";

const SUMMARIES = "[...document.querySelectorAll('summary')]";
const OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })";
const FOCUSED = "document.activeElement";

/** Mean lightness of a screenshot, from 0 to 1, and how many colours are in it. */
const LOOKED_AT = (png: string) => `(async () => {
  const image = new Image();
  image.src = "data:image/png;base64,${png}";
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const colours = new Set();
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) {
    colours.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
    sum += data[at] + data[at + 1] + data[at + 2];
  }
  return { colours: colours.size, lightness: sum / (data.length / 4) / 765 };
})()`;

const lacking = CHROMIUM === undefined ? "a Chromium; `apt-get install chromium` gives one" : undefined;

describeUnless(lacking, "the page of a review in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "straat-page-"));
  const address = pathToFileURL(join(folder, "review.html")).href;
  let browser: Browser;

  beforeAll(async () => {
    const pictures = new Map([["verne", await streetBeforeAndAfter()]]);
    writeFileSync(join(folder, "review.html"), html(sample(), { pictures }));
    browser = await startChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  interface Shown {
    readonly page: Page;
    /** What it fetched beside itself, and what it said on its console. */
    readonly noise: readonly string[];
  }

  async function show(scheme: "light" | "dark" = "light", width = 1280): Promise<Shown> {
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 900 } });
    const noise: string[] = [];
    page.on("request", (request) => request.url() !== address && noise.push(request.url()));
    page.on("console", (message) => noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(error.message));
    await page.goto(address);
    return { page, noise };
  }

  async function look(page: Page): Promise<{ readonly colours: number; readonly lightness: number }> {
    const png = (await page.screenshot({ fullPage: true })).toString("base64");
    const other = await browser.newPage();
    return other.evaluate(LOOKED_AT(png));
  }

  test("is light or dark as the reader wants it, and not blank", async () => {
    const [light, dark] = [await look((await show("light")).page), await look((await show("dark")).page)];
    expect(light.colours).toBeGreaterThan(100);
    expect(dark.colours).toBeGreaterThan(100);
    expect(light.lightness).toBeGreaterThan(0.85);
    expect(dark.lightness).toBeLessThan(0.25);
  }, 60_000);

  test("is held to a look at it that sees a blank page", async () => {
    const blank = await browser.newPage();
    expect(await look(blank)).toEqual({ colours: 1, lightness: 1 });
  }, 60_000);

  test("fetches nothing and says nothing on the console", async () => {
    const { page, noise } = await show();
    await page.evaluate(OPEN_ALL);
    await page.screenshot({ fullPage: true });
    expect(noise).toEqual([]);
    // Its policy bites: what is put into it afterwards is not fetched either.
    const said = page.waitForEvent("console");
    await page.evaluate(
      "document.body.append(Object.assign(new Image(), { src: 'https://registry.example.nl/x.png' }))",
    );
    await said;
    expect(noise.join("\n")).toContain("Content Security Policy");
  }, 60_000);

  test.each(["light", "dark"] as const)(
    "has no text that is hard to read, in the %s",
    async (scheme) => {
      const { page } = await show(scheme);
      await page.evaluate(OPEN_ALL);
      const { looked, found } = await page.evaluate<{ looked: number; found: string[] }>(PALE_TEXTS);
      expect(found).toEqual([]);
      expect(looked).toBeGreaterThan(100);
      await page.evaluate("document.querySelector('h2').attributeStyleMap.set('color', '#888888')");
      const changed = await page.evaluate<{ found: string[] }>(PALE_TEXTS);
      expect([scheme, changed.found.length]).toEqual([scheme, scheme === "light" ? 1 : 0]);
    },
    60_000,
  );

  test("is used with the keyboard: the first stop skips to the review, and each fold is reached and opened", async () => {
    const { page } = await show();
    await page.keyboard.press("Tab");
    expect(
      await page.evaluate(`${FOCUSED}.textContent + (${FOCUSED}.getBoundingClientRect().left >= 0)`),
    ).toBe("Skip to the reviewtrue");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(`${FOCUSED}.id`)).toBe("review");
    const opened = new Set<number>();
    for (let stop = 0; stop < 100; stop += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate<number>(`${SUMMARIES}.indexOf(${FOCUSED})`);
      if (at < 0) continue;
      if (opened.has(at)) break;
      const outline = await page.evaluate(`getComputedStyle(${FOCUSED}).outlineStyle`);
      expect(outline).toBe("solid");
      await page.keyboard.press("Enter");
      if (await page.evaluate(`${FOCUSED}.parentElement.open`)) opened.add(at);
    }
    expect(opened.size).toBe(await page.evaluate(`${SUMMARIES}.length`));
    expect(opened.size).toBeGreaterThan(3);
  }, 60_000);

  test("shows the street as it is, and with an arrow key as it was, or both", async () => {
    const { page } = await show();
    const shown = () =>
      page.evaluate(
        "[...document.querySelectorAll('figure')].filter((one) => one.checkVisibility()).map((one) => one.className)",
      );
    expect(await shown()).toEqual(["after"]);
    await page.focus(".show-after");
    await page.keyboard.press("ArrowLeft");
    expect(await shown()).toEqual(["before"]);
    await page.keyboard.press("ArrowLeft");
    expect(await shown()).toEqual(["before", "after"]);
  }, 60_000);

  test("fits a telephone: only tables and pictures move in their own boxes", async () => {
    const { page } = await show("light", 320);
    await page.evaluate(OPEN_ALL);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
    expect(await page.evaluate("document.querySelector('.after .canvas').scrollWidth > 320")).toBe(true);
  }, 60_000);

  test("shows text of the picture at 12 pixels at least", async () => {
    const { page } = await show();
    const scale = await page.evaluate(
      "(() => { const svg = [...document.querySelectorAll('.canvas svg')].at(-1); return svg.getBoundingClientRect().width / svg.viewBox.baseVal.width; })()",
    );
    expect(scale).toBeCloseTo(1, 1);
  }, 60_000);
});
