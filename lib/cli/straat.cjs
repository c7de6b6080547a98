#!/usr/bin/env node
// The one file that is not TypeScript: it makes Node read the others.
require("tsx/cjs");
process.exitCode = require("./main.ts").main(process.argv.slice(2));
