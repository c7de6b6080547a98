import { describe, expect, test } from "@jest/globals";
import { buildFleet, wholeOf } from "../../support/fleet";

const built = buildFleet(["zorgplein"]);

describe("zorgplein, a care platform with medical data", () => {
  test("keeps its backups at another site than itself (B-16), and its data in the highest class (V-02)", () => {
    const { client, site } = built.stack("zorgplein/production").model;
    expect(client).toMatchObject({ classification: 4, backupSite: "amsterdam" });
    expect(site.name).toBe("alkmaar");
  });

  test("is shown to care providers on its whitelist, in production too, and to nobody else", () => {
    const outside = built
      .stack("zorgplein/production")
      .model.flows.filter(({ from }) => from.kind !== "group" && from.kind !== "workload");
    const gateway = { kind: "workload", path: "zorgplein/production/apps/gateway-restricted" };
    expect(outside).toMatchObject([
      { from: { kind: "whitelist" }, to: gateway, port: "tcp/443" },
      { from: { kind: "whitelist" }, to: gateway, port: "tcp/80" },
    ]);
    expect(JSON.stringify(built.paths.map((path) => built.stack(path).model))).not.toContain('"internet"');
  });

  test("runs its application in the cluster, and keeps its data on redundant servers", () => {
    const { kubernetes, groups } = built.stack("zorgplein/production").model;
    expect(kubernetes?.workloads.map(({ path, data }) => [path.split("/").at(-1), data])).toEqual([
      ["web", false],
      ["application", false],
      ["letters", false],
      ["retention", false],
      ["gateway-restricted", false],
    ]);
    expect(groups.map(({ path, data, servers }) => [path.split("/").at(-1), data, servers.length])).toEqual([
      ["database", true, 2],
      ["search", true, 3],
    ]);
  });

  test("has three servers that vote, each on a datastore of its own", () => {
    for (const stage of ["development", "test", "acceptance", "production"]) {
      const { servers } = built.stack(`zorgplein/${stage}`).group("search");
      expect(servers.map(({ datastore }) => datastore).toSorted()).toEqual([
        "alk-pure1",
        "alk-pure2",
        "alk-tintri1",
      ]);
    }
  });

  test.each(built.paths.filter((path) => path.startsWith("zorgplein/")))("%s is as it was", (path) => {
    expect(wholeOf(built, path)).toMatchSnapshot();
  });
});
