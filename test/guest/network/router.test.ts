import { spawnSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { CONNECTIONS_MAX, ROUTER_SYSCTL, routerPart } from "../../../lib/guest/network/router";
import { describeUnless } from "../../support/tool";

const files = routerPart().files ?? [];
const sysctl = files.find(({ path }) => path === ROUTER_SYSCTL)?.content ?? "";
const settings = [...sysctl.matchAll(/^(\S+) = (\d+)$/gm)].map(([, key, value]) => [key, value] as const);

describe("a server between networks", () => {
  test("has each setting once, and tells why it has it", () => {
    const keys = settings.map(([key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(sysctl.split("\n").filter((line) => !/^(# .+\.|\S+ = \d+|)$/.test(line))).toEqual([]);
  });

  test("passes packets on in both families, and takes no packet for a connection it does not know", () => {
    const values = Object.fromEntries(settings);
    expect(values).toMatchObject({
      "net.ipv4.ip_forward": "1",
      "net.ipv6.conf.all.forwarding": "1",
      "net.netfilter.nf_conntrack_tcp_loose": "0",
      "net.ipv4.conf.all.rp_filter": "1",
      "net.ipv4.conf.all.send_redirects": "0",
    });
  });

  test("has a hash of a quarter of its connections, and knows them before they are set", () => {
    const content = (path: string) => files.find((file) => file.path === path)?.content;
    expect(content("/etc/modprobe.d/straat-router.conf")).toBe(
      `options nf_conntrack hashsize=${CONNECTIONS_MAX / 4}\n`,
    );
    expect(content("/etc/modules-load.d/straat-router.conf")).toBe("nf_conntrack\n");
  });
});

describeUnless(lacking(), "the settings of a router, in a kernel", () => {
  const inNamespace = (script: string, input = "") =>
    spawnSync("unshare", ["--net", "sh", "-ec", script], { input, encoding: "utf8" });

  test("are settings there are", () => {
    const paths = settings.map(([key]) => `/proc/sys/${key?.replaceAll(".", "/")}`);
    expect(inNamespace(`ls ${paths.join(" ")}`).stderr).toBe("");
  });

  test("are taken, and are what is read back", () => {
    // The size of the table is the machine's, and not to be set in a namespace.
    const own = settings.filter(([key]) => key !== "net.netfilter.nf_conntrack_max");
    const text = own.map(([key, value]) => `${key} = ${value}\n`).join("");
    const keys = own.map(([key]) => key).join(" ");
    const { stdout, stderr } = inNamespace(`sysctl --quiet --load=- && sysctl ${keys}`, text);
    expect([stdout, stderr]).toEqual([text, ""]);
  });
});

function lacking(): string | undefined {
  if (process.getuid?.() !== 0) return "root, for a network namespace";
  const { error, status } = spawnSync("unshare", ["--net", "sysctl", "net.netfilter.nf_conntrack_tcp_loose"]);
  if (error === undefined && status === 0) return undefined;
  return "sysctl and connection tracking in the kernel; apt-get install procps util-linux nftables";
}
