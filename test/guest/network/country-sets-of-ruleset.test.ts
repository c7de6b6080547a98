import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { countrySets } from "../../../lib/guest/network/country-sets";
import { CountryEdge, isRoot, SMALL } from "../../support/country-edge";
import { describeUnless } from "../../support/tool";

describeUnless(
  isRoot ? undefined : "root, for network namespaces",
  "the country sets of the ruleset in use",
  () => {
    let edge: CountryEdge;
    beforeEach(async () => {
      edge = await CountryEdge.with(["NL"], ["NL", "BE"]);
      const { folder, source, ruleset, directory } = edge;
      const { script } = countrySets({ source, ruleset, directory });
      writeFileSync(join(folder, "country-sets"), script, { mode: 0o755 });
      edge.publish(SMALL);
    });
    afterEach(async () => await edge.remove());

    test("are filled as those that are declared, by their names alone", () => {
      expect(edge.run()).toMatchObject({ code: 0, status: { ok: true, counts: { BE: {}, NL: {} } } });
      expect(edge.live).toEqual(edge.wanted(SMALL));
      expect(edge.live.every((set) => !set.isEmpty)).toBe(true);
    });

    test("are others when the ruleset is another: who came is filled, and what went is nobody's file", () => {
      edge.run();
      edge.declare([["BE"]]);
      edge.reload();
      const { status } = edge.run();
      expect(Object.keys(status.counts)).toEqual(["BE"]);
      const { stdout } = edge.exec("nft", ["list", "set", "inet", "straat", "country_be_v4"]);
      expect(stdout).toContain("elements");
      expect(readdirSync(edge.directory).filter((name) => name.endsWith(".nft"))).toEqual([
        "country_be_v4.nft",
        "country_be_v6.nft",
      ]);
    });

    test("are none where the ruleset names no country, and then nothing is fetched", () => {
      writeFileSync(edge.ruleset, "table inet straat {\n}\n");
      edge.publish("damaged");
      const { status, stdout } = edge.exec("sh", [join(edge.folder, "country-sets"), edge.source]);
      expect([status, stdout]).toEqual([0, "the ruleset has no set of countries to fill\n"]);
      expect(existsSync(edge.directory)).toBe(false);
    });
  },
);
