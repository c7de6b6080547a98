const net = require("node:net");
const { networkInterfaces } = require("node:os");
const { udpSocket } = require("./sockets.cjs");

const BACKLOG = 4096;
const BUFFER_BYTES = 4 * 1024 * 1024;

const listening = new Map();

/** Answers on ports. UDP gets a socket per local address, so that it answers from the address that was addressed. */
async function listen({ tcp = [], udp = [] }) {
  const addresses = Object.values(networkInterfaces())
    .flat()
    .map(({ address }) => address)
    .filter((address) => !address.startsWith("fe80:"));
  await Promise.all([
    ...tcp.map((port) => once(`tcp ${port}`, () => listenTcp(port))),
    ...udp.flatMap((port) =>
      addresses.map((address) => once(`udp ${address} ${port}`, () => listenUdp(address, port))),
    ),
  ]);
}

function once(key, start) {
  if (!listening.has(key)) listening.set(key, start());
  return listening.get(key);
}

/** A greeting byte proves that data flows, not only the handshake; after it everything is echoed. */
function listenTcp(port) {
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => socket.write(data));
    socket.write("!");
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen({ host: "::", port, backlog: BACKLOG }, resolve);
  });
}

function listenUdp(address, port) {
  const socket = udpSocket(address);
  socket.on("message", (message, from) => socket.send(message, from.port, from.address, () => {}));
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.bind({ address, port, exclusive: true }, () => {
      roomy(socket);
      resolve();
    });
  });
}

/** Asks for room for a burst of probes; the kernel may grant less. */
function roomy(socket) {
  try {
    socket.setRecvBufferSize(BUFFER_BYTES);
  } catch {}
}

module.exports = { listen };
