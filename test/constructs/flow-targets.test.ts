import { describe, expect, test } from "@jest/globals";
import { type Environment, Port, RedundantVms, Software, VmSize } from "../../lib";
import type { Tenant } from "../../lib/constructs/kubernetes/tenant";
import { buildStreet } from "../support/app";
import { tenantOf } from "../support/cluster-site";
import { PlainWorkload } from "../support/plain-workload";

const why = { why: "work" };

/** What is complained of when something is declared between a workload and one that listens on these ports. */
function complaintOf(
  ports: readonly number[],
  declare: (one: PlainWorkload, listening: PlainWorkload) => void,
): string {
  const build = (tenant: Tenant) =>
    declare(new PlainWorkload(tenant, "one"), new PlainWorkload(tenant, "listening", ports));
  return tenantOf(build, { stages: ["development"] }).complaint;
}

describe("a flow to a workload", () => {
  test.each([
    ["another port", [8080], Port.tcp(9999), "it listens on tcp/8080"],
    ["another port of two", [8080, 8443], Port.tcp(8444), "it listens on tcp/8080, tcp/8443"],
    ["the same number of another protocol", [8080], Port.udp(8080), "it listens on tcp/8080"],
    ["a range that has a port too many", [8080, 8081], Port.tcpRange(8080, 8082), "it listens on tcp/8080"],
    ["one that listens nowhere", [], Port.tcp(8080), "it listens on no port"],
  ])("is refused for %s, whichever side declares it", (_, ports, port, problem) => {
    const to = complaintOf(ports, (one, listening) => one.connections.allowTo(listening, port, why));
    const from = complaintOf(ports, (one, listening) => listening.connections.allowFrom(one, port, why));
    for (const complaint of [to, from]) {
      expect(complaint).toContain(problem);
      expect(complaint).toContain(`${port} of verne/development/apps/listening`);
    }
  });

  test.each([
    ["its port", [8080], Port.tcp(8080)],
    ["one of its ports", [8080, 8443], Port.tcp(8443)],
    ["a range of its ports", [8080, 8081, 8082], Port.tcpRange(8080, 8082)],
  ])("may be over %s", (_, ports, port) => {
    expect(complaintOf(ports, (one, listening) => one.connections.allowTo(listening, port, why))).toBe("");
  });

  test("may be over any port among its own pods, which find each other as they like", () => {
    expect(complaintOf([8080], (one) => one.connections.allowInternally(Port.tcp(7946), why))).toBe("");
    expect(complaintOf([], (_, worker) => worker.connections.allowInternally(Port.udp(7946), why))).toBe("");
  });
});

describe("a flow to servers", () => {
  const declared = (runs: Software | undefined, port: Port) =>
    buildStreet({ stages: ["development"] }, (environment: Environment) => {
      const props = { size: VmSize.SMALL, ...(runs && { runs }), ...(runs && { data: true }) };
      const target = new RedundantVms(environment, "target", props);
      target.connections.allowFrom(new RedundantVms(environment, "one", { size: VmSize.SMALL }), port, why);
    }).complaint;

  test.each([
    [Software.POSTGRESQL, Port.MYSQL, "postgresql listens on tcp/5432"],
    [Software.MARIADB, Port.POSTGRES, "mariadb listens on tcp/3306"],
  ])("that run %s is refused over the other database's port", (runs, port, problem) => {
    expect(declared(runs, port)).toContain(problem);
  });

  test.each([
    ["a database, over its own port", Software.POSTGRESQL, Port.POSTGRES],
    ["a database, over a port of what stands beside it", Software.POSTGRESQL, Port.tcp(6432)],
    ["a web server, over a port that its site passes on", Software.NGINX, Port.POSTGRES],
    ["what Straat knows nothing of", undefined, Port.tcp(9999)],
  ])("may be over any port that an application may listen on: %s", (_, runs, port) => {
    expect(declared(runs, port)).toBe("");
  });
});
