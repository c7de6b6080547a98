// Makes Node read TypeScript in a process of its own, as lib/cli/straat.cjs does in the first one.
require("tsx/cjs");
// Nothing here shows where in a file an error was, and maps of all files take an eighth of the time.
process.setSourceMapsEnabled(false);
require("./write-base.ts");
