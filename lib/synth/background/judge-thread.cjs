// Makes Node read TypeScript in a thread of its own, as lib/cli/straat.cjs does in the first one.
require("tsx/cjs");
require("./judge-thread.ts");
