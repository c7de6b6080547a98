const { Pings } = require("./ping.cjs");
const { Silence } = require("./silence.cjs");
const { hangUp, refusal, tcpSocket, udpSocket } = require("./sockets.cjs");

// A fresh source port for every UDP probe: a reused one would pass as "established" thanks to an earlier policy.
const UDP_PORTS = { first: 20_000, count: 40_000 };
let udpPorts = Math.floor(Math.random() * UDP_PORTS.count);

/** Sends all probes at once, and tells of each whether it is open, refused or silent. */
async function probe({ probes }) {
  const silences = new Map();
  const pings = new Pings();
  const outcomes = probes.map((one) => {
    if (one.protocol === "icmp") return pings.add(one);
    if (!silences.has(one.timeoutMs)) silences.set(one.timeoutMs, new Silence(one.timeoutMs));
    const silence = silences.get(one.timeoutMs);
    return one.protocol === "tcp" ? probeTcp(one, silence) : probeUdp(one, silence);
  });
  for (const silence of silences.values()) silence.start();
  pings.start();
  return await Promise.all(outcomes);
}

function probeTcp(one, silence) {
  const socket = tcpSocket(one);
  const { promise, finish } = silence.outcome(one, () => hangUp(socket));
  socket.on("data", () => finish({ result: "open" }));
  socket.on("error", (error) => finish(refusal(error)));
  socket.on("close", () => finish({ result: "refused", detail: "closed" }));
  return promise;
}

/** Connected, because only a connected socket hears of a refusal. */
function probeUdp(one, silence) {
  let socket;
  const { promise, finish } = silence.outcome(one, () => socket.close());
  const isWaiting = () => silence.waiting.has(finish);
  const refused = (error) => {
    if (error?.code === "EADDRINUSE") {
      socket.close();
      attempt();
    } else if (error) finish(refusal(error));
  };
  const ask = (error) => {
    if (error) refused(error);
    else if (isWaiting()) socket.send("?", refused);
  };
  const attempt = () => {
    udpPorts = (udpPorts + 1) % UDP_PORTS.count;
    socket = udpSocket(one.source);
    socket.on("error", refused);
    socket.on("message", () => finish({ result: "open" }));
    socket.bind({ address: one.source, port: UDP_PORTS.first + udpPorts, exclusive: true }, () => {
      if (isWaiting()) socket.connect(one.port, one.destination, ask);
    });
  };
  attempt();
  return promise;
}

module.exports = { probe };
