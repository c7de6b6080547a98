import { Cidr } from "../model/cidr";
import { Addresses } from "./addresses";

/**
 * Addresses from which no packet of the internet comes (IANA's special-purpose registries, RFC 6890): private and
 * shared networks, loopback, link-local, multicast and reserved ones. Documentation networks are left in: they are
 * what examples and tests call the internet, and nobody routes them.
 */
const NOT_INTERNET = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "224.0.0.0/3",
].map(Cidr.parse);

/** Global unicast addresses (RFC 4291): all of IPv6 that is given out. */
const GLOBAL6 = Cidr.parse("2000::/3");

/**
 * Everyone outside: every address that is nobody's in this house. `Peer.internet()` is this, so a rule for visitors
 * is no rule for another client's server, whatever way its packets come.
 */
export const INTERNET = Addresses.of(Cidr.parse("0.0.0.0/0"), GLOBAL6).minus(Addresses.of(...NOT_INTERNET));
