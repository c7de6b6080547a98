import { canonicalBoxes } from "./canonical-boxes";
import type { Box, PacketSpace } from "./packet-space";
import { networksOf } from "./range-networks";

/**
 * What `conntrack` has to be told, one list of arguments a call, so that connections end which a change no longer
 * allows: closing a port does not cut what is established through it. Exactly those entries, and no others.
 *
 * @param closed the packets that passed before the change and do not after it
 */
export function conntrackCuts(closed: PacketSpace): readonly (readonly string[])[] {
  return canonicalBoxes(closed).flatMap((box) =>
    networksOf(box.family, box.source).flatMap((source) =>
      networksOf(box.family, box.destination).flatMap((destination) =>
        portsOf(box).map((port) => [
          "-D",
          ...["-f", box.family === 4 ? "ipv4" : "ipv6"],
          ...["-p", box.protocol === "icmp" && box.family === 6 ? "icmpv6" : box.protocol],
          ...["--orig-src", source, "--orig-dst", destination],
          ...port,
        ]),
      ),
    ),
  );
}

/** conntrack takes one port or none; every port there is means none has to be named. */
function portsOf({ protocol, ports }: Box): readonly (readonly string[])[] {
  if (protocol === "icmp" || ports.size >= 65_535n) return [[]];
  return ports.ranges.flatMap(({ first, last }) =>
    Array.from({ length: Number(last - first) + 1 }, (_, index) => [
      "--orig-port-dst",
      `${first + BigInt(index)}`,
    ]),
  );
}
