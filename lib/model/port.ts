import { InvalidError } from "./mistake";

export type Protocol = "tcp" | "udp" | "icmp";

/** Largest port number. Port 0 is reserved and never means "all ports". */
export const PORT_MAX = 65_535;

/** TCP services by which servers are administered; they are for the VPN alone (V-07). */
export const ADMINISTRATION_PORTS = [
  { name: "SSH", number: 22 },
  { name: "Telnet", number: 23 },
  { name: "RDP", number: 3389 },
  { name: "Kibana", number: 5601 },
  { name: "VNC", number: 5900 },
  { name: "the Kubernetes API", number: 6443 },
  { name: "the kubelet", number: 10_250 },
] as const;

/**
 * What a flow carries: a protocol with one port or a closed range of ports, or ICMP. There is no "any":
 * what a server needs is named.
 */
export class Port {
  static readonly SSH = Port.tcp(22);
  static readonly DNS_TCP = Port.tcp(53);
  static readonly DNS_UDP = Port.udp(53);
  static readonly HTTP = Port.tcp(80);
  static readonly NTP = Port.udp(123);
  static readonly HTTPS = Port.tcp(443);
  static readonly MYSQL = Port.tcp(3306);
  static readonly LOGSTASH = Port.tcp(5044);
  /** Where a site takes backups from servers of the others. */
  static readonly BACKUP = Port.tcp(8000);
  static readonly POSTGRES = Port.tcp(5432);
  static readonly REDIS = Port.tcp(6379);
  static readonly KUBERNETES_API = Port.tcp(6443);
  static readonly ELASTICSEARCH = Port.tcp(9200);
  static readonly WIREGUARD = Port.udp(51_820);
  /** Echo request, in both families. */
  static readonly PING = new Port("icmp", 0, 0);

  private constructor(
    readonly protocol: Protocol,
    /** First port; 0 for ICMP, which has none. */
    readonly first: number,
    /** Last port, inclusive. */
    readonly last: number,
  ) {}

  /** @throws InvalidError unless a whole number from 1 to 65535. */
  static tcp(port: number): Port {
    return Port.range("tcp", port, port);
  }

  /** Ports from first to last, both included. @throws InvalidError when one is no port or they are reversed. */
  static tcpRange(first: number, last: number): Port {
    return Port.range("tcp", first, last);
  }

  /** @throws InvalidError unless a whole number from 1 to 65535. */
  static udp(port: number): Port {
    return Port.range("udp", port, port);
  }

  /** Ports from first to last, both included. @throws InvalidError when one is no port or they are reversed. */
  static udpRange(first: number, last: number): Port {
    return Port.range("udp", first, last);
  }

  /** Reads what {@link toString} writes. @throws InvalidError for anything else. */
  static parse(text: string): Port {
    const [, protocol, first, last = first] = /^(tcp|udp)\/(\d+)(?:-(\d+))?$/.exec(text) ?? [];
    if (text === "icmp") return Port.PING;
    if (protocol !== undefined) return Port.range(protocol as Protocol, Number(first), Number(last));
    throw new InvalidError({
      value: JSON.stringify(text),
      problem: "is not a port",
      remedy: "write for example tcp/443, udp/60000-61000 or icmp",
    });
  }

  private static range(protocol: Protocol, first: number, last: number): Port {
    for (const port of [first, last]) {
      if (!Number.isInteger(port) || port < 1 || port > PORT_MAX) {
        throw new InvalidError({
          value: String(port),
          problem: `is not a ${protocol} port`,
          remedy: `write a whole number from 1 to ${PORT_MAX}`,
        });
      }
    }
    if (first > last) {
      throw new InvalidError({
        value: `${first}-${last}`,
        problem: "is a range from high to low",
        remedy: `write ${last}, ${first}`,
      });
    }
    return new Port(protocol, first, last);
  }

  /** Whether a port is this one or in this range. */
  includes(protocol: Protocol, port: number): boolean {
    return this.protocol === protocol && this.first <= port && port <= this.last;
  }

  /** `tcp/443`, `udp/60000-61000`, `icmp`. */
  toString(): string {
    if (this.protocol === "icmp") return "icmp";
    return `${this.protocol}/${this.first === this.last ? this.first : `${this.first}-${this.last}`}`;
  }

  toJSON(): string {
    return this.toString();
  }
}
