import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";
import { addRule, dropRule, flow, LIST, rule, wall } from "../support/walls";

const PRODUCTION = "verne-production";

describeRule("both-families", {
  judges: [
    "verne/production/web",
    "verne/production/web/input",
    "verne/street/edge/forward",
    "zorgplein/production/web/input",
    "platform-amsterdam/vpn/input",
  ],
  breaches: [
    {
      when: "a server has no address in IPv6",
      change: (fleet) => fleet.group(PRODUCTION, "web").servers[0].interfaces[0].addresses.pop(),
      finds: ["verne/production/web"],
      saying: /10\.20\.7\.2 is not one place/,
    },
    {
      when: "a server has another place in IPv6 than in IPv4",
      change: (fleet) => {
        fleet.group(PRODUCTION, "web").servers[0].interfaces[0].addresses[1] = "2001:db8:2000:3::104";
      },
      finds: ["verne/production/web"],
      saying: /is not one place/,
    },
    {
      when: "a virtual address is in IPv4 only",
      change: (fleet) => fleet.group(PRODUCTION, "web").virtual[0].addresses.pop(),
      finds: ["verne/production/web"],
      saying: /10\.20\.7\.1 is not one place/,
    },
    {
      when: "a flow between groups is in IPv4 only",
      change: (fleet) => {
        const data = rule(fleet, PRODUCTION, "database/input", "application data");
        data.from.pop();
        data.to.pop();
      },
      finds: ["verne/production/database/input"],
      saying: /in the network production in both families/,
    },
    {
      when: "a flow lets another server in, in IPv6",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "database/input", "application data").from.push("2001:db8:2000:3::182"),
      finds: ["verne/production/database/input"],
      saying: /in the network production/,
    },
    {
      when: "administrators come in IPv6 only",
      change: (fleet) => void rule(fleet, PRODUCTION, "web/input", "administrators", "tcp").from.shift(),
      finds: ["verne/production/web/input"],
      saying: /of administrators/,
    },
    {
      when: "administrators of one site come in IPv4 only",
      change: (fleet) => {
        rule(fleet, "platform-alkmaar", "vpn/forward", "administrators", "tcp").from = [
          "10.99.2.0-10.99.2.255",
        ];
      },
      finds: ["platform-alkmaar/vpn/forward"],
      saying: /of administrators/,
    },
    {
      when: "visitors come in IPv4 only",
      change: (fleet) => {
        const visitors = rule(fleet, PRODUCTION, "web/input", "visitors");
        visitors.from = visitors.from.filter((text: string) => !text.includes(":"));
      },
      finds: ["verne/production/web/input"],
      saying: /of everyone outside/,
    },
    {
      when: "the edge's neighbours ask it in IPv4 only",
      change: (fleet) => void rule(fleet, "verne-street", "edge/input", "is the gateway there").from.pop(),
      finds: ["verne/street/edge/input"],
      saying: /in the network development/,
    },
  ],
  allows: [
    {
      when: "a service has IPv4 only",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/output", "dns").to = ["172.31.1.53"];
      },
    },
  ],
});

/** A flow to everyone, and after it one to somebody of them. */
function outward(fleet: EditableFleet, to: Body): void {
  const one = rule(fleet, PRODUCTION, "web/output", "application data");
  const declared = flow(fleet, PRODUCTION, "application data");
  const add = (id: string, addresses: readonly string[], peer: Body) => {
    wall(fleet, PRODUCTION, "web/output").rules.push({ ...one, id, to: addresses, port: "tcp/443" });
    fleet.stack(PRODUCTION).model.flows.push({ ...declared, id, to: peer, port: "tcp/443" });
  };
  add("production/web#everyone", ["203.0.114.0-203.0.114.255"], { kind: "internet" });
  add("production/web#somebody", ["203.0.114.0-203.0.114.15"], to);
}

describeRule("no-dead-rules", {
  judges: ["verne/production/web/input", "verne/street/edge/forward"],
  breaches: [
    {
      when: "a rule is there twice",
      change: (fleet) =>
        addRule(fleet, PRODUCTION, "database/input", "application data", { id: "production/database#again" }),
      finds: ["verne/production/database/input"],
      saying: /production\/database#again .* what production\/database#f21ab7 did already/,
    },
    {
      when: "two rules together let through what a third does",
      change: (fleet) => {
        const { from } = rule(fleet, PRODUCTION, "database/input", "application data");
        addRule(fleet, PRODUCTION, "database/input", "application data", {
          id: "production/database#six",
          from: from.slice(1),
        });
        addRule(fleet, PRODUCTION, "database/input", "application data", { id: "production/database#all" });
        rule(fleet, PRODUCTION, "database/input", "f21ab7").from = from.slice(0, 1);
      },
      finds: ["verne/production/database/input"],
      saying: /production\/database#f21ab7, production\/database#six/,
    },
    {
      when: "a server connects to everyone twice",
      change: (fleet) => outward(fleet, { kind: "internet" }),
      finds: ["verne/production/web/output"],
      saying: /production\/web#somebody .* what production\/web#everyone did already/,
    },
    {
      when: "a country comes after everyone",
      change: (fleet) =>
        addRule(fleet, "verne-street", "edge/forward", "production/web", {
          countries: ["NL"],
          id: "production/web#ofnl",
        }),
      finds: ["verne/street/edge/forward"],
      saying: /production\/web#ofnl/,
    },
  ],
  allows: [
    ...["checkpoints", "scanners"].map((kind) => ({
      when: `${kind} come where everyone does`,
      change: (fleet: EditableFleet) => {
        const id = "production/web#named1";
        addRule(fleet, PRODUCTION, "web/input", "visitors", { id, from: ["192.0.2.0-192.0.2.15"] });
        const { flows } = fleet.stack(PRODUCTION).model;
        flows.push({ ...flow(fleet, PRODUCTION, "visitors"), id, from: { kind, list: LIST } });
      },
    })),
    {
      when: "a server connects to a partner, and to everyone",
      change: (fleet) => outward(fleet, { kind: "networks", networks: ["203.0.114.0/28"] }),
    },
    {
      when: "everyone comes after a country",
      change: (fleet) => {
        addRule(fleet, "verne-street", "edge/forward", "production/web", { id: "production/web#all" });
        rule(fleet, "verne-street", "edge/forward", "production/web#fdc1d1").countries = ["NL"];
      },
    },
    {
      when: "the same addresses come by another card",
      change: (fleet) =>
        addRule(fleet, "verne-street", "edge/forward", "production/web", {
          outInterface: "ens193",
          id: "production/web#leg",
        }),
    },
    {
      when: "the same addresses come over another protocol",
      change: (fleet) =>
        addRule(fleet, PRODUCTION, "database/input", "application data", { port: "udp/5432" }),
    },
  ],
});

describeRule("members-see-each-other", {
  judges: ["verne/production/web/input", "verne/street/edge/input", "platform-amsterdam/vpn/output"],
  breaches: [
    {
      when: "a member does not answer the other",
      change: (fleet) => dropRule(fleet, PRODUCTION, "web/input", "other member"),
      finds: ["verne/production/web/input"],
      saying: /no rule for "is the other member there", icmp/,
    },
    {
      when: "a member cannot ask one of the others",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/output", "other member").to = ["10.20.7.2", "2001:db8:2000:3::102"];
      },
      finds: ["verne/production/web/output"],
      saying: /is the other member there/,
    },
    {
      when: "an edge does not tell the other of connections",
      change: (fleet) => dropRule(fleet, "verne-street", "edge/output", "kept in step"),
      finds: ["verne/street/edge/output"],
      saying: /kept in step/,
    },
    {
      when: "an edge does not answer its neighbours",
      change: (fleet) => dropRule(fleet, "verne-street", "edge/input", "is the gateway there"),
      finds: ["verne/street/edge/input"],
      saying: /is the gateway there/,
    },
    {
      when: "gateways do not see each other",
      change: (fleet) => dropRule(fleet, "platform-amsterdam", "vpn/output", "other member"),
      finds: ["platform-amsterdam/vpn/output"],
      saying: /is the other member there/,
    },
  ],
  allows: [
    {
      when: "rules stand in another order",
      change: (fleet) => void wall(fleet, PRODUCTION, "web/input").rules.reverse(),
    },
  ],
});
