import { interfaceName } from "../model/interface-names";
import { encodeGuestinfo } from "./guestinfo";

/** One network card, as netplan (version 2) writes it. */
export interface GuestInterface {
  /** Addresses with prefix length, for example `10.20.0.10/23`. */
  readonly addresses: readonly string[];
  /** Default gateways, at most one a family. @default none: the network is not the way out */
  readonly gateways?: readonly string[];
}

export interface FirstBootProps {
  /** A DNS label; also the instance id, with the generation. */
  readonly hostName: string;
  readonly generation: number;
  readonly interfaces: readonly GuestInterface[];
  /** Addresses of resolvers. */
  readonly dns: readonly string[];
}

/** The `guestinfo` keys cloud-init reads on the first boot, and nothing reads later: they are frozen after creation. */
export const FIRST_BOOT_KEYS = [
  "guestinfo.metadata",
  "guestinfo.metadata.encoding",
  "guestinfo.userdata",
  "guestinfo.userdata.encoding",
] as const;

/** The same for every server, so encoded once. JSON is YAML, so there is nothing to quote wrongly. */
const USER_DATA = encodeGuestinfo(
  "userdata",
  `#cloud-config\n${JSON.stringify({
    users: [],
    disable_root: true,
    ssh_pwauth: false,
    preserve_hostname: false,
    timezone: "Etc/UTC",
  })}\n`,
);

/**
 * First-boot data of a server for cloud-init's VMware data source: static addresses and host name, no password, no
 * default user. There is never a secret in it: every user of the guest can read it.
 *
 * @throws InvalidError when a document is too large for guestinfo
 */
export function firstBoot(props: FirstBootProps): Readonly<Record<(typeof FIRST_BOOT_KEYS)[number], string>> {
  return {
    "guestinfo.metadata": encodeGuestinfo("metadata", JSON.stringify(metadata(props))),
    "guestinfo.metadata.encoding": "gzip+base64",
    "guestinfo.userdata": USER_DATA,
    "guestinfo.userdata.encoding": "gzip+base64",
  };
}

function metadata({ hostName, generation, interfaces, dns }: FirstBootProps) {
  const ethernets = interfaces.map(({ addresses, gateways = [] }, index) => {
    const routes = gateways.map((via) => ({ to: via.includes(":") ? "::/0" : "0.0.0.0/0", via }));
    const wayOut = routes.length > 0 ? { routes, nameservers: { addresses: dns } } : {};
    return [interfaceName(index), { dhcp4: false, dhcp6: false, "accept-ra": false, addresses, ...wayOut }];
  });
  return {
    "instance-id": `${hostName}-${generation}`,
    "local-hostname": hostName,
    "wait-on-network": { ipv4: false, ipv6: false },
    network: { version: 2, ethernets: Object.fromEntries(ethernets) },
  };
}
