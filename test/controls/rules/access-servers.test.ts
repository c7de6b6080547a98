import type { EditableFleet } from "../support/editable-fleet";
import { everyoneTold, everywhere } from "../support/every-machine";
import { ed25519Key, wireguardKey } from "../support/keys";
import { describeRule } from "../support/rule-cases";

const [VERNE, ALKMAAR] = ["verne-production", "platform-alkmaar"];
const WEB = `${VERNE}/vsphere_virtual_machine.web_1`;
const GATEWAY = `${ALKMAAR}/vsphere_virtual_machine.vpn_1`;

const web = (fleet: EditableFleet) => fleet.machine(VERNE, "web_1");
const gateway = (fleet: EditableFleet) => fleet.machine(ALKMAAR, "vpn_1");
const without = (pattern: RegExp) => (text: string) => text.replace(pattern, "");
const sorted = (text: string) => `${text.trimEnd().split("\n").sort().join("\n")}\n`;

describeRule("ssh-lets-in-administrators-only", {
  judges: [WEB, GATEWAY, "verne-street/vsphere_virtual_machine.edge_1"],
  breaches: [
    {
      when: "a server lets in somebody else",
      change: (fleet) =>
        web(fleet).document("ssh", (text) => sorted(`${text}admin mallory 2028-01-31 ${ed25519Key(1)}\n`)),
      finds: [WEB],
      saying: /lets in mallory until 2028-01-31 .* whom the list/,
    },
    {
      when: "a server knows another key of an administrator",
      change: (fleet) => web(fleet).document("ssh", (text) => text.replace(/ssh-ed25519 \S+/, ed25519Key(1))),
      finds: [WEB],
      saying: /lets in jdevries/,
    },
    {
      when: "a server lets somebody in for longer",
      change: (fleet) =>
        web(fleet).document("ssh", (text) => text.replace("svermeer 2027-06-30", "svermeer 2029-06-30")),
      finds: [WEB],
      saying: /lets in svermeer until 2029-06-30/,
    },
    {
      when: "a server does not let in an administrator",
      change: (fleet) => web(fleet).document("ssh", without(/^admin obakker.*\n/m)),
      finds: [WEB],
      saying: /does not let in obakker/,
    },
    {
      when: "a server trusts an authority that no other trusts",
      change: (fleet) => web(fleet).document("ssh", (text) => `${text}authority ${ed25519Key(1)}\n`),
      finds: [WEB],
      saying: /trusts certificates signed by SHA256:\S+, which the platform of amsterdam does not name/,
    },
    {
      when: "all servers trust an authority that no platform names",
      change: everywhere("ssh", (text) => `${text}authority ${ed25519Key(1)}\n`),
      finds: everyoneTold("ssh"),
      saying: /trusts certificates signed by SHA256:/,
    },
    {
      when: "servers of a site do not trust its authority",
      change: (fleet) => fleet.stack(ALKMAAR).model.trust.sshAuthorities.push(ed25519Key(1)),
      finds: everyoneTold("ssh", "alkmaar"),
      saying: /does not trust certificates signed by SHA256:\S+, which the platform of alkmaar names/,
    },
    {
      when: "an administrator's key is weak",
      change: (fleet) =>
        web(fleet).document("ssh", (text) => text.replace(/ssh-ed25519 \S+/, "ssh-dss AAAAB3NzaC1kc3M=")),
      finds: [WEB],
      saying: /cannot be judged/,
    },
    {
      when: "a server has no such document",
      change: (fleet) => {
        delete web(fleet).body.extra_config["guestinfo.straat.ssh"];
      },
      finds: [WEB],
      saying: /cannot be judged/,
    },
  ],
  allows: [
    {
      when: "an authority that both platforms name signs certificates",
      change: (fleet) => {
        for (const stack of [ALKMAAR, "platform-amsterdam"])
          fleet.stack(stack).model.trust.sshAuthorities.push(ed25519Key(1));
        everywhere("ssh", (text) => `${text}authority ${ed25519Key(1)}\n`)(fleet);
      },
    },
  ],
});

describeRule("sudo-for-administrators-only", {
  judges: [WEB, GATEWAY],
  breaches: [
    {
      when: "somebody else becomes root",
      change: (fleet) => web(fleet).document("sudoers", (text) => `${text}admin zoe 2028-01-31\n`),
      finds: [WEB],
      saying: /lets zoe until 2028-01-31 become root/,
    },
    {
      when: "an administrator is root for longer",
      change: (fleet) => web(fleet).document("sudoers", (text) => text.replace("2027-06-30", "2037-06-30")),
      finds: [WEB],
      saying: /lets svermeer until 2037-06-30/,
    },
    {
      when: "an administrator is not",
      change: (fleet) => web(fleet).document("sudoers", without(/^admin svermeer.*\n/m)),
      finds: [WEB],
      saying: /does not let svermeer/,
    },
    {
      when: "a line is one of sudo's own",
      change: (fleet) => web(fleet).document("sudoers", (text) => `${text}ALL ALL=(ALL) NOPASSWD: ALL\n`),
      finds: [WEB],
      saying: /cannot be judged/,
    },
  ],
});

describeRule("vpn-peers-are-administrators", {
  judges: [GATEWAY, "platform-amsterdam/vsphere_virtual_machine.vpn_1"],
  breaches: [
    {
      when: "a gateway takes somebody else",
      change: (fleet) =>
        gateway(fleet).document("vpn", (text) => `${text}zoe 2028-01-31 ${wireguardKey(1)} 10.99.2.77/32\n`),
      finds: [GATEWAY],
      saying: /takes zoe/,
    },
    {
      when: "an administrator comes with another key",
      change: (fleet) => gateway(fleet).document("vpn", (text) => text.replace(/\S{43}=/, wireguardKey(1))),
      finds: [GATEWAY],
      saying: /takes jdevries/,
    },
    {
      when: "an administrator has another address",
      change: (fleet) =>
        gateway(fleet).document("vpn", (text) => text.replace("10.99.2.11/32", "10.99.2.12/32")),
      finds: [GATEWAY],
      saying: /takes obakker .* at 10\.99\.2\.12\/32/,
    },
    {
      when: "an administrator has an address of another site",
      change: (fleet) =>
        gateway(fleet).document("vpn", (text) => text.replace("10.99.2.11/32", "10.99.1.11/32")),
      finds: [GATEWAY],
      saying: /10\.99\.1\.11\/32/,
    },
    {
      when: "an administrator has a whole network",
      change: (fleet) =>
        gateway(fleet).document("vpn", (text) => text.replace("10.99.2.11/32", "10.99.2.0/24")),
      finds: [GATEWAY],
      saying: /cannot be judged/,
    },
    {
      when: "an administrator may come for longer",
      change: (fleet) => gateway(fleet).document("vpn", (text) => text.replace("2027-06-30", "2028-06-30")),
      finds: [GATEWAY],
      saying: /takes svermeer until 2028-06-30/,
    },
    {
      when: "an administrator cannot come",
      change: (fleet) => gateway(fleet).document("vpn", without(/^obakker.*\n/m)),
      finds: [GATEWAY],
      saying: /does not take obakker/,
    },
    {
      when: "another server is told of tunnels",
      change: (fleet) => {
        web(fleet).body.extra_config["guestinfo.straat.vpn"] = "x";
      },
      finds: [WEB],
      saying: /cannot be judged/,
    },
  ],
});

const TUNNEL = "/etc/wireguard/wg0.conf";

describeRule("vpn-tunnel-is-the-sites", {
  judges: [GATEWAY],
  breaches: [
    {
      when: "the tunnel has a peer of its own",
      change: (fleet) =>
        gateway(fleet).file(
          TUNNEL,
          (text) => `${text}[Peer]\nPublicKey = ${wireguardKey(1)}\nAllowedIPs = 0.0.0.0/0\n`,
        ),
      finds: [GATEWAY],
      saying: /wg0\.conf says \[Peer\]/,
    },
    {
      when: "the tunnel's key is in the file",
      change: (fleet) =>
        gateway(fleet).file(TUNNEL, (text) =>
          text.replace("PreUp", `PrivateKey = ${wireguardKey(1)}\nPreUp`),
        ),
      finds: [GATEWAY],
      saying: /wg0\.conf says PrivateKey/,
    },
    {
      when: "the tunnel has a wider network",
      change: (fleet) => gateway(fleet).file(TUNNEL, (text) => text.replace("10.99.2.1/24", "10.99.2.1/16")),
      finds: [GATEWAY],
      saying: /10\.99\.2\.1\/16/,
    },
    {
      when: "nobody looks whether peers are administrators",
      change: (fleet) => gateway(fleet).file(TUNNEL, without(/^PostUp.*\n/m)),
      finds: [GATEWAY],
      saying: /does not say PostUp/,
    },
    {
      when: "addresses are checked against another pool",
      change: (fleet) =>
        gateway(fleet).file("/etc/straat/vpn", (text) => text.replace("10.99.2.0/24", "0.0.0.0/0")),
      finds: [GATEWAY],
      saying: /has pool 0\.0\.0\.0\/0, and it is 10\.99\.2\.0\/24/,
    },
    {
      when: "nobody watches who has a tunnel",
      change: (fleet) => gateway(fleet).file("/etc/straat/first-boot", without(/^.*straat-vpn-watch.*\n/m)),
      finds: [GATEWAY],
      saying: /straat-vpn-watch\.timer is not started/,
    },
    {
      when: "a tunnel that does not come up raises no alarm",
      change: (fleet) =>
        gateway(fleet).file(
          "/etc/systemd/system/wg-quick@wg0.service.d/straat.conf",
          without(/^OnFailure.*\n/m),
        ),
      finds: [GATEWAY],
      saying: /wg-quick@wg0\.service fails without an alarm/,
    },
    {
      when: "the watch is once an hour",
      change: (fleet) =>
        gateway(fleet).file("/etc/systemd/system/straat-vpn-watch.timer", (text) =>
          text.replace("OnUnitActiveSec=30", "OnUnitActiveSec=1h"),
        ),
      finds: [GATEWAY],
      saying: /lets 60 minutes pass, and a minute at most/,
    },
  ],
});
