/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "<rootDir>/test/tools/environment.cjs",
  maxWorkers: "100%",
  // For programs that are waited for on a busy machine. Nothing here asserts how long something takes.
  testTimeout: 60_000,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out", "<rootDir>/\\.cdktf"],
  transform: { "\\.ts$": "<rootDir>/test/tools/esbuild-transform.cjs" },
  testSequencer: "<rootDir>/test/tools/longest-first.cjs",
  setupFiles: ["<rootDir>/test/support/setup.ts"],
  setupFilesAfterEnv: ["<rootDir>/lib/testing/jest.ts"],
};
