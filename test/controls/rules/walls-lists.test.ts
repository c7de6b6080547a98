import { Day } from "../../../lib/model/day";
import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";
import { entry, flow, LIST } from "../support/walls";

const ACCEPTANCE = "verne-acceptance";
const VISITORS = "verne/acceptance/web#26fd02";

function clientWhitelist(fleet: EditableFleet): Body[] {
  return fleet.stack(ACCEPTANCE).model.client.whitelist;
}

describeRule("whitelist-only-where-declared", {
  judges: [VISITORS],
  breaches: [
    {
      when: "a flow brings an entry that is not on the client's",
      change: (fleet) => flow(fleet, ACCEPTANCE, "visitors").from.entries.push(entry()),
      finds: [VISITORS],
      saying: /198\.51\.100\.128\/28 of Reform Club until 2027-12-31 is not on the whitelist of verne/,
    },
    {
      when: "an entry of a flow holds longer than the client's",
      change: (fleet) => {
        flow(fleet, ACCEPTANCE, "visitors").from.entries[0].until = "2029-12-31";
      },
      finds: [VISITORS],
      saying: /until 2029-12-31 is not on the whitelist/,
    },
    {
      when: "a whitelist comes to test",
      change: (fleet) => {
        flow(fleet, "verne-test", "visitors").from = {
          kind: "whitelist",
          entries: clientWhitelist(fleet),
        };
      },
      finds: ["verne/test/web#c3bda5"],
      saying: /lets a whitelist in to test/,
    },
  ],
});

describeRule("whitelist-entries-hold", {
  judges: ["verne/whitelist/198.51.100.16/28", "zorgplein/whitelist/203.0.113.0/26"],
  breaches: [
    {
      when: "an entry has ended",
      change: (fleet) => {
        (clientWhitelist(fleet)[0] as Body).until = "2027-01-14";
      },
      finds: ["verne/whitelist/198.51.100.64/29"],
      saying: /ended on 2027-01-14/,
    },
    {
      when: "an entry that only a flow names has ended",
      change: (fleet) =>
        flow(fleet, ACCEPTANCE, "visitors").from.entries.push(entry({ until: "2026-12-31" })),
      finds: ["verne/whitelist/198.51.100.128/28"],
      saying: /ended on 2026-12-31/,
    },
    {
      when: "an entry is nobody's",
      change: (fleet) => clientWhitelist(fleet).push(entry({ owner: "-" })),
      finds: ["verne/whitelist/198.51.100.128/28"],
      saying: /whose it is and why/,
    },
    {
      when: "an entry is another client's network",
      change: (fleet) => clientWhitelist(fleet).push(entry({ network: "10.24.0.0/20" })),
      finds: ["verne/whitelist/10.24.0.0/20"],
      saying: /of this house/,
    },
    {
      when: "the day has come on which they end",
      change: (fleet) => {
        fleet.facts = { ...fleet.facts, day: Day.parse("2027-10-01") };
      },
      finds: ["zorgplein/whitelist/203.0.113.0/26", "zorgplein/whitelist/203.0.113.128/29"],
      saying: /ended on 2027-09-30/,
    },
  ],
  allows: [
    {
      when: "an entry ends today",
      change: (fleet) => clientWhitelist(fleet).push(entry({ until: "2027-01-15" })),
    },
  ],
});

describeRule("whitelist-networks-are-narrow", {
  judges: ["verne/whitelist/2001:db8:5100::/48"],
  breaches: [
    {
      when: "an entry is a provider's network",
      change: (fleet) => clientWhitelist(fleet).push(entry({ network: "198.48.0.0/15" })),
      finds: ["verne/whitelist/198.48.0.0/15"],
      saying: /198\.48\.0\.0\/15 of Reform Club is a \/15/,
    },
    {
      when: "an entry is a provider's network in IPv6",
      change: (fleet) => clientWhitelist(fleet).push(entry({ network: "2a00::/24" })),
      finds: ["verne/whitelist/2a00::/24"],
      saying: /is a \/24/,
    },
  ],
  allows: [
    {
      when: "an entry is a /16",
      change: (fleet) => clientWhitelist(fleet).push(entry({ network: "198.48.0.0/16" })),
    },
    {
      when: "an entry is a /32 of IPv6",
      change: (fleet) => clientWhitelist(fleet).push(entry({ network: "2a00:1::/32" })),
    },
  ],
});

describeRule("scanners-see-the-web-only", {
  judges: [],
  breaches: [
    {
      when: "a scanner comes by another port",
      change: (fleet) =>
        Object.assign(flow(fleet, ACCEPTANCE, "visitors"), {
          from: { kind: "scanners", list: LIST },
          port: "tcp/8443",
        }),
      finds: [VISITORS],
      saying: /over tcp\/8443/,
    },
    {
      when: "a scanner comes by a range",
      change: (fleet) =>
        Object.assign(flow(fleet, ACCEPTANCE, "visitors"), {
          from: { kind: "scanners", list: LIST },
          port: "tcp/80-443",
        }),
      finds: [VISITORS],
      saying: /over tcp\/80-443/,
    },
  ],
  allows: [
    {
      when: "a scanner comes by HTTPS",
      change: (fleet) => {
        flow(fleet, ACCEPTANCE, "visitors").from = { kind: "scanners", list: LIST };
      },
    },
  ],
});

describeRule("address-lists-are-recent", {
  judges: [],
  breaches: [
    {
      when: "a list of scanners is more than a year old",
      change: (fleet) => {
        flow(fleet, ACCEPTANCE, "visitors").from = {
          kind: "scanners",
          list: { ...LIST, date: "2026-01-14" },
        };
      },
      finds: ["verne/list/Detectify"],
      saying: /on 2026-01-14, 366 days ago/,
    },
    {
      when: "a list of checkpoints is of a day to come",
      change: (fleet) => {
        flow(fleet, ACCEPTANCE, "visitors").from = {
          kind: "checkpoints",
          list: { ...LIST, name: "Uptrends, all", date: "2027-01-16" },
        };
      },
      finds: ["verne/list/Uptrends-all"],
      saying: /is said to be of 2027-01-16/,
    },
  ],
  allows: [
    {
      when: "a list is a year old",
      change: (fleet) => {
        flow(fleet, ACCEPTANCE, "visitors").from = {
          kind: "checkpoints",
          list: { ...LIST, date: "2026-01-15" },
        };
      },
    },
  ],
});

describeRule("sites-are-told-alike", {
  judges: ["site/amsterdam", "site/alkmaar"],
  breaches: [
    {
      when: "one stack takes other addresses for the VPN's",
      change: (fleet) => {
        fleet.stack("verne-test").model.site.vpn.pool = "10.99.0.0/16";
      },
      finds: ["site/amsterdam"],
      saying: /verne-test tells something else of it than platform-amsterdam|than verne/,
    },
    {
      when: "one stack takes other addresses for a service of the other site",
      change: (fleet) => {
        fleet.stack("verne-street").model.backupSite.services.backup = ["172.20.16.6"];
      },
      finds: ["site/alkmaar"],
      saying: /verne-street tells something else of it/,
    },
  ],
});
