import type { PeerRecord } from "../../model/peer";
import { shortName } from "./short-name";

/**
 * A peer for people, in a few words.
 *
 * @param own path of the stack it is named in: what stands in it is named by the rest of its path
 */
export function peerName(peer: PeerRecord, own = ""): string {
  switch (peer.kind) {
    case "group":
    case "workload":
      return shortName(peer.path, own);
    case "networks":
      return peer.networks.join(" and ");
    case "admins":
      return peer.logins.join(" and ");
    case "country":
      return peer.codes.join(" and ");
    case "checkpoints":
    case "scanners":
      return `${peer.kind} of ${peer.list.name}`;
    case "service":
      return peer.name;
    case "internet":
      return "everyone";
    case "vpn":
      return "the VPN";
    case "whitelist":
      return "the whitelist";
  }
}
