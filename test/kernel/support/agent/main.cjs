// Runs inside the network namespace of one host, and answers and sends for it: real sockets, no dependencies, so that
// it starts fast. Requests and answers are JSON lines over stdin and stdout. It ends with its stdin, so that it never
// outlives whoever started it.
const { createInterface } = require("node:readline");
const { close, open, send, whenClosed } = require("./connections.cjs");
const { listen } = require("./listen.cjs");
const { probe } = require("./probe.cjs");

const commands = { listen, probe, open, send, close };

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

whenClosed((connection, how) => say({ closed: connection, how }));

createInterface({ input: process.stdin })
  .on("line", async (line) => {
    const { id, command, ...request } = JSON.parse(line);
    try {
      say({ id, result: (await commands[command](request)) ?? null });
    } catch (error) {
      say({ id, error: error.message });
    }
  })
  .on("close", () => process.exit());
