// Every suite has modules of its own, and so makes anew what costs much and is the same for all. Suites of one worker
// hand each other texts, by name: a text has no part of the module that made it.
const { TestEnvironment } = require("jest-environment-node");

const texts = new Map();

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.sharedTexts = texts;
  }
};
