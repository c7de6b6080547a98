import { resolve } from "node:path";
import { go } from "./workflow/go";
import { makeResults } from "./workflow/job";
import { runIn } from "./workflow/run";

const root = resolve(__dirname, "..");
process.chdir(root);
const say = (line: string) => process.stdout.write(`${line}\n`);
const run = runIn(root, process.env);

go({ root, results: makeResults(root), env: process.env, run, say }, process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
