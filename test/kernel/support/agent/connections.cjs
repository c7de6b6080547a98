const { Silence } = require("./silence.cjs");
const { hangUp, refusal, tcpSocket } = require("./sockets.cjs");

const connections = new Map();
let opened = 0;
let sent = 0;
let tellClosed = () => {};

/** Has a listener told of every connection that ends, and how. */
function whenClosed(listener) {
  tellClosed = listener;
}

/** Opens a connection that stays, or tells why it did not open. */
async function open(request) {
  opened += 1;
  const connection = opened;
  const socket = tcpSocket(request);
  const state = { socket, echoes: "", listeners: new Set(), how: "closed" };
  const silence = new Silence(request.timeoutMs);
  const { promise, finish } = silence.outcome({ protocol: "tcp", ...request }, () => {
    if (!connections.has(connection)) hangUp(socket);
  });
  silence.start();
  socket.on("data", (data) => {
    connections.set(connection, state);
    finish({ result: "open" });
    state.echoes += data;
    for (const listener of state.listeners) listener();
  });
  socket.on("error", (error) => {
    if (error.code === "ECONNRESET") state.how = "reset";
    finish(refusal(error));
  });
  socket.on("close", () => {
    finish({ result: "refused", detail: "closed" });
    if (connections.delete(connection)) tellClosed(connection, state.how);
  });
  return { ...(await promise), connection };
}

/** Sends a word of its own, and tells whether that came back in time: a late echo of an earlier word does not count. */
function send({ connection, timeoutMs }) {
  const state = connections.get(connection);
  if (state === undefined) return false;
  sent += 1;
  const word = `<${sent}>`;
  return new Promise((resolve) => {
    const finish = (isEchoed) => {
      clearTimeout(timer);
      state.listeners.delete(look);
      state.socket.off("close", lost);
      resolve(isEchoed);
    };
    const look = () => {
      if (state.echoes.includes(word)) finish(true);
    };
    const lost = () => finish(false);
    const timer = setTimeout(lost, timeoutMs);
    state.listeners.add(look);
    state.socket.on("close", lost);
    state.socket.write(word);
  });
}

function close({ connection }) {
  const state = connections.get(connection);
  if (state !== undefined) hangUp(state.socket);
}

module.exports = { open, send, close, whenClosed };
