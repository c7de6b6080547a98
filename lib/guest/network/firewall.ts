import { NFT_TABLE } from "../../network/nftables";
import { type GuestFile, type GuestPart, PROGRAMS } from "../guest-part";
import { documentHandler, program } from "../script";
import { ALARM, renderUnit } from "../unit";
import { type CountrySetsProps, countrySets } from "./country-sets";

export interface FirewallPartProps {
  /**
   * Where the site publishes which addresses are which country's, and how old that may be; for edges.
   * @default none: the server's ruleset names no country
   */
  readonly countries?: Pick<CountrySetsProps, "source" | "maxAgeDays" | "threshold">;
}

/**
 * A server's firewall (H-05) from its first boot on: closed in both directions until the live document `firewall` says
 * what is open, loaded before there is a network, and closed as well when it cannot be loaded.
 *
 * @throws InvalidError for a source of countries' addresses that is neither an https URL nor a path
 */
export function firewallPart({ countries }: FirewallPartProps = {}): GuestPart {
  return {
    name: "firewall",
    packages: ["nftables", "conntrack", "curl"],
    files: [
      { path: "/etc/nftables.conf", content: CLOSED_RULESET },
      { path: "/etc/straat/closed.nft", content: CLOSED_RULESET },
      { path: "/etc/systemd/system/nftables.service.d/straat.conf", content: NFTABLES },
      program("firewall-load"),
      program("firewall-cut"),
      documentHandler("firewall"),
      ...(countries === undefined ? [] : countryFiles(countries)),
    ],
    enabled: ["nftables.service", ...(countries === undefined ? [] : [`${COUNTRY_SETS}.timer`])],
  };
}

/** What holds where nobody has said anything yet: nothing in, nothing out, nothing through. */
export const CLOSED_RULESET = [
  "# Closed: what holds until this server has been told what is open.",
  `table inet ${NFT_TABLE}`,
  `delete table inet ${NFT_TABLE}`,
  `table inet ${NFT_TABLE} {`,
  ...closedChain("input", '\t\tiifname "lo" accept'),
  ...closedChain("forward"),
  ...closedChain("output", '\t\toifname "lo" accept'),
  "}",
  "",
].join("\n");

function closedChain(hook: string, ...rules: readonly string[]): readonly string[] {
  const head = `\t\ttype filter hook ${hook} priority filter; policy drop;`;
  return [`\tchain straat_${hook} {`, head, ...rules, "\t}"];
}

/** Debian's unit opens everything when it is stopped, and leaves everything open when a ruleset does not load. */
const NFTABLES = renderUnit(
  [
    "Unit",
    [
      ["OnFailure", ALARM],
      ["RequiresMountsFor", "/etc /usr/local/lib /var/lib"],
    ],
  ],
  [
    "Service",
    [
      ["ExecStart", ""],
      ["ExecStart", `${PROGRAMS}/firewall-load`],
      ["ExecStop", ""],
    ],
  ],
);

const COUNTRY_SETS = "straat-country-sets";

function countryFiles(countries: NonNullable<FirewallPartProps["countries"]>): readonly GuestFile[] {
  const path = `${PROGRAMS}/country-sets`;
  const { script, service, timer } = countrySets({ ...countries, program: path });
  return [
    { path, content: script, mode: "0755" },
    { path: `/etc/systemd/system/${COUNTRY_SETS}.service`, content: service },
    { path: `/etc/systemd/system/${COUNTRY_SETS}.timer`, content: timer },
  ];
}
