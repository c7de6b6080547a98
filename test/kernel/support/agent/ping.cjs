const { spawn } = require("node:child_process");

/**
 * ICMP echoes. Node has no sockets for them; one fping sends to all destinations of a source, where a ping for each
 * would cost a process for each.
 */
class Pings {
  groups = new Map();

  /** Promises an outcome, once started. The same echo asked for twice is sent once. */
  add({ source, destination, timeoutMs }) {
    const key = `${source} ${timeoutMs}`;
    if (!this.groups.has(key)) this.groups.set(key, { source, timeoutMs, destinations: new Map() });
    const { destinations } = this.groups.get(key);
    if (!destinations.has(destination)) destinations.set(destination, deferred());
    return destinations.get(destination).promise;
  }

  start() {
    for (const group of this.groups.values()) ping(group);
  }
}

function deferred() {
  const handles = {};
  handles.promise = new Promise((resolve, reject) => Object.assign(handles, { resolve, reject }));
  return handles;
}

function ping({ source, timeoutMs, destinations }) {
  const args = ["-r0", "-i0", `-t${timeoutMs}`, "-S", source, ...destinations.keys()];
  const child = spawn("fping", args, { stdio: ["ignore", "pipe", "pipe"] });
  const out = collect(child.stdout);
  const complaints = collect(child.stderr);
  const fail = (text) => {
    for (const { reject } of destinations.values()) reject(new Error(`icmp from ${source}: ${text}`));
  };
  child.on("error", (error) => fail(error.message));
  child.on("close", (status) => {
    // 0: all alive, 1: some not; anything else was never sent as asked.
    if (status !== 0 && status !== 1) return fail(`fping ended with ${status}: ${complaints()}`);
    const alive = new Set(out().map((line) => line.match(/^(\S+) is alive/)?.[1]));
    const details = new Map(complaints().map((line) => [complainedOf(line), line]));
    for (const [destination, { resolve }] of destinations) {
      const detail = details.get(destination);
      if (alive.has(destination)) resolve({ result: "open" });
      else resolve(detail === undefined ? { result: "timeout" } : { result: "refused", detail });
    }
  });
}

/** The lines of a stream, once it has ended. */
function collect(stream) {
  let text = "";
  stream.on("data", (data) => {
    text += data;
  });
  return () => text.split("\n");
}

const complainedOf = (line) => (line.match(/^(\S+): error/) ?? line.match(/ sent to (\S+)$/))?.[1];

module.exports = { Pings };
