import { describe, expect, test } from "@jest/globals";
import { FORMATS, type FormatName } from "../../../lib/controls/report/formats";
import { ruleNamed } from "../../../lib/controls/rules";
import { EditableFleet } from "../support/editable-fleet";
import { sample } from "./sample";

const names = Object.keys(FORMATS) as FormatName[];

describe("the formats of a report", () => {
  test("are these five", () => {
    expect(names).toEqual(["terminal", "json", "sarif", "junit", "markdown"]);
  });

  test.each(names)("tell the same assessment with the same bytes, up to a last new line: %s", (name) => {
    expect(FORMATS[name](sample())).toBe(FORMATS[name](sample()));
    expect(FORMATS[name](sample())).toMatch(/[^\n]\n$/);
  });

  test.each(names)("tell what is wrong with a real synth: %s", (name) => {
    const rules = [ruleNamed("members-on-different-hosts")];
    const fleet = EditableFleet.examples();
    const before = FORMATS[name](fleet.assess(rules));
    const { resource } = fleet.stack("verne-production").terraform;
    delete resource.vsphere_compute_cluster_vm_anti_affinity_rule;
    const after = FORMATS[name](fleet.assess(rules));
    expect(after).not.toBe(before);
    expect(after).toContain("members-on-different-hosts");
    expect(after).toContain("verne/production/web");
  });
});
