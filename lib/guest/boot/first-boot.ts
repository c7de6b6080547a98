import { interfaceName } from "../../model/interface-names";
import type { GuestFile, GuestPart } from "../guest-part";
import { readScript } from "../script";
import { encodeFiles, FILE_KEYS } from "./file-bundle";
import { FIRST_BOOT_PROGRAM, firstBootSteps } from "./first-boot-steps";
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
  /** What the server is made of, in order. */
  readonly parts: readonly GuestPart[];
}

/** The `guestinfo` keys that are read on the first boot, and by nothing later: they are frozen after creation. */
export const FIRST_BOOT_KEYS = [
  "guestinfo.metadata",
  "guestinfo.metadata.encoding",
  "guestinfo.userdata",
  "guestinfo.userdata.encoding",
  ...FILE_KEYS,
];

/**
 * First-boot data of a server for cloud-init's VMware data source: static addresses and host name in the metadata;
 * what to do in the user data; and the files it is made of in keys of their own, because they are more than one value
 * holds. All but the metadata is the same for all servers of a role at a site. No password, no default user, never a
 * secret: every user of the guest can read it.
 *
 * @throws InvalidError when a document is too large for guestinfo
 */
export function firstBoot(props: FirstBootProps): Readonly<Record<string, string>> {
  return {
    "guestinfo.metadata": encodeGuestinfo("metadata", JSON.stringify(metadata(props))),
    "guestinfo.metadata.encoding": "gzip+base64",
    "guestinfo.userdata.encoding": "gzip+base64",
    ...encodedParts(props.parts),
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

/** Servers share the lists of their parts, so each list is encoded once. */
const encoded = new WeakMap<readonly GuestPart[], Readonly<Record<string, string>>>();

function encodedParts(parts: readonly GuestPart[]): Readonly<Record<string, string>> {
  const known = encoded.get(parts) ?? {
    "guestinfo.userdata": encodeGuestinfo("userdata", userData(parts)),
    ...encodeFiles(filesOf(parts)),
  };
  encoded.set(parts, known);
  return known;
}

/**
 * The user data of a server made of these parts. The walls come first, before a package is fetched: by the firewall's
 * live document, or else closed. Then the files, so that no package starts with its own settings, then packages, then
 * the steps of {@link firstBootSteps}.
 */
export function userData(parts: readonly GuestPart[]): string {
  const packages = parts.flatMap((part) => part.packages ?? []);
  const config = {
    // An empty list is no list to cloud-init, which would make its default user.
    users: [{ name: "root", lock_passwd: true }],
    disable_root: true,
    ssh_pwauth: false,
    preserve_hostname: false,
    timezone: "Etc/UTC",
    locale: "C.UTF-8",
    no_ssh_fingerprints: true,
    ssh: { emit_keys_to_console: false },
    // Its own sources come with the files.
    apt: { preserve_sources_list: true },
    // At every boot, because the first may be cut off: they do nothing once a first boot has come to its end.
    bootcmd: ["raise-walls", "unpack-files"].map((name) => ["sh", "-c", readScript(name)]),
    package_update: true,
    package_reboot_if_required: false,
    packages: [...new Set(packages)].sort(),
    runcmd: [[FIRST_BOOT_PROGRAM]],
  };
  // JSON is YAML, so there is nothing to quote wrongly.
  return `#cloud-config\n${JSON.stringify(config)}\n`;
}

/**
 * All files of a server made of these parts.
 *
 * @throws RangeError when two parts write one file: a defect of the library
 */
export function filesOf(parts: readonly GuestPart[]): readonly GuestFile[] {
  const holders = new Map<string, string>();
  for (const { name, files = [] } of parts) {
    for (const { path } of files) {
      const holder = holders.get(path);
      if (holder !== undefined) throw new RangeError(`${path} is written by both ${holder} and ${name}`);
      holders.set(path, name);
    }
  }
  return [...parts.flatMap(({ files = [] }) => files), ...firstBootSteps(parts)];
}
