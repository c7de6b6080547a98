import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, filesUnder } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { ASSIGNED, settingsOf, wordsOf } from "../../subjects/settings";

/** CIS 1.5 and 3.3. A `*` is every card, and what cards that come later begin with. */
const WANTED: Readonly<Record<string, string>> = {
  "kernel.randomize_va_space": "2",
  "kernel.yama.ptrace_scope": "1",
  "fs.suid_dumpable": "0",
  "net.ipv4.conf.*.send_redirects": "0",
  "net.ipv4.icmp_ignore_bogus_error_responses": "1",
  "net.ipv4.icmp_echo_ignore_broadcasts": "1",
  "net.ipv4.conf.*.accept_redirects": "0",
  "net.ipv6.conf.*.accept_redirects": "0",
  "net.ipv4.conf.*.secure_redirects": "0",
  "net.ipv4.conf.all.rp_filter": "1",
  "net.ipv4.conf.default.rp_filter": "1",
  "net.ipv4.conf.*.accept_source_route": "0",
  "net.ipv6.conf.*.accept_source_route": "0",
  "net.ipv4.conf.all.log_martians": "1",
  "net.ipv4.conf.default.log_martians": "1",
  "net.ipv4.tcp_syncookies": "1",
  "net.ipv6.conf.*.accept_ra": "0",
};

/** Only who stands between networks passes packets on. */
const FORWARDING = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"];
const ROUTERS = ["edge", "vpn-gateway"];
/** And who does, does not take the middle of a connection for its beginning, nor answer for addresses elsewhere. */
const OF_ROUTERS: Readonly<Record<string, string>> = {
  "net.ipv4.conf.all.arp_ignore": "1",
  "net.ipv4.conf.all.arp_announce": "2",
  "net.netfilter.nf_conntrack_tcp_loose": "0",
};

/** H-22, H-05: the kernel believes no neighbour, and passes packets on only where that is its work. */
export const kernelIsHardened = stackRule({
  id: "kernel-is-hardened",
  info: "the kernel takes no route or redirect from others, and only edges and gateways pass packets on",
  explanation:
    "A server that forwards joins two networks behind the firewall's back; one that takes a redirect or a router's announcement sends its packets through whoever asked for them.",
  remedy: "leave sysctl.d to the library; a server that forwards is one with a router's role",
  promises: ["H-22", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles(
    (files, role) => {
      const isRouter = ROUTERS.includes(role);
      const forwarding = FORWARDING.map((key) => [key, isRouter ? "1" : "0"]);
      const wanted = { ...WANTED, ...Object.fromEntries(forwarding), ...(isRouter ? OF_ROUTERS : {}) };
      return [...wrongKernel(files, wanted), ...(isRouter ? wrongTracking(files) : [])];
    },
    ({ group }) => group?.role ?? "server",
  ),
});

/** Connections a router knows at once: a street under load has as many, and what does not fit is dropped. */
const CONNECTIONS = 262_144;
const TRACKING = { module: "nf_conntrack", most: "net.netfilter.nf_conntrack_max" } as const;

/** What it says of connections is lost where the module comes after it. */
function wrongTracking(files: Files): readonly string[] {
  const linesUnder = (folder: string) => filesUnder(files, folder).flatMap(([, { text }]) => wordsOf(text));
  const most = filesUnder(files, "/etc/sysctl.d").flatMap(
    ([, { text }]) => settingsOf(text, ASSIGNED).get(TRACKING.most) ?? [],
  );
  const buckets = linesUnder("/etc/modprobe.d").flatMap(
    (line) => /^options nf_conntrack hashsize=(\d+)$/.exec(line)?.[1] ?? [],
  );
  return [
    ...(linesUnder("/etc/modules-load.d").includes(TRACKING.module)
      ? []
      : [`nothing loads ${TRACKING.module} before its settings are read`]),
    ...(most.length > 0 && most.every((value) => Number(value) >= CONNECTIONS)
      ? []
      : [`${TRACKING.most} is ${most.join() || "not set"}, and at least ${CONNECTIONS} is right`]),
    ...(buckets.length > 0 && buckets.every((value) => Number(value) * 8 >= CONNECTIONS)
      ? []
      : [`the table of ${CONNECTIONS} connections has no room to be found in quickly (hashsize)`]),
  ];
}

/** Files are read in the order of their names, and the last word counts: so every word has to be right. */
function wrongKernel(files: Files, wanted: Readonly<Record<string, string>>): readonly string[] {
  const said = filesUnder(files, "/etc/sysctl.d").flatMap(([path, { text }]) =>
    [...settingsOf(text, ASSIGNED)].flatMap(([key, values]) =>
      values.map((value) => ({ path, key: key.replaceAll("/", "."), value })),
    ),
  );
  return Object.entries(wanted).flatMap(([key, value]) => {
    const about = said.filter((line) => concerns(line.key, key));
    const wrong = about.filter((line) => line.value !== value);
    if (!about.some((line) => line.key === key)) return [`nothing sets ${key} to ${value}`];
    return wrong.map((line) => `${line.path} sets ${line.key} to ${line.value}, and ${value} is right`);
  });
}

/** Whether a line sets the key, or one of the cards it is about. */
function concerns(line: string, key: string): boolean {
  if (line === key) return true;
  const pattern = (text: string) => new RegExp(`^-?${text.replaceAll(".", "\\.").replaceAll("*", "[^.]+")}$`);
  return pattern(key).test(line) || pattern(line.replace(/^-/, "")).test(key);
}
