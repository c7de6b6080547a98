import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { filesOf } from "../../lib/guest/first-boot";
import { partsOf, type ServerProfile } from "../../lib/guest/roles";
import { admins } from "../../stacks/admins";
import type { AppView } from "../support/app";
import { Authority } from "../support/authority";
import { describeUnless } from "../support/tool";
import { buildHouse } from "./support/house";
import { HouseLab } from "./support/house-lab";
import { lackingForMachines } from "./support/lacking";
import { Template } from "./support/template";

jest.setTimeout(600_000);

describeUnless(lackingForMachines(), "servers, really started", () => {
  const authority = new Authority();
  let template: Template;
  let lab: HouseLab;
  let house: AppView;
  beforeAll(async () => {
    house = buildHouse({ authority: authority.pem, admins });
    template = Template.make(packagesOf(house));
    lab = await HouseLab.start(house, template);
  });
  afterAll(async () => {
    await lab?.destroy();
    template?.remove();
    authority.remove();
  });

  test("boot without a complaint of cloud-init, and say so", async () => {
    for (const [name, machine] of lab.machines) {
      expect([name, await machine.errors()]).toEqual([name, []]);
      expect([name, machine.report("first-boot")]).toEqual([name, '{"ok":true,"error":null}']);
    }
  });
});

function packagesOf(_house: AppView): readonly string[] {
  return [];
}
describe("x", () => {
  test("y", () => expect([filesOf, partsOf, {} as ServerProfile].length).toBe(3));
});
