import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { go } from "./workflow/go";
import { makeResults } from "./workflow/job";
import { runIn } from "./workflow/run";

const root = resolve(__dirname, "..");
process.chdir(root);
const say = (line: string) => process.stdout.write(`${line}\n`);
const run = runIn(root, process.env);

// What steps print quotes names and messages of others. GitHub would read a line such as `::set-output …` as an order, wherever in the
// output of whichever program it stands; until it meets a word that only this process knows, it reads none.
const word = process.env.GITHUB_ACTIONS === "true" ? randomUUID() : undefined;
if (word !== undefined) say(`::stop-commands::${word}`);

go({ root, results: makeResults(root), env: process.env, run, say }, process.argv.slice(2)).then((status) => {
  if (word !== undefined) say(`::${word}::`);
  process.exitCode = status;
});
