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
      .model.flows.filter(({ from }) => from.kind !== "group");
    expect(outside).toMatchObject([{ from: { kind: "whitelist" }, port: "tcp/443" }]);
    expect(JSON.stringify(built.paths.map((path) => built.stack(path).model))).not.toContain('"internet"');
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
