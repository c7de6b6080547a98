import { Cidr } from "./cidr";

/**
 * IPv4 addresses from which no packet of the internet comes (IANA's special-purpose registry, RFC 6890): private and
 * shared networks, loopback, link-local, multicast and reserved ones. Documentation networks are left out: they are
 * what examples and tests call the internet, and nobody routes them.
 */
export const SPECIAL_IPV4: readonly Cidr[] = [
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
