import { describe, expect, test } from "@jest/globals";
import { defineSite, Port, RedundantVms, SitePlatform, Software, Street, VmSize } from "../../lib";
import { type Assessment, findingsOf, isError } from "../../lib/controls/assessment";
import { admins } from "../../stacks/admins";
import { buildApp, clientProps } from "../support/app";
import { siteProps } from "../support/sites";
import { EditableFleet } from "./support/editable-fleet";

const east = defineSite(siteProps({}));
const west = defineSite({
  ...siteProps({ name: "west", datacenter: "west-dc", streets: "10.16.0.0/12", streets6: "2001:dc8::/32" }),
  hosts: ["w1.example.nl", "w2.example.nl", "w3.example.nl"],
  uplink: { portGroup: "west-uplink", network: "172.17.0.0/16", network6: "2001:dc8:1:ffff::/64" },
  services: { logs: ["172.31.0.44"], packages: ["172.31.0.80"], backup: ["172.17.0.5"] },
  vpn: { endpoint: "vpn-west.example.nl", pool: "10.99.2.0/24" },
});

/** A house of which only is declared what can be known before its first server has booted. */
function assess({ client }: { readonly client: boolean }): Assessment {
  const built = buildApp((app) => {
    new SitePlatform(app, { site: east, otherSites: [west], admins });
    new SitePlatform(app, { site: west, otherSites: [east], admins });
    if (!client) return;
    const street = new Street(app, "verne", { ...clientProps(), site: east, backupSite: west });
    street.forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL, runs: Software.NGINX });
      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
    });
  });
  expect(built.complaint).toBe("");
  return EditableFleet.of(built).assess();
}

/** What is found, by level, rule and subject. */
function told(assessment: Assessment): readonly string[] {
  return findingsOf(assessment).map(({ level, rule, subject }) => `${level} ${rule} ${subject}`);
}

const WAITS = "what-servers-wait-for-is-declared";
const OF_SERVERS = ["authority", "logCollector", "vulnerabilityDatabase"];

describe("before anything has booted", () => {
  test("the platforms can be made: what they wait for is told, each once, and stops nothing", () => {
    const assessment = assess({ client: false });
    expect(findingsOf(assessment).filter(isError)).toEqual([]);
    expect(told(assessment)).toEqual(
      ["platform-oost", "platform-west"].flatMap((stack) =>
        OF_SERVERS.map((what) => `warning ${WAITS} ${stack}/${what}`),
      ),
    );
  });

  test("a client cannot hold data: acceptance and production are errors, by what is missing and nothing else", () => {
    const found = told(assess({ client: true })).filter((line) => line.includes("verne"));
    const expected = ["street", "development", "test", "acceptance", "production"].flatMap((stage) => {
      const level = ["acceptance", "production"].includes(stage) ? "error" : "warning";
      const what = stage === "street" ? OF_SERVERS : [...OF_SERVERS, "backupRecipient"];
      return what.map((property) => `${level} ${WAITS} verne-${stage}/${property}`);
    });
    expect([...found].sort()).toEqual(expected.sort());
  });
});
