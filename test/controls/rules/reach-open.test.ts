import { describeRule } from "../support/rule-cases";
import { dropRule, rule } from "../support/walls";

const PRODUCTION = "verne-production";
const STREET = "verne-street";

describeRule("administrators-reach-every-server", {
  judges: [
    "verne/production/web",
    "zorgplein/street/edge",
    "platform-amsterdam/vpn",
    "platform-alkmaar/backup",
  ],
  breaches: [
    {
      when: "a server does not let them in",
      change: (fleet) => dropRule(fleet, PRODUCTION, "web/input", "administrators", "tcp"),
      finds: ["verne/production/web"],
      saying: /verne\/production\/web\/input does not let administrators through over tcp\/22/,
    },
    {
      when: "a server lets those of one site in",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/input", "administrators", "tcp").from = [
          "10.99.1.0-10.99.1.255",
          "2001:db8:99:1::-2001:db8:99:1:ffff:ffff:ffff:ffff",
        ];
      },
      finds: ["verne/production/web"],
      saying: /web\/input/,
    },
    {
      when: "a member cannot be reached past the edge",
      change: (fleet) => {
        rule(fleet, STREET, "edge/forward", "production#b22c87").to[0] = "10.20.7.1-10.20.7.2";
      },
      finds: ["verne/production/web"],
      saying: /edge\/forward/,
    },
    {
      when: "the edge lets nobody through to a stage",
      change: (fleet) => dropRule(fleet, STREET, "edge/forward", "acceptance#b22c87"),
      finds: ["verne/acceptance/web", "verne/acceptance/cache", "verne/acceptance/database"],
      saying: /edge\/forward/,
    },
    {
      when: "an edge does not let them in itself",
      change: (fleet) => dropRule(fleet, STREET, "edge/input", "administrators", "tcp"),
      finds: ["verne/street/edge"],
      saying: /edge\/input/,
    },
    {
      when: "a gateway does not open its door to tunnels",
      change: (fleet) => dropRule(fleet, "platform-amsterdam", "vpn/input", "tunnels"),
      finds: ["platform-amsterdam/vpn"],
      saying: /over udp\/51820/,
    },
    {
      when: "a gateway passes nobody on to the other site's uplink",
      change: (fleet) => {
        const forward = rule(fleet, "platform-amsterdam", "vpn/forward", "administrators", "tcp");
        forward.to = forward.to.map((text: string) =>
          text.replace("172.20.0.0-172.20.31.255", "172.20.0.0-172.20.15.255"),
        );
      },
      finds: ["platform-alkmaar/vpn", "platform-alkmaar/backup", "zorgplein/street/edge"],
      saying: /platform-amsterdam\/vpn\/forward/,
    },
  ],
});

describeRule("services-reachable", {
  judges: ["verne/production/web", "verne/street/edge", "platform-amsterdam/vpn", "platform-alkmaar/backup"],
  breaches: [
    ...(["dns", "ntp", "logs", "packages", "backup"] as const).map((service) => ({
      when: `a server does not reach ${service}`,
      change: (fleet: Parameters<typeof rule>[0]) =>
        dropRule(fleet, PRODUCTION, "web/output", `${service} of the site`),
      finds: ["verne/production/web"],
      saying: new RegExp(`web/output does not let it reach ${service}`),
    })),
    {
      when: "it asks another address",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/output", "logs").to = ["172.31.1.45"];
      },
      finds: ["verne/production/web"],
      saying: /does not let it reach logs over tcp\/5044/,
    },
    {
      when: "the edge forgets a stage",
      change: (fleet) => dropRule(fleet, STREET, "edge/forward", "test#fe36b9"),
      finds: ["verne/test/web", "verne/test/cache", "verne/test/database"],
      saying: /edge\/forward does not let it reach logs/,
    },
    {
      when: "the repository of the other site does not take its backups",
      change: (fleet) => {
        const { from } = rule(fleet, "platform-alkmaar", "backup/input", "backups");
        from.splice(0, 1, "10.20.0.0-10.20.15.255", "10.20.20.0-10.23.255.255");
      },
      finds: ["development", "test", "acceptance", "production"].map((stage) => `buurtbus/${stage}/web`),
      saying: /platform-alkmaar\/backup\/input does not let it reach backup/,
    },
    {
      when: "a gateway does not send its logs",
      change: (fleet) => dropRule(fleet, "platform-amsterdam", "vpn/output", "logs"),
      finds: ["platform-amsterdam/vpn"],
      saying: /vpn\/output does not let it reach logs/,
    },
  ],
});
