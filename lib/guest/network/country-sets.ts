import {
  COUNTRIES,
  COUNTRY_DIRECTORY,
  countryInclude,
  countrySetName,
  sortCountries,
} from "../../model/country";
import { IpAddress } from "../../model/ip";
import { InvalidError, Mistakes } from "../../model/mistake";
import { Addresses } from "../../network/addresses";
import { DAYS_AHEAD } from "../../network/geo-source";
import { INTERNET } from "../../network/internet";
import { NFT_TABLE } from "../../network/nftables";
import { FAMILIES } from "../../network/packet-space";
import { ALARM } from "../unit";
import { COUNTRY_SETS_BODY } from "./country-sets-script";

export interface CountrySetsProps {
  /**
   * Each set of countries that the edge's ruleset uses, for example `[["NL"], ["BE", "NL"]]`.
   * @default those that the ruleset has on the day: their names tell the countries
   */
  readonly sets?: readonly (readonly string[])[];
  /**
   * Where the site publishes its source of countries' addresses (see `lib/network/geo-source.ts`): an https URL, or a
   * path. The digest is beside it, under the same name with `.sha256` behind it.
   */
  readonly source: string;
  /** How old the data may be, in days. @default 7 */
  readonly maxAgeDays?: number;
  /** Which part of a country's addresses may come or go at once, by family. @default 0.2 */
  readonly threshold?: number;
  /** Where the sets are kept. @default {@link COUNTRY_DIRECTORY} */
  readonly directory?: string;
  /** The file with the edge's ruleset, which has the line {@link countryInclude} gives. @default /etc/nftables.conf */
  readonly ruleset?: string;
  /** Where the script is put. @default /usr/local/lib/straat/country-sets */
  readonly program?: string;
}

/** The texts that an edge needs to keep its country sets filled. The script is executable (0755); nothing is secret. */
export interface CountrySets {
  readonly script: string;
  readonly service: string;
  readonly timer: string;
}

/**
 * What fills the country sets of an edge (H-06): a script for a stock Debian (sh, awk, curl, nft), and a service and
 * a timer that run it daily. A set that was never filled is empty, and so lets nobody in.
 *
 * @throws InvalidError with every mistake in the properties; what is rendered cannot hold shell, awk or nft of its own
 */
export function countrySets(props: CountrySetsProps): CountrySets {
  const check = new Mistakes();
  const path = (property: string, text: string) => check.attempt(property, () => checkPath(text)) ?? text;
  const sets = props.sets?.map((codes, at) => check.attempt(`sets[${at}]`, () => sortCountries(codes)) ?? []);
  const source = check.attempt("source", () => checkSource(props.source)) ?? "";
  const directory = path("directory", props.directory ?? COUNTRY_DIRECTORY);
  const program = path("program", props.program ?? "/usr/local/lib/straat/country-sets");
  const settings = {
    directory,
    ruleset: path("ruleset", props.ruleset ?? "/etc/nftables.conf"),
    maxAgeDays: checkNumber(check, "maxAgeDays", props.maxAgeDays ?? 7, { from: 1, to: 90, step: 1 }),
    threshold: checkNumber(check, "threshold", props.threshold ?? 0.2, { from: 0.01, to: 1, step: 0.01 }),
    sets,
  };
  if (sets !== undefined) check.attempt("sets", () => checkSome(sets));
  check.throwIfAny();
  return { script: script(settings), service: service(program, source, directory), timer: TIMER };
}

function checkSome(sets: readonly unknown[]): void {
  if (sets.length > 0) return;
  throw new InvalidError({
    value: "(none)",
    problem: "there is no set of countries to fill",
    remedy: "leave the script and its timer away where the ruleset uses no country",
  });
}

function checkPath(text: string): string {
  if (/^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/.test(text)) return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: "is not a plain absolute path (letters, digits, dots, hyphens and underscores)",
    remedy: `write for example ${COUNTRY_DIRECTORY}`,
  });
}

function checkSource(text: string): string {
  // Without a query, percent signs or a password: systemd and the journal would show them, and read some as their own.
  if (/^https:\/\/[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]{1,5})?(\/[A-Za-z0-9._~-]+)+$/.test(text)) return text;
  if (text.startsWith("/")) return checkPath(text);
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: "is neither a plain https URL nor an absolute path",
    remedy: "write for example https://mirror.example.nl/countries.txt",
  });
}

interface Bounds {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

function checkNumber(check: Mistakes, property: string, value: number, { from, to, step }: Bounds): number {
  const steps = Math.round(value / step);
  if (value >= from && value <= to && Math.abs(steps * step - value) < step / 1e6) return value;
  check.add({
    property,
    value: String(value),
    problem: `is not a number from ${from} to ${to} in steps of ${step}`,
    remedy: `write for example ${step === 1 ? 7 : 0.2}`,
  });
  return from;
}

interface Settings {
  readonly directory: string;
  readonly ruleset: string;
  readonly maxAgeDays: number;
  readonly threshold: number;
  readonly sets: readonly (readonly string[])[] | undefined;
}

function script({ directory, ruleset, maxAgeDays, threshold, sets }: Settings): string {
  return `#!/bin/sh
# Fills the country sets of an edge from the source that is its one argument. Rendered: a change made here is undone.
# shellcheck disable=SC2016 # what stands in single quotes is awk
directory='${directory}'
ruleset='${ruleset}'
include='${countryInclude(directory)}'
table='inet ${NFT_TABLE}'
max_age_days=${maxAgeDays}
days_ahead=${DAYS_AHEAD}
threshold=${threshold}
# Each set: name, family, countries.
${sets === undefined ? SETS_OF_RULESET : declaredSets(sets)}
assigned='${COUNTRIES.join(" ")}'
# Addresses that no packet of the internet comes from.
reserved='${reserved().join(" ")}'
${COUNTRY_SETS_BODY}`;
}

function declaredSets(sets: readonly (readonly string[])[]): string {
  const lines = sets.flatMap((codes) =>
    FAMILIES.map((family) => `${countrySetName(codes, family)} ${family} ${codes.join(" ")}`),
  );
  return `sets='${[...new Set(lines)].join("\n")}'\nused='${[...new Set(sets.flat())].sort().join(" ")}'`;
}

/** Names are as {@link countrySetName} makes them; a code that is none is found out when it has no addresses. */
const SETS_OF_RULESET = String.raw`sets=$(sed -n 's/^[[:space:]]*set \(country_[a-z_]*_v[46]\) .*/\1/p' "$ruleset" | LC_ALL=C sort -u | awk '{
  n = split($1, part, "_")
  printf "%s %s", $1, substr(part[n], 2)
  for (i = 2; i < n; i++) printf " %s", toupper(part[i])
  print ""
}')
used=$(printf '%s\n' "$sets" | awk '{ for (i = 3; i <= NF; i++) print $i }' | LC_ALL=C sort -u | tr '\n' ' ')
[ -n "$sets" ] || { echo 'the ruleset has no set of countries to fill' && exit 0; }`;

/** Derived from what the rules themselves call the internet. */
function reserved(): readonly string[] {
  const none = Addresses.ALL.minus(INTERNET);
  const text = (family: 4 | 6, value: bigint) => IpAddress.of(family, value).toString();
  return FAMILIES.flatMap((family) =>
    none.in(family).ranges.map(({ first, last }) => `${text(family, first)},${text(family, last)}`),
  );
}

function service(program: string, source: string, directory: string): string {
  return `[Unit]
Description=Fill the country sets of the firewall
OnFailure=${ALARM}
Wants=network-online.target
After=network-online.target nftables.service time-sync.target

[Service]
Type=oneshot
ExecStart=${program} ${source}
TimeoutStartSec=10min
MemoryMax=512M
LimitFSIZE=256M
UMask=0022
CapabilityBoundingSet=CAP_NET_ADMIN
NoNewPrivileges=yes
ProtectSystem=strict
${writable(directory)}
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectProc=invisible
ProcSubset=pid
ProtectClock=yes
ProtectHostname=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
`;
}

/** What is under /var/lib is made by systemd, so that the first run finds it. */
function writable(directory: string): string {
  const state = "/var/lib/";
  return directory.startsWith(state)
    ? `StateDirectory=${directory.slice(state.length)}`
    : `ReadWritePaths=${directory}`;
}

/** In UTC, so that no night of the year skips or repeats it. */
const TIMER = `[Unit]
Description=Fill the country sets of the firewall daily

[Timer]
OnCalendar=*-*-* 03:00:00 UTC
RandomizedDelaySec=1h
Persistent=true

[Install]
WantedBy=timers.target
`;
