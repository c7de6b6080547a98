import { Evidence, type EvidenceProps } from "../../../lib/model/evidence";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

/** Puts documents of one promise in the place of those that are there. */
function put(
  fleet: EditableFleet,
  promise: EvidenceProps["promise"],
  ...days: readonly (readonly [string, string])[]
) {
  const others = fleet.facts.evidence.filter((document) => document.promise !== promise);
  const documents = days.map(([date, until]) =>
    Evidence.of({
      promise,
      statement: "audit",
      owner: "Sanne Vermeer",
      document: "Audit report",
      date,
      until,
    }),
  );
  fleet.facts = { ...fleet.facts, evidence: [...others, ...documents] };
}

describeRule("promises-on-record", {
  judges: ["H-01", "V-01", "R-12"],
  breaches: [
    {
      when: "nothing is on record for a promise",
      change: (fleet) => put(fleet, "H-01"),
      finds: ["H-01"],
      saying: /nothing is on record for H-01/,
    },
    {
      when: "the only document has ended",
      change: (fleet) => put(fleet, "R-12", ["2026-01-01", "2027-01-14"]),
      finds: ["R-12"],
      saying: /Audit report holds from 2026-01-01 until 2027-01-14; today is 2027-01-15/,
    },
    {
      when: "the only document does not hold yet",
      change: (fleet) => put(fleet, "V-06", ["2027-01-16", "2027-12-31"]),
      finds: ["V-06"],
      saying: /from 2027-01-16/,
    },
  ],
  allows: [
    { when: "today is its last day", change: (fleet) => put(fleet, "H-01", ["2026-01-15", "2027-01-15"]) },
    {
      when: "one of two has ended",
      change: (fleet) => put(fleet, "H-01", ["2025-01-01", "2025-12-31"], ["2026-01-15", "2027-12-31"]),
    },
    {
      when: "a part of the house is asked about",
      change: (fleet) => {
        put(fleet, "H-01");
        fleet.facts = { ...fleet.facts, whole: false };
      },
    },
  ],
});

describeRule("evidence-looked-at-yearly", {
  judges: ["V-01: Audit report 2026", "B-19: Restore test 2026"],
  breaches: [
    {
      when: "an audit is to hold for three years",
      change: (fleet) => put(fleet, "V-01", ["2026-01-01", "2028-12-31"]),
      finds: ["V-01: Audit report"],
      saying: /it holds for 1095 days, from 2026-01-01 until 2028-12-31/,
    },
  ],
  allows: [
    {
      when: "it is a year with a leap day",
      change: (fleet) => put(fleet, "B-19", ["2027-01-01", "2028-01-02"]),
    },
    {
      when: "it is about what nobody promised yearly",
      change: (fleet) => put(fleet, "R-10", ["2026-01-01", "2036-01-01"]),
    },
  ],
});
