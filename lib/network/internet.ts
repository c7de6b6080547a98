import { Cidr } from "../model/cidr";
import { SPECIAL_IPV4 } from "../model/special-networks";
import { Addresses } from "./addresses";

/** Global unicast addresses (RFC 4291): all of IPv6 that is given out. */
const GLOBAL6 = Cidr.parse("2000::/3");

/**
 * Everyone outside: every address that is nobody's in this house. `Peer.internet()` is this, so a rule for visitors
 * is no rule for another client's server, whatever way its packets come.
 */
export const INTERNET = Addresses.of(Cidr.parse("0.0.0.0/0"), GLOBAL6).minus(Addresses.of(...SPECIAL_IPV4));
