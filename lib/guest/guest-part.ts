/** A file a server has from its first boot on; root's. */
export interface GuestFile {
  /** Absolute, of letters, digits and `._@/-`. */
  readonly path: string;
  /** Whole lines of text. */
  readonly content: string;
  /** @default 0644 */
  readonly mode?: "0400" | "0440" | "0600" | "0640" | "0644" | "0700" | "0750" | "0755";
}

/**
 * What one concern adds to a server: packages, files, units. A server's first boot is the sum of its parts, and is
 * frozen when it is made; what changes later travels in live documents. So a part depends on the server's role and
 * site only, never on who its client is, its peers, or its administrators.
 */
export interface GuestPart {
  /** For messages, for example `ssh`. */
  readonly name: string;
  /** Debian packages beyond the minimal system. */
  readonly packages?: readonly string[];
  readonly files?: readonly GuestFile[];
  /** Lines of sh that run once, after packages and files, in the order of the parts. Running them again changes nothing. */
  readonly commands?: readonly string[];
  /** Units that are enabled, and started at the end of the first boot. */
  readonly enabled?: readonly string[];
  /** Units that never run here. */
  readonly masked?: readonly string[];
}

/** Where our own programs are. */
export const PROGRAMS = "/usr/local/lib/straat";

/** Where the payload of each live document in use is kept. */
export const DOCUMENTS = "/var/lib/straat/documents";

/** Where keys live that were made on the server and never leave it; root's alone (0700). */
export const SECRETS = "/var/lib/straat/secret";

/** Where programs leave figures for the node exporter's textfile collector, as `straat_<name>.prom`. */
export const METRICS = "/var/lib/prometheus/node-exporter";
