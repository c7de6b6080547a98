#!/usr/bin/env node
// The one file that is not TypeScript: it makes Node read the others.
require("tsx/cjs");
require("./main.ts")
  .main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  });
