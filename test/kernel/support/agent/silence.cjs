// What says that a probe was never sent as asked: a mistake in the test, which must not count as a closed port.
const MISUSE = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL", "EMFILE", "ENFILE", "ENOBUFS"]);

/**
 * Decides when probes have timed out: when nothing at all arrived for their time. Counting from each start instead
 * would, on a busy machine, take an answer that is on its way for a closed port.
 */
class Silence {
  waiting = new Set();
  arrivals = 0;
  timer = undefined;

  constructor(timeoutMs) {
    this.timeoutMs = timeoutMs;
  }

  /** To be called when everything has been sent. */
  start() {
    if (this.waiting.size > 0) this.timer = setTimeout(() => this.hush(), this.timeoutMs);
  }

  /** Reads what already arrived before the verdict. */
  hush() {
    const { arrivals } = this;
    const judge = () => {
      if (this.arrivals !== arrivals) return;
      for (const finish of [...this.waiting]) finish({ result: "timeout" });
    };
    setImmediate(() => setImmediate(judge));
  }

  /** A promise of an outcome, and the way to keep it. Only the first outcome counts; then `cleanUp` runs. */
  outcome(probe, cleanUp) {
    let finish;
    const promise = new Promise((resolve, reject) => {
      finish = (outcome) => {
        if (!this.waiting.delete(finish)) return;
        this.arrived();
        cleanUp();
        if (MISUSE.has(outcome.detail)) reject(new Error(`${describe(probe)}: ${outcome.detail}`));
        else resolve(outcome);
      };
    });
    this.waiting.add(finish);
    return { promise, finish };
  }

  arrived() {
    this.arrivals += 1;
    if (this.waiting.size === 0) clearTimeout(this.timer);
    else this.timer?.refresh();
  }
}

const describe = ({ protocol, source, destination, port }) =>
  `${protocol} from ${source} to ${destination} port ${port}`;

module.exports = { Silence };
