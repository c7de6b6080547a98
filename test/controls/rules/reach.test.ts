import { describeRule } from "../support/rule-cases";
import { addRule, dropRule, flow, rule } from "../support/walls";

const PRODUCTION = "verne-production";
const STREET = "verne-street";

describeRule("stages-cannot-reach-each-other", {
  judges: ["verne", "zorgplein", "buurtbus"],
  breaches: [
    {
      when: "the edge passes on from one leg to another",
      change: (fleet) =>
        addRule(fleet, STREET, "edge/forward", "production/web", {
          inInterface: "ens256",
          from: ["10.20.1.2"],
          id: "production/web#leg",
        }),
      finds: ["verne"],
      saying: /verne\/street\/edge\/forward: production\/web#leg/,
    },
    {
      when: "the edge passes on by any card",
      change: (fleet) => {
        delete rule(fleet, STREET, "edge/forward", "production/web").inInterface;
      },
      finds: ["verne"],
      saying: /edge\/forward/,
    },
    {
      when: "the edge passes on to any card",
      change: (fleet) => {
        delete rule(fleet, STREET, "edge/forward", "production#4c80bb").outInterface;
      },
      finds: ["verne"],
      saying: /edge\/forward/,
    },
    {
      when: "what comes in by the uplink may say it is of another stage",
      change: (fleet) => rule(fleet, STREET, "edge/forward", "production/web").from.push("10.20.1.2"),
      finds: ["verne"],
      saying: /edge\/forward/,
    },
    {
      when: "a rule for one leg names servers of another",
      change: (fleet) => rule(fleet, STREET, "edge/forward", "acceptance/web").to.push("10.20.7.1"),
      finds: ["verne"],
      saying: /acceptance\/web#26fd02/,
    },
    {
      when: "a server of production lets one of test in",
      change: (fleet) => rule(fleet, PRODUCTION, "database/input", "application data").from.push("10.20.3.2"),
      finds: ["verne"],
      saying: /verne\/production\/database\/input/,
    },
    {
      when: "a server of test may go to production",
      change: (fleet) =>
        rule(fleet, "verne-test", "web/output", "application data").to.push("2001:db8:2000:3::131"),
      finds: ["verne"],
      saying: /verne\/test\/web\/output/,
    },
    {
      when: "a server of test may go to production by its public address",
      change: (fleet) => rule(fleet, "verne-test", "web/output", "packages").to.push("203.0.113.10"),
      finds: ["verne"],
      saying: /verne\/test\/web\/output/,
    },
  ],
  allows: [
    {
      when: "stages go to the same service",
      change: (fleet) => rule(fleet, PRODUCTION, "web/output", "packages").to.push("172.31.1.82"),
    },
  ],
});

describeRule("clients-cannot-reach-each-other", {
  judges: ["verne", "zorgplein", "buurtbus"],
  breaches: [
    {
      when: "a server lets one of another client in",
      change: (fleet) => rule(fleet, PRODUCTION, "web/input", "visitors").from.push("10.20.16.1-10.20.16.9"),
      finds: ["verne"],
      saying: /verne\/production\/web\/input/,
    },
    {
      when: "an edge passes on what comes from a client at the other site",
      change: (fleet) => rule(fleet, STREET, "edge/forward", "production/web").from.push("10.24.7.2"),
      finds: ["verne"],
      saying: /edge\/forward/,
    },
    {
      when: "a server may go to a client who is not there yet",
      change: (fleet) => rule(fleet, PRODUCTION, "web/output", "packages").to.push("10.23.0.9"),
      finds: ["verne"],
      saying: /web\/output/,
    },
    {
      when: "an edge passes on what comes from proxies in a cluster, which are everybody's",
      change: (fleet) => rule(fleet, STREET, "edge/forward", "production/web").from.push("10.201.3.4"),
      finds: ["verne"],
      saying: /edge\/forward/,
    },
    {
      when: "an edge answers the edge of another client",
      change: (fleet) => rule(fleet, STREET, "edge/input", "is the gateway there").from.push("172.20.0.50"),
      finds: ["verne"],
      saying: /edge\/input/,
    },
  ],
});

describeRule("internet-reaches-only-what-is-exposed", {
  judges: [
    "verne/production/web",
    "verne/production/database",
    "zorgplein/production/web",
    "buurtbus/test/web",
  ],
  breaches: [
    {
      when: "both walls let the internet at a database",
      change: (fleet) => {
        const { from } = rule(fleet, PRODUCTION, "web/input", "visitors");
        rule(fleet, PRODUCTION, "database/input", "application data").from = from;
        addRule(fleet, STREET, "edge/forward", "production/web", { port: "tcp/5432", to: ["10.20.7.49"] });
      },
      finds: ["verne/production/database"],
      saying: /internet reaches tcp\/5432 of 10\.20\.7\.49 \(from 1\.0\.0\.0\), which no flow declares/,
    },
    {
      when: "both walls let the internet in by a port more",
      change: (fleet) => {
        for (const [stack, wall] of [
          [PRODUCTION, "web/input"],
          [STREET, "edge/forward"],
        ] as const)
          addRule(fleet, stack, wall, "production/web#fdc1d1", { port: "tcp/80" });
      },
      finds: ["verne/production/web"],
      saying: /internet reaches tcp\/80 of 10\.20\.7\.1/,
    },
    {
      when: "the flow was taken away and the walls were not",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").from = { kind: "vpn" };
      },
      finds: ["verne/production/web"],
      saying: /internet reaches tcp\/443/,
    },
    {
      when: "one wall does not let visitors in",
      change: (fleet) => dropRule(fleet, PRODUCTION, "web/input", "visitors"),
      finds: ["verne/production/web"],
      saying: /internet does not reach tcp\/443 of 10\.20\.7\.1/,
    },
    {
      when: "a flow is for a country and the edge does not ask for one",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").from = { kind: "country", codes: ["NL"] };
      },
      finds: ["verne/production/web"],
      saying: /internet reaches tcp\/443/,
    },
  ],
  allows: [
    {
      when: "one wall alone is more open",
      change: (fleet) => addRule(fleet, STREET, "edge/forward", "production/web", { port: "tcp/80" }),
    },
    {
      when: "a flow is for a country and the edge asks for it",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").from = { kind: "country", codes: ["NL"] };
        rule(fleet, STREET, "edge/forward", "production/web").countries = ["NL"];
      },
    },
  ],
});

describeRule("databases-not-from-outside", {
  judges: ["verne/production/database", "zorgplein/development/database"],
  breaches: [
    {
      when: "a database answers a partner, as a flow declares",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "database/input", "application data").from.push("203.0.114.7"),
      finds: ["verne/production/database"],
      saying: /lets 203\.0\.114\.7 in/,
    },
  ],
  allows: [
    {
      when: "another server of its network asks it",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "database/input", "application data").from.push("10.20.7.130"),
    },
    {
      when: "administrators ask it through the VPN",
      change: (fleet) => rule(fleet, PRODUCTION, "database/input", "application data").from.push("10.99.1.7"),
    },
  ],
});

describeRule("databases-not-for-strangers", {
  judges: ["verne/production/database", "zorgplein/development/database"],
  breaches: [
    {
      when: "a database answers everyone in IPv6",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "database/input", "application data").from.push(
          "2a00::-2aff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        ),
      finds: ["verne/production/database"],
      saying: /lets everyone in$/,
    },
  ],
  allows: [
    {
      when: "a database answers a partner, of whom another rule tells",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "database/input", "application data").from.push("203.0.114.7"),
    },
  ],
});

describeRule("data-not-for-strangers", {
  judges: ["zorgplein/production/search"],
  breaches: [
    {
      when: "a server with data answers a partner",
      change: (fleet) =>
        rule(fleet, "zorgplein-production", "search/input", "finding records").from.push("203.0.114.7"),
      finds: ["zorgplein/production/search"],
      saying: /lets others in/,
    },
    {
      when: "what answers visitors keeps data",
      change: (fleet) => {
        fleet.group(PRODUCTION, "web").data = true;
      },
      finds: ["verne/production/web"],
      saying: /visitors|tcp\/443/,
    },
  ],
});
