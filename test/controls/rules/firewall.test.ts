import { describeRule } from "../support/rule-cases";
import { editFirewall, withLine, without } from "../support/walls";

const PRODUCTION = "verne-production";
const DATABASE_1 = "verne-production/vsphere_virtual_machine.database_1";
const EDGE_1 = "verne-street/vsphere_virtual_machine.edge_1";

const onDatabase = (change: (text: string) => string) => editFirewall(PRODUCTION, "database_1", change);
const onEdge = (change: (text: string) => string) => editFirewall("verne-street", "edge_1", change);

describeRule("firewall-on-every-server", {
  judges: [DATABASE_1, EDGE_1, "platform-amsterdam/vsphere_virtual_machine.vpn_1"],
  breaches: [
    {
      when: "a server is given no firewall",
      change: (fleet) => {
        delete fleet.machine(PRODUCTION, "database_1").body.extra_config["guestinfo.straat.firewall"];
      },
      finds: [DATABASE_1],
      saying: /guestinfo\.straat\.firewall is not there/,
    },
    {
      when: "a server is given the firewall of another",
      change: (fleet) => {
        const { body } = fleet.machine(PRODUCTION, "database_1");
        body.extra_config["guestinfo.straat.firewall"] = fleet.machine(PRODUCTION, "web_1").body.extra_config[
          "guestinfo.straat.firewall"
        ];
      },
      finds: [DATABASE_1],
      saying: /is given the firewall of verne\/production\/web/,
    },
    {
      when: "a server was added by hand",
      change: (fleet) => {
        const machines = fleet.stack(PRODUCTION).terraform.resource.vsphere_virtual_machine;
        machines.extra = machines.database_1;
      },
      finds: ["verne-production/vsphere_virtual_machine.extra"],
      saying: /is no server of the model file/,
    },
    {
      when: "a firewall takes away those of other programs",
      change: onDatabase((text) => text.replace("delete table inet straat", "flush ruleset")),
      finds: [DATABASE_1],
      saying: /flush ruleset/,
    },
    {
      when: "a firewall is added to what is there",
      change: onDatabase((text) => text.replace("delete table inet straat\n", "")),
      finds: [DATABASE_1],
      saying: /cannot be judged/,
    },
    {
      when: "a firewall has a line that nobody knows",
      change: onDatabase(withLine("input", "ip saddr 203.0.114.7 accept")),
      finds: [DATABASE_1],
      saying: /203\.0\.114\.7 accept/,
    },
    {
      when: "a firewall accepts everything",
      change: onDatabase(withLine("input", "accept")),
      finds: [DATABASE_1],
      saying: /"accept"/,
    },
    {
      when: "a firewall has a second table",
      change: onDatabase((text) => `${text}table inet other {\n}\n`),
      finds: [DATABASE_1],
      saying: /after the end/,
    },
    {
      when: "a firewall has no chain for what goes out",
      change: onDatabase((text) => text.replace(/\tchain straat_output \{.*?\n\t\}\n/s, "")),
      finds: [DATABASE_1],
      saying: /has no chain for output/,
    },
  ],
});

describeRule("firewall-says-what-the-model-says", {
  judges: [DATABASE_1, EDGE_1, "platform-alkmaar/vsphere_virtual_machine.backup_1"],
  breaches: [
    {
      when: "a rule is not rendered",
      change: onDatabase(without("application data")),
      finds: [DATABASE_1],
      saying: /input: it does not accept production\/database#f21ab7/,
    },
    {
      when: "a rule is rendered in one family only",
      change: onDatabase((text) => text.replace(/\n\t\tip6 [^\n]*application data"/, "")),
      finds: [DATABASE_1],
      saying: /input: it accepts .* from 10\.20\.7\.2-10\.20\.7\.3 to/,
    },
    {
      when: "a port is another one",
      change: onDatabase((text) => text.replace("tcp dport 5432", "tcp dport 5433")),
      finds: [DATABASE_1],
      saying: /application data/,
    },
    {
      when: "a set has an address more",
      change: onDatabase((text) => text.replace("10.20.7.2-10.20.7.3", "10.20.7.2-10.20.7.4")),
      finds: [DATABASE_1],
      saying: /10\.20\.7\.2-10\.20\.7\.4/,
    },
    {
      when: "a set has the whole world",
      change: onDatabase((text) => text.replace("10.20.7.2-10.20.7.3", "0.0.0.0-255.255.255.255")),
      finds: [DATABASE_1],
      saying: /0\.0\.0\.0-255\.255\.255\.255/,
    },
    {
      when: "a rule was added that no flow asks for",
      change: onDatabase((text) => {
        const line = text.split("\n").find((one) => one.includes("application data")) ?? "";
        return withLine("input", line.trim().replace("5432", "8080"))(text);
      }),
      finds: [DATABASE_1],
      saying: /tcp\/8080 .* which the model does not say/,
    },
    {
      when: "the edge passes a flow on by another card",
      change: onEdge((text) =>
        text.replace('iifname "ens192" oifname "ens225"', 'iifname "ens256" oifname "ens225"'),
      ),
      finds: [EDGE_1],
      saying: /forward: it accepts .* by ens256 to ens225/,
    },
    {
      when: "the model says less than servers are given",
      change: (fleet) => {
        const walls = fleet.stack(PRODUCTION).model.walls;
        const input = walls.find(
          ({ at, hook }: { at: string; hook: string }) => at.endsWith("/database") && hook === "input",
        );
        input.rules.pop();
      },
      finds: [DATABASE_1, "verne-production/vsphere_virtual_machine.database_2"],
      saying: /which the model does not say/,
    },
    {
      when: "rules are in another order",
      change: onDatabase((text) => {
        const lines = text.split("\n");
        const at = lines.findIndex((line) => line.includes("tcp dport 22"));
        lines.splice(at + 2, 2, ...lines.splice(at, 2, ...lines.slice(at + 2, at + 4)));
        return lines.join("\n");
      }),
      finds: [DATABASE_1],
      saying: /another order|does not accept/,
    },
  ],
});

describeRule("closed-unless-accepted", {
  judges: [DATABASE_1, EDGE_1, "platform-amsterdam/vsphere_virtual_machine.vpn_1"],
  breaches: [
    ...(["input", "output"] as const).map((hook) => ({
      when: `${hook} is open`,
      change: onDatabase((text) =>
        text.replace(
          `hook ${hook} priority filter; policy drop`,
          `hook ${hook} priority filter; policy accept`,
        ),
      ),
      finds: [DATABASE_1],
      saying: new RegExp(`${hook}: its type, priority and policy are filter filter accept`),
    })),
    {
      when: "an edge passes everything on",
      change: onEdge((text) =>
        text.replace(
          "hook forward priority filter; policy drop",
          "hook forward priority filter; policy accept",
        ),
      ),
      finds: [EDGE_1],
      saying: /forward: its type/,
    },
    {
      when: "a chain comes at another time",
      change: onDatabase((text) => text.replace("hook input priority filter", "hook input priority raw")),
      finds: [DATABASE_1],
      saying: /filter raw drop/,
    },
    {
      when: "a chain is of another type",
      change: onDatabase((text) => text.replace("type filter hook input", "type nat hook input")),
      finds: [DATABASE_1],
      saying: /nat filter drop/,
    },
    {
      when: "a server translates addresses",
      change: onDatabase((text) =>
        text.replace(
          "\tchain straat_input",
          "\tchain straat_prerouting {\n\t\ttype nat hook prerouting priority dstnat; policy accept;\n\t}\n\tchain straat_input",
        ),
      ),
      finds: [DATABASE_1],
      saying: /a chain for prerouting/,
    },
    {
      when: "what passes through may be of nobody's connection, as on the loopback",
      change: onEdge((text) =>
        text.replace("\t\tct state vmap", '\t\tiifname "lo" accept\n\t\tct state vmap'),
      ),
      finds: [EDGE_1],
      saying: /iifname "lo" accept/,
    },
    {
      when: "others than members may say they have the virtual address",
      change: onDatabase((text) => text.replace(/(meta l4proto 112 ip saddr) @a\dv4/, "$1 @a3v4")),
      finds: [DATABASE_1],
      saying: /VRRP in IPv4 of others/,
    },
  ],
});

describeRule("firewall-baseline", {
  judges: [DATABASE_1, EDGE_1, "platform-alkmaar/vsphere_virtual_machine.backup_1"],
  breaches: [
    ...[
      ['iifname "lo" accept', /programs of one server/],
      ["nd-neighbor-solicit", /finds its neighbours/],
      ["mld2-listener-report", /multicast/],
      ["ct state vmap", /belongs to no connection/],
      ["icmp type { destination", /did not arrive/],
      ["icmpv6 type { destination", /RFC 4890/],
      ['"straat drop input: "', /what is dropped is told/],
      ["meta l4proto 112 ip6", /who has the virtual address, in IPv6/],
    ].map(([part, saying]) => ({
      when: `there is no ${part}`,
      change: onDatabase(without(part as string)),
      finds: [DATABASE_1],
      saying: saying as RegExp,
    })),
    {
      when: "an edge passes on packets of no connection",
      change: onEdge((text) =>
        text.replace(/(\tchain straat_forward \{[^}]*?)\t\tct state vmap[^\n]*\n/, "$1"),
      ),
      finds: [EDGE_1],
      saying: /forward: it lacks "ct state vmap/,
    },
    {
      when: "an edge asks for a connection's state before it refuses what is forged",
      change: onEdge((text) => {
        const tracked = "\t\tct state vmap { established : accept, related : accept, invalid : drop }\n";
        const [before = "", after = ""] = text.split("\tchain straat_forward {\n");
        const [head = "", ...rest] = after.replace(tracked, "").split("\n");
        return `${before}\tchain straat_forward {\n${head}\n${tracked}${rest.join("\n")}`;
      }),
      finds: [EDGE_1],
      saying: /forward: its statements are not in the order forged, tracked/,
    },
  ],
});
