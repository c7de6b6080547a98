import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { Reachability } from "../../lib/network/reachability";
import { buildFleet } from "../support/fleet";
import { describeInLab } from "./support/describe-in-lab";
import { Lab } from "./support/lab";
import { matrixOf, surprises, withPortsOf } from "./support/matrix";
import { modelsOf, pathsOf } from "./support/models";
import { streetNetwork } from "./support/street-network";

jest.setTimeout(90_000);

const STAGES = ["acceptance", "production"];

describeStreet("verne", "platform-amsterdam");
describeStreet("zorgplein", "platform-alkmaar");
describeStreet("buurtbus", "platform-amsterdam");

function describeStreet(client: string, platform: string): void {
  describeInLab(`the street of ${client}, with real packets`, () => {
    const built = buildFleet([client]);
    const models = modelsOf(built, pathsOf(built, client, platform));
    const reach = new Reachability(models);
    const { network, speakers, rulesets } = streetNetwork(built, client, STAGES, platform, reach);
    const cells = matrixOf(speakers, reach, withPortsOf(models));
    const probes = cells.map(({ probe }) => probe);
    let lab: Lab;
    beforeAll(async () => {
      lab = await Lab.create(network);
    });
    afterAll(async () => await lab?.destroy());

    test("is open everywhere while no wall is loaded: the probes can find an open port", async () => {
      const { open } = await lab.measure(probes, { expected: probes.map(() => true) });
      expect(cells.filter((_, index) => !open[index]).map(({ text }) => text)).toEqual([]);
    });

    test("is open and closed exactly where the model says, cell by cell, in both families", async () => {
      const loaded = await lab.loadRulesets(rulesets);
      expect(Object.values(loaded).filter(({ ok }) => !ok)).toEqual([]);
      await lab.forget();
      const { open } = await lab.measure(probes, { expected: cells.map(({ expected }) => expected) });
      expect(surprises(cells, open)).toEqual([]);
      expect(open).toContain(true);
      expect(open).toContain(false);
    });
  });
}
