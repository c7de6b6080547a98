import { describeRule } from "../support/rule-cases";
import { addRule, dropRule, flow, rule, wall } from "../support/walls";

const PRODUCTION = "verne-production";
const STREET = "verne-street";
const EVERYONE = ["0.0.0.0-255.255.255.255"];

describeRule("every-rule-has-a-reason", {
  judges: [
    ...["input", "output"].map((hook) => `verne/production/web/${hook}`),
    ...["forward", "input", "output"].map((hook) => `verne/street/edge/${hook}`),
    ...["forward", "input", "output"].map((hook) => `platform-alkmaar/vpn/${hook}`),
    ...["input", "output"].map((hook) => `platform-alkmaar/backup/${hook}`),
  ],
  breaches: [
    {
      when: "a rule was added",
      change: (fleet) =>
        addRule(fleet, PRODUCTION, "web/input", "visitors", {
          port: "tcp/8080",
          id: "production/web#abcdef",
        }),
      finds: ["verne/production/web/input"],
      saying: /asked by no flow/,
    },
    {
      when: "a rule is for an address more than its flow",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "database/input", "application data").from.push("10.20.7.130"),
      finds: ["verne/production/database/input"],
      saying: /is not what its flow says: tcp\/5432 from 10\.20\.7\.2-10\.20\.7\.3/,
    },
    {
      when: "a rule is to an address less than its flow",
      change: (fleet) => rule(fleet, PRODUCTION, "database/input", "application data").to.pop(),
      finds: ["verne/production/database/input"],
      saying: /is not what its flow says/,
    },
    {
      when: "a rule is over another port than its flow",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "database/input", "application data").port = "tcp/5433";
      },
      finds: ["verne/production/database/input"],
      saying: /is not what its flow says/,
    },
    {
      when: "a service is asked at another address",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/output", "packages").to = ["172.31.1.81"];
      },
      finds: ["verne/production/web/output"],
      saying: /nothing that every server has/,
    },
    {
      when: "the edge passes a flow on by any card",
      change: (fleet) => delete rule(fleet, STREET, "edge/forward", "production/web").inInterface,
      finds: ["verne/street/edge/forward"],
      saying: /asked by no flow/,
    },
    {
      when: "whoever is in the uplink may tell the edge of connections",
      change: (fleet) => {
        rule(fleet, STREET, "edge/input", "kept in step").inInterface = "ens192";
      },
      finds: ["verne/street/edge/input"],
      saying: /nothing that every server has/,
    },
    {
      when: "a flow is declared no more and its rules are still there",
      change: (fleet) => void fleet.stack(PRODUCTION).model.flows.shift(),
      finds: ["verne/street/edge/forward", "verne/production/web/input"],
      saying: /asked by no flow/,
    },
    {
      when: "a gateway passes administrators on to more than servers",
      change: (fleet) =>
        rule(fleet, "platform-alkmaar", "vpn/forward", "administrators", "tcp").to.push("172.31.1.44"),
      finds: ["platform-alkmaar/vpn/forward"],
      saying: /nothing that every server has/,
    },
    {
      when: "a repository takes backups from its own site",
      change: (fleet) =>
        rule(fleet, "platform-alkmaar", "backup/input", "backups").from.push("10.24.0.0-10.27.255.255"),
      finds: ["platform-alkmaar/backup/input"],
      saying: /nothing that every server has/,
    },
  ],
  allows: [
    {
      when: "rules stand in another order",
      change: (fleet) => void wall(fleet, PRODUCTION, "web/input").rules.reverse(),
    },
  ],
});

describeRule("every-flow-in-every-wall", {
  judges: ["verne/production/web#fdc1d1", "verne/production/database#9a10d3"],
  breaches: [
    {
      when: "the server it is to does not know it",
      change: (fleet) => dropRule(fleet, PRODUCTION, "database/input", "application data"),
      finds: ["verne/production/database#f21ab7"],
      saying: /database\/input has no rule/,
    },
    {
      when: "the server it is from does not know it",
      change: (fleet) => dropRule(fleet, PRODUCTION, "web/output", "application data"),
      finds: ["verne/production/database#f21ab7"],
      saying: /web\/output has no rule/,
    },
    {
      when: "the edge does not know it",
      change: (fleet) => dropRule(fleet, STREET, "edge/forward", "production/web"),
      finds: ["verne/production/web#fdc1d1"],
      saying: /edge\/forward has no rule/,
    },
    {
      when: "the edge knows it for another stage",
      change: (fleet) => {
        rule(fleet, STREET, "edge/forward", "production/web").outInterface = "ens193";
      },
      finds: ["verne/production/web#fdc1d1"],
      saying: /edge\/forward has no rule/,
    },
    {
      when: "a wall has it over another port",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/input", "visitors").port = "tcp/80";
      },
      finds: ["verne/production/web#fdc1d1"],
      saying: /web\/input has no rule/,
    },
  ],
});

describeRule("outward-is-listed", {
  judges: ["verne/production/web/output", "verne/street/edge/forward", "platform-amsterdam/backup/output"],
  breaches: [
    {
      when: "a server may go anywhere",
      change: (fleet) => addRule(fleet, PRODUCTION, "web/output", "packages", { to: EVERYONE }),
      finds: ["verne/production/web/output"],
      saying: /whom no flow names/,
    },
    {
      when: "a server may go to one address that nobody named",
      change: (fleet) => rule(fleet, PRODUCTION, "web/output", "logs").to.push("203.0.114.7"),
      finds: ["verne/production/web/output"],
      saying: /opens 203\.0\.114\.7, whom no flow names/,
    },
    {
      when: "the edge lets a stage out",
      change: (fleet) => addRule(fleet, STREET, "edge/forward", "production#4c80bb", { to: EVERYONE }),
      finds: ["verne/street/edge/forward"],
      saying: /whom no flow names/,
    },
    {
      when: "a flow to everyone is over many ports",
      change: (fleet) => {
        Object.assign(flow(fleet, PRODUCTION, "visitors"), {
          from: { kind: "group", path: "verne/production/web" },
          to: { kind: "internet" },
        });
        const { from, to, ...same } = rule(fleet, PRODUCTION, "web/input", "visitors");
        wall(fleet, PRODUCTION, "web/output").rules.push({
          ...same,
          from: to,
          to: from,
          port: "tcp/1000-2000",
        });
      },
      finds: ["verne/production/web/output"],
      saying: /1001 ports to everyone/,
    },
    {
      when: "a flow to a partner became one to everyone",
      change: (fleet) => {
        Object.assign(flow(fleet, PRODUCTION, "visitors"), {
          from: { kind: "group", path: "verne/production/web" },
          to: { kind: "networks", networks: ["203.0.114.0/28"] },
        });
        const { from, to, ...same } = rule(fleet, PRODUCTION, "web/input", "visitors");
        wall(fleet, PRODUCTION, "web/output").rules.push({ ...same, from: to, to: from });
      },
      finds: ["verne/production/web/output"],
      saying: /is to everyone, and its flow to networks/,
    },
    {
      when: "a repository may go elsewhere",
      change: (fleet) => rule(fleet, "platform-alkmaar", "backup/output", "logs").to.push("198.51.100.9"),
      finds: ["platform-alkmaar/backup/output"],
      saying: /whom no flow names/,
    },
  ],
  allows: [
    {
      when: "a flow to everyone is over one port",
      change: (fleet) => {
        Object.assign(flow(fleet, PRODUCTION, "visitors"), {
          from: { kind: "group", path: "verne/production/web" },
          to: { kind: "internet" },
        });
        const { from, to, ...same } = rule(fleet, PRODUCTION, "web/input", "visitors");
        wall(fleet, PRODUCTION, "web/output").rules.push({ ...same, from: to, to: from });
      },
    },
  ],
});
