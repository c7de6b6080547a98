// Makes Node read TypeScript in a process of its own, as lib/cli/straat.cjs does in the first one.
require("tsx/cjs");
require("./write-base.ts");
