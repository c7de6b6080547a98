// What takes longest begins first, so that no worker is left with it while the others have nothing to do. A fresh clone knows no times
// of its own, and Jest then goes by the size of files.
const { default: Sequencer } = require("@jest/test-sequencer");

const LONGEST = [
  "kernel/generated",
  "workflows/locally",
  "cli/diff",
  "cli/manifests",
  "guest/backup/backup-",
];

module.exports = class extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => LONGEST.some((name) => path.includes(`/test/${name}`));
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
