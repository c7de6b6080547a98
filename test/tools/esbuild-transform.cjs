// Lets Jest read TypeScript with the compiler that tsx already brings. Types are checked by `npm run typecheck`.
const { transformSync } = require("esbuild");

module.exports = {
  process(source, path) {
    return transformSync(source, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      sourcefile: path,
      sourcemap: "inline",
      sourcesContent: false,
    });
  },
};
