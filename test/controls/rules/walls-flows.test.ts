import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";
import { addRule, entry, flow, LIST, rule } from "../support/walls";

const PRODUCTION = "verne-production";
const WEB = "verne/production/web#fdc1d1";

describeRule("flow-ends-exist", {
  judges: [WEB, "zorgplein/development/database#79cdb2"],
  breaches: [
    {
      when: "a flow is from a group that is not there",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "application data").from.path = "verne/production/webb";
      },
      finds: ["verne/production/database#f21ab7"],
      saying: /there is no group verne\/production\/webb here/,
    },
    {
      when: "a flow is from a group of another stage",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "application data").from.path = "verne/test/web";
      },
      finds: ["verne/production/database#f21ab7"],
      saying: /no group verne\/test\/web here/,
    },
    {
      when: "a flow was declared on something that is no end of it",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "application data").declaredOn = "verne/production/cache";
      },
      finds: ["verne/production/database#f21ab7"],
      saying: /declared on verne\/production\/cache/,
    },
    {
      when: "a flow is to the VPN",
      change: (fleet) => {
        const visitors = flow(fleet, PRODUCTION, "visitors");
        Object.assign(visitors, { from: visitors.to, to: { kind: "vpn" } });
      },
      finds: [WEB],
      saying: /is to vpn, who only ever come here/,
    },
    {
      when: "a flow is for somebody who is no administrator",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").from = { kind: "admins", logins: ["nobody-here"] };
      },
      finds: [WEB],
      saying: /nobody-here is no administrator/,
    },
    {
      when: "a flow changed and kept its id",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").port = "tcp/8443";
      },
      finds: [WEB],
      saying: /its id is that of another flow/,
    },
  ],
});

describeRule("why-is-said", {
  judges: [WEB, "verne/production/web/input", "verne/street/edge/forward"],
  breaches: [
    ...["todo", "TODO!", "test", "x", "---", "443", "aaaa", "because", "n/a", "to do"].map((why) => ({
      when: `a flow says "${why}"`,
      change: (fleet: EditableFleet) => {
        const told = [
          flow(fleet, "zorgplein-test", "care providers"),
          rule(fleet, "zorgplein-test", "web/input", "care providers"),
          rule(fleet, "zorgplein-street", "edge/forward", "test/web"),
        ];
        for (const one of told) one.why = why;
      },
      finds: ["zorgplein/test/web#4dc68c"],
      saying: /which is no reason/,
    })),
    {
      when: "a rule says something else than its flow",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/input", "visitors").why = "monitoring";
      },
      finds: ["verne/production/web/input"],
      saying: /says "monitoring", and its flow "visitors"/,
    },
    {
      when: "a rule at the edge says something else than its flow",
      change: (fleet) => {
        rule(fleet, "verne-street", "edge/forward", "production/web").why = "monitoring";
      },
      finds: ["verne/street/edge/forward"],
      saying: /says "monitoring"/,
    },
    {
      when: "a rule that every server has says nothing",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/output", "packages").why = "tbd";
      },
      finds: ["verne/production/web/output"],
      saying: /says "tbd", which is no reason/,
    },
  ],
  allows: [
    {
      when: "a reason is a word of two letters in three places",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").why = "SSO";
        rule(fleet, PRODUCTION, "web/input", "visitors").why = "SSO";
        rule(fleet, "verne-street", "edge/forward", "production/web").why = "SSO";
      },
    },
    {
      when: "one flow was declared twice, for two reasons",
      change: (fleet) => {
        const { flows } = fleet.stack(PRODUCTION).model;
        flows.push({ ...flow(fleet, PRODUCTION, "visitors"), why: "webhooks of the bank" });
        addRule(fleet, PRODUCTION, "web/input", "visitors", { why: "webhooks of the bank" });
      },
    },
  ],
});

describeRule("audience-fits-the-stage", {
  judges: ["verne-development", "verne-acceptance", "verne-production", "buurtbus-production"],
  breaches: [
    {
      when: "development is for everyone",
      change: (fleet) => {
        fleet.stack("verne-development").model.audience = { kind: "internet" };
      },
      finds: ["verne-development"],
      saying: /is for internet, and should be for vpn/,
    },
    {
      when: "acceptance is for everyone",
      change: (fleet) => {
        fleet.stack("verne-acceptance").model.audience = { kind: "internet" };
      },
      finds: ["verne-acceptance"],
      saying: /should be for the whitelist 198\.51\.100\.64\/29/,
    },
    {
      when: "acceptance is for a network beside the whitelist",
      change: (fleet) => fleet.stack("verne-acceptance").model.audience.entries.push(entry()),
      finds: ["verne-acceptance"],
      saying: /198\.51\.100\.128\/28, and should be/,
    },
    {
      when: "production of a closed client is for everyone",
      change: (fleet) => {
        fleet.stack("buurtbus-production").model.audience = { kind: "internet" };
      },
      finds: ["buurtbus-production"],
      saying: /should be for vpn/,
    },
    {
      when: "the exposure was lowered and production is as open as before",
      change: (fleet) => {
        fleet.stack(PRODUCTION).model.client.exposure = "restricted";
      },
      finds: [PRODUCTION],
      saying: /is for internet/,
    },
  ],
});

describeRule("visitors-only-where-exposed", {
  judges: [
    "verne/production/web/input",
    "verne/test/web/input",
    "verne/street/edge/input",
    "platform-amsterdam/vpn/input",
  ],
  breaches: [
    {
      when: "test is open to everyone, as declared",
      change: (fleet) => {
        const { from } = rule(fleet, PRODUCTION, "web/input", "visitors");
        rule(fleet, "verne-test", "web/input", "visitors").from = from;
        flow(fleet, "verne-test", "visitors").from = { kind: "internet" };
      },
      finds: ["verne/test/web/input"],
      saying: /lets everyone in, who are not named for test/,
    },
    {
      when: "acceptance is open to a country, as declared",
      change: (fleet) => {
        const { from } = rule(fleet, PRODUCTION, "web/input", "visitors");
        rule(fleet, "verne-acceptance", "web/input", "visitors").from = from;
        rule(fleet, "verne-street", "edge/forward", "acceptance/web").from = from;
        flow(fleet, "verne-acceptance", "visitors").from = { kind: "country", codes: ["NL"] };
      },
      finds: ["verne/street/edge/forward", "verne/acceptance/web/input"],
      saying: /lets everyone of NL in, who are not named for acceptance/,
    },
    {
      when: "one network comes that no flow names",
      change: (fleet) =>
        rule(fleet, "verne-acceptance", "web/input", "visitors").from.push("203.0.114.0-203.0.114.15"),
      finds: ["verne/acceptance/web/input"],
      saying: /lets 203\.0\.114\.0-203\.0\.114\.15 in/,
    },
    {
      when: "the edge lets one in to a database",
      change: (fleet) =>
        addRule(fleet, "verne-street", "edge/forward", "production/web", {
          id: "production/database#f21ab7",
          port: "tcp/5432",
        }),
      finds: ["verne/street/edge/forward"],
      saying: /not named for production/,
    },
    {
      when: "the edge itself answers somebody",
      change: (fleet) =>
        rule(fleet, "verne-street", "edge/input", "is the gateway there").from.push("203.0.114.7"),
      finds: ["verne/street/edge/input"],
      saying: /not named for this server/,
    },
    {
      when: "somebody outside may send backups",
      change: (fleet) =>
        rule(fleet, "platform-amsterdam", "backup/input", "backups").from.push("203.0.114.7"),
      finds: ["platform-amsterdam/backup/input"],
      saying: /203\.0\.114\.7/,
    },
  ],
  allows: [
    {
      when: "a partner's network that a flow names comes to test",
      change: (fleet) => {
        rule(fleet, "verne-test", "web/input", "visitors").from = ["203.0.114.0-203.0.114.15"];
        flow(fleet, "verne-test", "visitors").from = { kind: "networks", networks: ["203.0.114.0/28"] };
      },
    },
    {
      when: "a scanner comes to acceptance",
      change: (fleet) => {
        rule(fleet, "verne-acceptance", "web/input", "visitors").from = ["192.0.2.0-192.0.2.15"];
        rule(fleet, "verne-street", "edge/forward", "acceptance/web").from = ["192.0.2.0-192.0.2.15"];
        flow(fleet, "verne-acceptance", "visitors").from = { kind: "scanners", list: LIST };
      },
    },
    {
      when: "production is open to a country",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").from = { kind: "country", codes: ["NL"] };
      },
    },
  ],
});

describeRule("exposure-is-not-exceeded", {
  judges: [WEB, "zorgplein/production/web#1e6feb"],
  breaches: [
    {
      when: "an application of a restricted client is on the internet",
      change: (fleet) => {
        flow(fleet, "zorgplein-production", "care providers").from = { kind: "internet" };
      },
      finds: ["zorgplein/production/web#1e6feb"],
      saying: /open to internet, and zorgplein is restricted/,
    },
    {
      when: "an application of a closed client lets its whitelist in",
      change: (fleet) => {
        fleet.stack("zorgplein-production").model.client.exposure = "closed";
      },
      finds: ["zorgplein/production/web#1e6feb"],
      saying: /open to whitelist, and zorgplein is closed/,
    },
  ],
  allows: [
    {
      when: "a partner is named on the spot",
      change: (fleet) => {
        flow(fleet, "zorgplein-production", "care providers").from = {
          kind: "networks",
          networks: ["203.0.114.0/28"],
        };
      },
    },
  ],
});
