const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/test/tools/environment.cjs",
  // A worker more than there are processors: much of testing is waiting for servers, packets and programs.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/\\.cdktf"],
  transform: { "\\.ts$": "<rootDir>/test/tools/esbuild-transform.cjs" },
  setupFiles: ["<rootDir>/test/support/setup.ts"],
  setupFilesAfterEnv: ["<rootDir>/lib/testing/jest.ts"],
};
