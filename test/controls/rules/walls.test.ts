import { describeRule } from "../support/rule-cases";
import { addRule, flow, rule, wall } from "../support/walls";

const PRODUCTION = "verne-production";
const STREET = "verne-street";
const EVERYONE = ["0.0.0.0-255.255.255.255"];

describeRule("every-server-has-walls", {
  judges: ["verne/production/web", "verne/street/edge", "platform-amsterdam/vpn", "platform-alkmaar/backup"],
  breaches: [
    {
      when: "a server has no wall for what goes out",
      change: (fleet) => {
        const { model } = fleet.stack(PRODUCTION);
        model.walls.splice(model.walls.indexOf(wall(fleet, PRODUCTION, "web/output")), 1);
      },
      finds: ["verne/production/web"],
      saying: /no wall for output/,
    },
    {
      when: "an edge has no wall for what it passes on",
      change: (fleet) => {
        wall(fleet, STREET, "edge/forward").hook = "input";
      },
      finds: ["verne/street/edge"],
      saying: /no wall for forward/,
    },
    {
      when: "there are two walls for the same packets",
      change: (fleet) => fleet.stack(PRODUCTION).model.walls.push(wall(fleet, PRODUCTION, "web/input")),
      finds: ["verne/production/web"],
      saying: /second wall for input/,
    },
    {
      when: "a server that is no router has a wall of one",
      change: (fleet) =>
        fleet.stack(PRODUCTION).model.walls.push({ at: "verne/production/web", hook: "forward", rules: [] }),
      finds: ["verne/production/web"],
      saying: /is no router/,
    },
    {
      when: "a wall is nobody's",
      change: (fleet) => {
        wall(fleet, PRODUCTION, "web/input").at = "verne/production/webb";
      },
      finds: ["verne/production/web", "verne/production/webb/input"],
      saying: /no wall for input/,
    },
  ],
});

describeRule("no-any-to-any", {
  judges: ["verne/production/web/input", "verne/street/edge/forward", "platform-amsterdam/vpn/forward"],
  breaches: [
    {
      when: "everyone may reach everyone",
      change: (fleet) =>
        Object.assign(rule(fleet, STREET, "edge/forward", "visitors"), { from: EVERYONE, to: EVERYONE }),
      finds: ["verne/street/edge/forward"],
      saying: /from everyone to everyone/,
    },
    {
      when: "everyone may reach everyone in IPv6",
      change: (fleet) => {
        const all = ["2000::-3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"];
        Object.assign(rule(fleet, PRODUCTION, "web/output", "dns"), { from: all, to: all });
      },
      finds: ["verne/production/web/output"],
      saying: /from everyone to everyone/,
    },
    {
      when: "a flow is over every port",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "database/input", "application data").port = "tcp/1-65535";
      },
      finds: ["verne/production/database/input"],
      saying: /over every port/,
    },
    {
      when: "a gateway passes on every port of others than its administrators",
      change: (fleet) => {
        rule(fleet, "platform-amsterdam", "vpn/forward", "administrators", "tcp").from = [
          "10.99.1.0-10.99.3.255",
        ];
      },
      finds: ["platform-amsterdam/vpn/forward"],
      saying: /over every port/,
    },
    {
      when: "a gateway passes on every port of what does not come out of the tunnel",
      change: (fleet) => {
        rule(fleet, "platform-amsterdam", "vpn/forward", "administrators", "udp").inInterface = "ens192";
      },
      finds: ["platform-amsterdam/vpn/forward"],
      saying: /over every port/,
    },
    {
      when: "administrators reach every port of the gateway itself",
      change: (fleet) => {
        rule(fleet, "platform-amsterdam", "vpn/input", "administrators,").port = "tcp/1-65535";
      },
      finds: ["platform-amsterdam/vpn/input"],
      saying: /over every port/,
    },
  ],
  allows: [
    {
      when: "everyone reaches one server",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/input", "visitors").from = EVERYONE;
      },
    },
  ],
});

describeRule("port-ranges-are-narrow", {
  judges: ["verne/production/web#fdc1d1", "zorgplein/production/database#dd2230"],
  breaches: [
    {
      when: "a flow is over ten thousand ports",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").port = "udp/10000-20000";
      },
      finds: ["verne/production/web#fdc1d1"],
      saying: /10001 ports/,
    },
  ],
  allows: [
    {
      when: "a flow is over the ports of Kubernetes' services",
      change: (fleet) => {
        flow(fleet, PRODUCTION, "visitors").port = "tcp/30000-32767";
      },
    },
  ],
});

describeRule("administration-by-vpn-only", {
  judges: ["verne/production/web/input", "verne/street/edge/forward", "platform-amsterdam/backup/input"],
  breaches: [
    {
      when: "a whitelisted network reaches SSH",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "web/input", "administrators", "tcp").from.push(
          "198.51.100.16-198.51.100.31",
        ),
      finds: ["verne/production/web/input"],
      saying: /opens SSH \(22\) to 198\.51\.100\.16-198\.51\.100\.31/,
    },
    {
      when: "one address beside the VPN's reaches SSH, in IPv6",
      change: (fleet) =>
        rule(fleet, PRODUCTION, "web/input", "administrators", "tcp").from.push("2001:db8:99:3::1"),
      finds: ["verne/production/web/input"],
      saying: /2001:db8:99:3::1, outside the VPN/,
    },
    {
      when: "visitors reach the Kubernetes API",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/input", "visitors").port = "tcp/6443";
      },
      finds: ["verne/production/web/input"],
      saying: /the Kubernetes API/,
    },
    {
      when: "the edge passes visitors on over a range with SSH in it",
      change: (fleet) => {
        rule(fleet, STREET, "edge/forward", "production/web").port = "tcp/20-25";
      },
      finds: ["verne/street/edge/forward"],
      saying: /opens SSH/,
    },
    {
      when: "another server of the environment reaches it",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "database/input", "application data").port = "tcp/22";
      },
      finds: ["verne/production/database/input"],
      saying: /opens SSH/,
    },
    {
      when: "a server may go to SSH of another stage",
      change: (fleet) =>
        Object.assign(rule(fleet, PRODUCTION, "web/output", "sessions"), {
          port: "tcp/22",
          to: ["10.20.1.2"],
        }),
      finds: ["verne/production/web/output"],
      saying: /opens SSH/,
    },
    {
      when: "the other site's streets reach SSH of a repository",
      change: (fleet) =>
        rule(fleet, "platform-amsterdam", "backup/input", "administrators", "tcp").from.push(
          "10.24.0.0-10.27.255.255",
        ),
      finds: ["platform-amsterdam/backup/input"],
      saying: /opens SSH/,
    },
  ],
  allows: [
    {
      when: "a server fetches files at a partner over SSH",
      change: (fleet) =>
        Object.assign(rule(fleet, PRODUCTION, "web/output", "sessions"), {
          port: "tcp/22",
          to: ["203.0.114.7"],
        }),
    },
    {
      when: "visitors reach the same number over UDP",
      change: (fleet) => {
        rule(fleet, PRODUCTION, "web/input", "visitors").port = "udp/3389";
      },
    },
    {
      when: "one administrator reaches Kibana",
      change: (fleet) =>
        addRule(fleet, PRODUCTION, "web/input", "administrators", { port: "tcp/5601", from: ["10.99.1.7"] }),
    },
  ],
});
