const dgram = require("node:dgram");
const net = require("node:net");

/** Addresses are numbers: nothing to look up, and nothing that waits for a thread. */
const asIs = (address, family, callback) => process.nextTick(callback, null, address, family);

function udpSocket(address) {
  const isV6 = net.isIPv6(address);
  return dgram.createSocket({ type: isV6 ? "udp6" : "udp4", ipv6Only: isV6, lookup: asIs });
}

function tcpSocket({ source, destination, port }) {
  const socket = net.connect({ host: destination, port, localAddress: source, autoSelectFamily: false });
  socket.setNoDelay(true);
  return socket;
}

/** A reset leaves nothing behind in either host. */
function hangUp(socket) {
  if (socket.connecting || socket.destroyed) socket.destroy();
  else socket.resetAndDestroy();
}

/** What a socket's error says about a port. */
function refusal({ code, message }) {
  return code === "ETIMEDOUT" ? { result: "timeout" } : { result: "refused", detail: code ?? message };
}

module.exports = { udpSocket, tcpSocket, hangUp, refusal };
