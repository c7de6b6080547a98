import { describe, expect, test } from "@jest/globals";
import type { Assessment } from "../../../lib/controls/assessment";
import { evidencePage } from "../../../lib/controls/evidence/evidence-page";
import {
  type EvidenceReport,
  evidenceReport,
  uncheckedIn,
  wrongIn,
} from "../../../lib/controls/evidence/evidence-report";
import { markdown } from "../../../lib/controls/evidence/markdown";
import { PROMISES } from "../../../lib/model/promises";
import { EditableFleet } from "../support/editable-fleet";
import { of, SOME } from "./support/reports";

const HOSTS = "vsphere_compute_cluster_vm_anti_affinity_rule.web_apart-hosts";
const WEB = "verne/production/web";

const untouched = EditableFleet.examples().assess();

function statuses(report: EvidenceReport) {
  return Object.fromEntries(report.promises.map(({ promise, status }) => [promise.id, status]));
}

/** The examples after a change. */
function changed(change: (fleet: EditableFleet) => void): Assessment {
  const fleet = EditableFleet.examples();
  change(fleet);
  return fleet.assess(SOME);
}

function waive(fleet: EditableFleet, until: string): void {
  const waiver = {
    rule: "members-on-different-hosts",
    resource: WEB,
    reason: "the third host comes in March",
    owner: "Sanne Vermeer",
    ticket: "OPS-7",
    until,
  };
  for (const name of fleet.stackNames.filter((stack) => stack.startsWith("verne-")))
    fleet.stack(name).model.waivers = [waiver];
}

describe("the evidence of the untouched examples", () => {
  test("says each promise once, in the sheet's order, for the fleet and for each client", () => {
    const ids = PROMISES.map(({ id }) => id);
    for (const client of [undefined, "verne", "zorgplein", "buurtbus"]) {
      const report = evidenceReport(untouched, client);
      expect(report.promises.map(({ promise }) => promise.id)).toEqual(ids);
      const counted = report.summary.reduce((sum, { promises }) => sum + promises, 0);
      expect(counted).toBe(ids.length);
    }
  });

  test("finds nothing broken and no record missing, and does not call the rest kept", () => {
    const report = evidenceReport(untouched);
    expect(wrongIn(report).map(({ promise }) => promise.id)).toEqual([]);
    expect(statuses(report)).toMatchObject({ "H-03": "kept", "R-07": "on record", "H-01": "on record" });
    // Nobody builds these yet, and that is said.
    const unchecked = uncheckedIn(report).map(({ promise }) => promise.id);
    expect(unchecked).toEqual(expect.arrayContaining(["B-04", "I-02"]));
    expect(unchecked).not.toContain("H-03");
  });

  test("tells what makes a promise true, who checked it, and what they looked at", () => {
    const { realisedBy, rules, figures, promise } = of(evidenceReport(untouched, "verne"), "H-03");
    expect(realisedBy.map(({ path }) => path)).toContain("verne/production");
    const servers = realisedBy.flatMap((stack) => stack.servers);
    expect(servers).toContainEqual({
      name: "verne-production-web-1",
      group: WEB,
      address: "vsphere_virtual_machine.web_1",
      addresses: ["10.20.7.2", "2001:db8:2000:3::102"],
    });
    expect(figures).toEqual([{ name: "redundant members", value: "2" }]);
    expect(promise.controls.length).toBeGreaterThan(0);
    const hosts = rules.find(({ rule }) => rule.id === "members-on-different-hosts");
    expect(hosts?.kept.map(({ subject }) => subject)).toContain(WEB);
    expect(hosts).toMatchObject({ about: "what is made", findings: [], waived: [], notJudged: [] });
  });

  test("tells what stands in a cluster beside servers: who realises B-22 is its workloads", () => {
    const report = evidenceReport(untouched, "zorgplein");
    const { realisedBy } = of(report, "B-22");
    expect(realisedBy.flatMap((stack) => stack.workloads)).toContainEqual({
      path: "zorgplein/production/apps/web",
      kind: "web-service",
      namespace: "zorgplein-production",
      pods: "3 to 8",
      hostnames: ["production.zorgplein.example.nl"],
    });
    const text = markdown(evidencePage(report));
    expect(text).toMatch(/\*\*Realised by:\*\* 4 stacks with 20 servers and 20 workloads: `zorgplein/);
    expect(text).toContain("Workloads of zorgplein/production (5)");
    expect(markdown(evidencePage(evidenceReport(untouched, "verne")))).not.toContain("Workloads of verne");
  });

  test("tells the client's facts, and of the fleet all clients'", () => {
    expect(evidenceReport(untouched, "verne").clients).toEqual([
      expect.objectContaining({
        name: "verne",
        classification: "3 (sensitive)",
        productOwner: "Aouda Fogg",
        team: "Team Passepartout",
        site: "amsterdam",
        backupSite: "alkmaar",
        exposure: "public",
        stages: ["development", "test", "acceptance", "production"],
      }),
    ]);
    expect(evidenceReport(untouched).clients.map(({ name }) => name)).toEqual([
      "buurtbus",
      "verne",
      "zorgplein",
    ]);
  });

  test("of a client is about its own stacks and the platforms it stands on", () => {
    const report = evidenceReport(untouched, "verne");
    const stacks = report.stacks.map(({ name }) => name);
    expect(stacks).toHaveLength(2 + 5);
    const kept = report.rules.flatMap((account) => account.kept);
    const others = kept.filter(
      ({ stack, subject }) =>
        (stack !== undefined && !stacks.includes(stack)) || /zorgplein|buurtbus/.test(subject),
    );
    expect(others).toEqual([]);
  });

  test("is not made of a client that is not there", () => {
    expect(() => evidenceReport(untouched, "nemo")).toThrow("nothing was judged of a client nemo");
  });

  test("is the same of the same", () => {
    expect(evidenceReport(EditableFleet.examples().assess())).toEqual(evidenceReport(untouched));
  });

  test("says what it rests on: what is declared, documents that were not read, rules that had nothing to do", () => {
    const { assumptions } = evidenceReport(untouched, "buurtbus");
    expect(assumptions.join(" ")).toMatch(
      /Nobody looked at a server that runs.*not read.*had nothing to look at/,
    );
    expect(assumptions.join(" ")).not.toContain("Only a part of the house");
    const part = EditableFleet.examples();
    part.facts = { ...part.facts, whole: false };
    expect(evidenceReport(part.assess(SOME)).assumptions.join(" ")).toContain(
      "Only a part of the house was judged",
    );
  });
});

describe("a broken promise", () => {
  const broken = changed((fleet) => fleet.drop("verne-production", HOSTS));

  test("is broken for the client and for the fleet, with what is wrong, where, and what to do", () => {
    for (const client of [undefined, "verne"]) {
      const { status, rules } = of(evidenceReport(broken, client), "H-03");
      expect(status).toBe("broken");
      const [finding] = rules.flatMap(({ findings }) => findings);
      expect(finding).toMatchObject({ rule: "members-on-different-hosts", subject: WEB, level: "error" });
    }
  });

  test("is not broken for another client, and not for promises its rule says nothing of", () => {
    expect(wrongIn(evidenceReport(broken, "zorgplein")).map(({ promise }) => promise.id)).toEqual([]);
    expect(statuses(evidenceReport(broken, "verne"))["V-07"]).toBe("kept");
  });

  test("that a waiver allows is kept with waivers, and the waiver's owner, ticket, reason and end are told", () => {
    const report = evidenceReport(
      changed((fleet) => {
        fleet.drop("verne-production", HOSTS);
        waive(fleet, "2027-03-31");
      }),
      "verne",
    );
    const { status, rules } = of(report, "H-03");
    expect(status).toBe("kept with waivers");
    const waived = rules.flatMap((part) => part.waived);
    expect(waived[0]).toMatchObject({ subject: WEB, waiver: { owner: "Sanne Vermeer", ticket: "OPS-7" } });
    expect(report.waivers).toEqual([
      expect.objectContaining({
        declaredBy: "verne",
        rule: "members-on-different-hosts",
        owner: "Sanne Vermeer",
        reason: "the third host comes in March",
        untilText: "2027-03-31",
        holds: true,
        allows: 1,
      }),
    ]);
  });

  test("that a waiver allowed until yesterday is broken, and the waiver is told as ended", () => {
    const report = evidenceReport(
      changed((fleet) => {
        fleet.drop("verne-production", HOSTS);
        waive(fleet, "2027-01-14");
      }),
      "verne",
    );
    expect(of(report, "H-03").status).toBe("broken");
    expect(report.waivers).toEqual([expect.objectContaining({ holds: false, allows: 0 })]);
  });

  test("is also one that could not be looked at", () => {
    const report = evidenceReport(
      changed((fleet) => {
        fleet.resource("verne-production", "vsphere_virtual_machine.web_1").extra_config = "no map";
      }),
      "verne",
    );
    const unreadable = report.promises
      .flatMap(({ rules }) => rules.flatMap(({ findings }) => findings))
      .filter(({ kind }) => kind === "unreadable");
    expect(unreadable.length).toBeGreaterThan(0);
    expect(of(report, "V-08").status).toBe("broken");
  });
});
