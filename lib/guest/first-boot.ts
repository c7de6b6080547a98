import { createHash } from "node:crypto";
import { interfaceName } from "../model/interface-names";
import { firstBootSteps } from "./first-boot-steps";
import { type GuestFile, type GuestPart, PROGRAMS } from "./guest-part";
import { encodeGuestinfo } from "./guestinfo";
import { readScript } from "./script";

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

/** The `guestinfo` keys cloud-init reads on the first boot, and nothing reads later: they are frozen after creation. */
export const FIRST_BOOT_KEYS = [
  "guestinfo.metadata",
  "guestinfo.metadata.encoding",
  "guestinfo.userdata",
  "guestinfo.userdata.encoding",
] as const;

/**
 * First-boot data of a server for cloud-init's VMware data source: static addresses and host name in the metadata;
 * what the server is made of in the user data, the same for all servers of a role at a site. No password, no default
 * user, never a secret: every user of the guest can read it.
 *
 * @throws InvalidError when a document is too large for guestinfo
 */
export function firstBoot(props: FirstBootProps): Readonly<Record<(typeof FIRST_BOOT_KEYS)[number], string>> {
  return {
    "guestinfo.metadata": encodeGuestinfo("metadata", JSON.stringify(metadata(props))),
    "guestinfo.metadata.encoding": "gzip+base64",
    "guestinfo.userdata": encodedUserData(props.parts),
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

/** Servers share the lists of their parts, so each list is encoded once. */
const encoded = new WeakMap<readonly GuestPart[], string>();

function encodedUserData(parts: readonly GuestPart[]): string {
  const known = encoded.get(parts) ?? encodeGuestinfo("userdata", userData(parts));
  encoded.set(parts, known);
  return known;
}

/**
 * The user data of a server made of these parts. The walls come first, before a package is fetched: by the firewall's
 * live document, or else closed.
 *
 * @throws RangeError when two parts write one file: a defect of the library
 */
export function userData(parts: readonly GuestPart[]): string {
  const files = [...allFiles(parts), ...firstBootSteps(parts)];
  const packages = parts.flatMap((part) => part.packages ?? []);
  const config = {
    users: [],
    disable_root: true,
    ssh_pwauth: false,
    preserve_hostname: false,
    timezone: "Etc/UTC",
    locale: "C.UTF-8",
    no_ssh_fingerprints: true,
    ssh: { emit_keys_to_console: false },
    // JSON is YAML, so there is nothing to quote wrongly.
    bootcmd: [["cloud-init-per", "instance", "straat-walls", "sh", "-c", readScript("raise-walls")]],
    write_files: files.map(writtenFile),
    package_update: true,
    package_reboot_if_required: false,
    packages: [...new Set(packages)].sort(),
    runcmd: [[`${PROGRAMS}/first-boot`]],
  };
  return `#cloud-config\n${JSON.stringify(config)}\n`;
}

/** What user data is made of, by digest: tells whether two servers booted from the same. */
export function userDataDigest(parts: readonly GuestPart[]): string {
  return createHash("sha256").update(userData(parts)).digest("hex");
}

function allFiles(parts: readonly GuestPart[]): readonly GuestFile[] {
  const holders = new Map<string, string>();
  for (const { name, files = [] } of parts) {
    for (const { path } of files) {
      const holder = holders.get(path);
      if (holder !== undefined) throw new RangeError(`${path} is written by both ${holder} and ${name}`);
      holders.set(path, name);
    }
  }
  return parts.flatMap(({ files = [] }) => files);
}

function writtenFile({ path, content, mode = "0644", owner = "root:root" }: GuestFile) {
  // Before packages, so that nothing starts with its package's own settings; those of users a package makes after it.
  const defer = owner === "root:root" ? {} : { owner, defer: true };
  return { path, content, permissions: mode, ...defer };
}
