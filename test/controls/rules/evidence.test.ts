import { Evidence } from "../../../lib/model/evidence";
import type { PromiseId } from "../../../lib/model/promises";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const AMSTERDAM = "platform-amsterdam";
const KEPT_THERE: readonly PromiseId[] = ["B-15", "B-17", "B-19", "H-09"];

function teamTech(...names: readonly string[]) {
  return (fleet: EditableFleet) => {
    fleet.facts = { ...fleet.facts, teamTech: names };
  };
}

/** The repository of Amsterdam is somebody else's, with documents of some promises. */
function elsewhere(promises: readonly PromiseId[], until = "2027-12-01") {
  return (fleet: EditableFleet) => {
    const { model } = fleet.stack(AMSTERDAM);
    model.groups = model.groups.filter(({ role }: { role: string }) => role !== "backup-repository");
    const evidence = promises.map((promise) =>
      Evidence.of({
        promise,
        statement: "kept as agreed",
        owner: "Another house",
        document: "Service description",
        date: "2026-12-01",
        until,
      }),
    );
    const others = fleet.facts.evidence.filter(({ promise }) => !KEPT_THERE.includes(promise));
    fleet.facts = { ...fleet.facts, evidence: [...others, ...evidence] };
  };
}

describeRule("team-tech-can-approve", {
  judges: ["fleet"],
  breaches: [
    {
      when: "one is left",
      change: teamTech("Sanne Vermeer"),
      finds: ["fleet"],
      saying: /^Sanne Vermeer is named, so nobody/,
    },
    { when: "nobody is named", change: teamTech(), finds: ["fleet"], saying: /^nobody is named/ },
    {
      when: "one of them is there twice",
      change: teamTech("Sanne Vermeer", "Omar Bakker", "Sanne Vermeer"),
      finds: ["fleet"],
      saying: /^somebody is named twice$/,
    },
  ],
  allows: [{ when: "one of three has left", change: teamTech("Sanne Vermeer", "Omar Bakker") }],
});

describeRule("team-tech-is-complete", {
  judges: ["fleet"],
  breaches: [
    {
      when: "one of three has left",
      change: teamTech("Sanne Vermeer", "Omar Bakker"),
      finds: ["fleet"],
      saying: /^2 are named: Sanne Vermeer, Omar Bakker$/,
    },
  ],
  allows: [{ when: "so few are left that another rule tells", change: teamTech("Sanne Vermeer") }],
});

describeRule("foreign-backups-on-record", {
  judges: [],
  breaches: [
    {
      when: "a repository is somebody else's, and nobody says how it keeps backups",
      change: elsewhere([]),
      finds: [AMSTERDAM],
      saying: /^nothing is on record for B-15$/,
    },
    {
      when: "of one promise nothing is on record",
      change: elsewhere(["B-15", "B-19", "H-09"]),
      finds: [AMSTERDAM],
      saying: /^nothing is on record for B-17$/,
    },
    {
      when: "the documents have ended",
      change: elsewhere(KEPT_THERE, "2027-01-14"),
      finds: [AMSTERDAM],
      saying: /^what is on record for B-15 does not hold today$/,
    },
  ],
  allows: [{ when: "its owner wrote all of it down", change: elsewhere(KEPT_THERE) }],
});
