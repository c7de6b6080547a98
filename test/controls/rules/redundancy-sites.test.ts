import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { ruleNamed } from "../../../lib/controls/rules";
import { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

describeRule("gateway-at-every-site", {
  judges: ["platform-amsterdam", "platform-alkmaar"],
  breaches: [
    {
      when: "a platform has no gateway",
      change: (fleet) => void fleet.stack("platform-alkmaar").model.groups.shift(),
      finds: ["platform-alkmaar"],
      saying: /has 0 VPN gateways/,
    },
    {
      when: "two gateways have one name",
      change(fleet) {
        for (const name of fleet.stackNames) {
          for (const site of [fleet.stack(name).model.site, fleet.stack(name).model.backupSite]) {
            if (site?.name === "alkmaar") site.vpn.endpoint = "vpn-ams.example.nl";
          }
        }
      },
      finds: ["platform-alkmaar", "platform-amsterdam"],
      saying: /is vpn-ams\.example\.nl, and so is that of amsterdam/,
    },
  ],
});

describeRule("two-data-centres", {
  judges: ["fleet"],
  breaches: [
    {
      when: "two sites share a host",
      change(fleet) {
        const { model } = fleet.stack("platform-alkmaar");
        model.site.hosts[0] = "esx1.ams.example.nl";
      },
      finds: ["fleet"],
      saying: /esx1\.ams\.example\.nl is a host of both alkmaar and amsterdam/,
    },
  ],
});

describeRule("site-is-looked-up", {
  judges: ["platform-amsterdam", "platform-alkmaar"],
  breaches: [
    {
      when: "a host is not looked up",
      change(fleet) {
        const { terraform } = fleet.stack("platform-amsterdam");
        const [first] = Object.keys(terraform.data.vsphere_host);
        delete terraform.data.vsphere_host[first as string];
      },
      finds: ["platform-amsterdam"],
      saying: /esx1\.ams\.example\.nl of its site is not looked up/,
    },
    {
      when: "another datastore is looked up",
      change(fleet) {
        const datastore = "data.vsphere_datastore.site_datastore-alk-pure1";
        fleet.resource("platform-alkmaar", datastore).name = "alk-old";
      },
      finds: ["platform-alkmaar"],
      saying: /alk-pure1 of its site is not looked up/,
    },
    {
      when: "another datastore cluster is looked up",
      change(fleet) {
        fleet.resource("platform-amsterdam", "data.vsphere_datastore_cluster.site_storage").name = "ams-slow";
      },
      finds: ["platform-amsterdam"],
      saying: /ams-flash of its site is not looked up/,
    },
  ],
});

describe("what has to be there somewhere", () => {
  const rules = ["gateway-at-every-site", "two-data-centres"].map(ruleNamed);
  const withoutAlkmaar = (whole: boolean) => {
    const fleet = EditableFleet.onServers();
    fleet.facts = { ...fleet.facts, whole, platformsKnown: whole };
    const outputs = fleet.outputs(fleet.stackNames.filter((name) => name !== "platform-alkmaar"));
    const house = fleet.house(outputs);
    return rules.flatMap((rule) =>
      rule.scope === "house"
        ? [...rule.subjects(house)].flatMap((subject) => rule.judge(subject, house) ?? [])
        : [],
    );
  };

  test("is missed when everything is judged: a platform, and the second data centre", () => {
    expect(withoutAlkmaar(true)).toEqual([
      "no platform of alkmaar is declared",
      expect.stringMatching(/^1 of the 2 data centres/),
    ]);
  });

  test("is not missed when some stacks are judged", () => {
    expect(withoutAlkmaar(false)).toEqual([]);
    expect(findingsOf(EditableFleet.onServers().assess(rules))).toEqual([]);
  });
});
