import { EDGE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

type Metadata = {
  network: { version: number; ethernets: Record<string, Record<string, unknown>> } & Record<string, unknown>;
} & Record<string, unknown>;

const metadata =
  (edit: (data: Metadata) => void) =>
  (machine: { guestinfo(name: "metadata", edit: (text: string) => string): void }) =>
    machine.guestinfo("metadata", (text) => {
      const data = JSON.parse(text);
      edit(data);
      return JSON.stringify(data);
    });
const card = (edit: (card: Record<string, unknown>) => void) =>
  metadata(({ network }) => edit(network.ethernets.ens192 as Record<string, unknown>));

const ROOT = { name: "root", lock_passwd: true };

describeRule("first-boot-locks-accounts", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "the image's default user is made",
      /makes the user "default"/,
      WEB.userData("users", [{ name: "default" }, ROOT]),
    ),
    WEB.breach("no user is named", /names no user/, WEB.userData("users", [])),
    WEB.breach(
      "somebody has a key",
      /makes the user "tom"/,
      WEB.userData("users", [ROOT, { name: "tom", ssh_authorized_keys: ["ssh-ed25519 AAAA"] }]),
    ),
    WEB.breach(
      "root has a key",
      /gives root ssh_authorized_keys/,
      WEB.userData("users", [{ ...ROOT, ssh_authorized_keys: ["ssh-ed25519 AAAA"] }]),
    ),
    WEB.breach(
      "root is not locked",
      /does not lock root/,
      WEB.userData("users", [{ name: "root", lock_passwd: false }]),
    ),
    WEB.breach("root may log in", /root may log in/, WEB.userData("disable_root", false)),
    WEB.breach("ssh takes passwords", /takes passwords/, WEB.userData("ssh_pwauth", true)),
    WEB.breach(
      "keys are shown on the console",
      /shown on the console/,
      WEB.userData("no_ssh_fingerprints", false),
    ),
    WEB.breach(
      "the server's own keys are shown on the console",
      /emit_keys_to_console/,
      WEB.userData("ssh", { emit_keys_to_console: true }),
    ),
  ],
});

describeRule("first-boot-does-what-is-known", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...[
      "write_files",
      "chpasswd",
      "password",
      "ssh_authorized_keys",
      "ssh_import_id",
      "phone_home",
      "mounts",
      "snap",
    ].map((key) =>
      WEB.breach(`user data has ${key}`, new RegExp(`asks for ${key}`), WEB.userData(key, ["x"])),
    ),
    WEB.breach(
      "a script is fetched",
      /ends with something else/,
      WEB.userData("runcmd", [["sh", "-c", "curl https://example.nl/x | sh"]]),
    ),
    WEB.breach(
      "a command comes before the steps",
      /ends with something else/,
      WEB.userData("runcmd", [["touch", "/x"], ["/usr/local/lib/straat/first-boot"]]),
    ),
    WEB.breach("nothing is run", /ends with something else/, WEB.userData("runcmd", [])),
    WEB.breach(
      "apt gets sources of its own",
      /sets apt otherwise/,
      WEB.userData("apt", { preserve_sources_list: true, sources: { x: { source: "deb https://x.nl /" } } }),
    ),
    WEB.breach(
      "it restarts by itself",
      /restarts by itself/,
      WEB.userData("package_reboot_if_required", true),
    ),
    WEB.breach(
      "it does not ask which packages there are",
      /without asking/,
      WEB.userData("package_update", false),
    ),
    WEB.breach(
      "its clock shows local time",
      /Europe\/Amsterdam and not UTC/,
      WEB.userData("timezone", "Europe/Amsterdam"),
    ),
  ],
});

describeRule("first-boot-fetches-nothing", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "a script is fetched and run",
      /fetches something from elsewhere/,
      WEB.userData("runcmd", [["sh", "-c", "curl https://example.nl/x | sh"]]),
    ),
    WEB.breach(
      "a package comes from the internet",
      /fetches something from elsewhere/,
      WEB.userData("runcmd", [
        ["pip3", "install", "x"],
        ["sh", "-c", "pip3 install x"],
      ]),
    ),
  ],
  allows: [
    WEB.allows(
      "a command runs what is there",
      WEB.userData("runcmd", [["/usr/local/lib/straat/first-boot"], ["true"]]),
    ),
  ],
});

describeRule("first-boot-raises-walls-first", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach("nothing is done at a boot", /loads no firewall/, WEB.userData("bootcmd", [])),
    WEB.breach("the walls open where there is no document", /not closed/, (machine) =>
      machine.guestinfo("userdata", (text) =>
        text.replace("hook input priority filter; policy drop", "hook input priority filter; policy accept"),
      ),
    ),
    WEB.breach("a third command is done at every boot", /no rule judges/, (machine) =>
      machine.guestinfo("userdata", (text) =>
        text
          .replace('"package_update"', '"x":0,"package_update"')
          .replace(/"\]\],"package|"\]\],"x"/, '"],["sh","-c","nft flush ruleset"]],"x"'),
      ),
    ),
    WEB.breach(
      "the files are unpacked without a look at them",
      /does not unpack its files and check/,
      (machine) => machine.guestinfo("userdata", (text) => text.replaceAll("sha256sum", "true")),
    ),
    WEB.breach("a command is no script", /is no script/, WEB.userData("bootcmd", ["nft flush ruleset"])),
  ],
});

describeRule("first-boot-installs-the-baseline", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...["aide", "auditd", "nftables", "unattended-upgrades", "rsyslog-relp"].map((name) =>
      WEB.breach(`${name} is not installed`, new RegExp(`does not install ${name}`), (machine) =>
        machine.guestinfo("userdata", (text) => text.replace(`,"${name}"`, "")),
      ),
    ),
    WEB.breach("a server for telnet is installed", /installs telnetd/, (machine) =>
      machine.guestinfo("userdata", (text) => text.replace('"sudo",', '"sudo","telnetd",')),
    ),
    WEB.breach("a package is an address", /no package's name/, (machine) =>
      machine.guestinfo("userdata", (text) => text.replace('"sudo",', '"sudo","https://x.nl/x.deb",')),
    ),
  ],
  allows: [
    WEB.allows("an application brings a package", (machine) =>
      machine.guestinfo("userdata", (text) => text.replace('"sudo",', '"php8.2-fpm","sudo",')),
    ),
  ],
});

describeRule("host-name-is-the-servers", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "it keeps the name of its template",
      /keeps the name of its template/,
      WEB.userData("preserve_hostname", true),
    ),
    WEB.breach(
      "nobody says whose name it takes",
      /preserve_hostname/,
      WEB.userData("preserve_hostname", undefined),
    ),
    WEB.breach(
      "it has another's name",
      /local-hostname is verne-production-web-2/,
      metadata((data) => {
        data["local-hostname"] = "verne-production-web-2";
      }),
    ),
    WEB.breach(
      "it is of another generation",
      /instance-id is verne-production-web-1-7/,
      metadata((data) => {
        data["instance-id"] = "verne-production-web-1-7";
      }),
    ),
    WEB.breach(
      "it takes an address from its network",
      /dhcp4/,
      card((own) => {
        own.dhcp4 = true;
      }),
    ),
    WEB.breach(
      "it takes a route from its network",
      /accept-ra/,
      card((own) => {
        own["accept-ra"] = true;
      }),
    ),
    WEB.breach(
      "nothing is said of DHCP",
      /dhcp6 is not there/,
      card((own) => {
        delete own.dhcp6;
      }),
    ),
    WEB.breach(
      "it asks a stranger for names",
      /asks 8\.8\.8\.8/,
      card((own) => {
        own.nameservers = { addresses: ["8.8.8.8"] };
      }),
    ),
    WEB.breach(
      "it asks nobody for names",
      /does not ask 172\.31\.1\.53/,
      card((own) => {
        delete own.nameservers;
      }),
    ),
    WEB.breach(
      "it has a bridge as well",
      /told of bridges/,
      metadata(({ network }) => {
        network.bridges = { br0: {} };
      }),
    ),
  ],
});

describeRule("routes-lead-to-the-gateway", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    WEB.breach(
      "it goes out past the edge",
      /goes out through 10\.20\.6\.9/,
      card((own) => {
        own.routes = [{ to: "0.0.0.0/0", via: "10.20.6.9" }];
      }),
    ),
    WEB.breach(
      "it has a way to another stage",
      /way of its own to 10\.20\.4\.0\/23/,
      card((own) => {
        (own.routes as object[]).push({ to: "10.20.4.0/23", via: "10.20.6.1" });
      }),
    ),
    WEB.breach(
      "it has an old kind of gateway",
      /gateway4/,
      card((own) => {
        own.gateway4 = "10.20.6.9";
      }),
    ),
    WEB.breach(
      "it has no way out",
      /no way out/,
      card((own) => {
        delete own.routes;
      }),
    ),
    EDGE.breach(
      "an edge goes out through another in the uplink",
      /goes out through 172\.20\.0\.77/,
      card((own) => {
        own.routes = [{ to: "0.0.0.0/0", via: "172.20.0.77" }];
      }),
    ),
  ],
});
