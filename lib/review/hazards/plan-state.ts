import { clip, oneLine } from "../../controls/report/text";
import type { Hazard } from "../hazard";
import { shownAction } from "./actions";
import { changedKeys } from "./changed-keys";
import type { PlannedChange, PlannedStack } from "./planned-stack";

/** What a server reads at its first boot and never again. */
const FIRST_BOOT =
  /^extra_config\["?guestinfo\.(metadata|userdata|straat-files\.\d+)(\.encoding)?"?\]$|^clone(\[|\.|$)/;
/** Attributes in which any of that may stand. */
const FIRST_BOOT_KEYS = ["extra_config", "clone"];

/** Most characters of what a check says. */
const PROBLEM_MAX = 240;

/** What is wrong with the plan itself, or with what it starts from. */
export function planHazards(plan: PlannedStack): readonly Hazard[] {
  return [
    ...(plan.partial ?? []).map((reason) => partial(plan, reason)),
    ...plan.changes.filter(({ change }) => change.action === "unknown").map((item) => unknown(plan, item)),
    ...plan.changes
      .filter(({ isToldInSecret, after }) => isToldInSecret && after !== undefined)
      .map((item) => hidden(plan, item)),
    ...checkHazards(plan),
    ...(plan.drift ?? []).map((item) => drifted(plan, item)),
    ...plan.changes.flatMap((item) => frozen(plan, item) ?? []),
  ];
}

function partial({ model: { stack } }: PlannedStack, reason: string): Hazard {
  return {
    kind: "partial",
    level: "block",
    stack,
    subjects: [],
    text: `The plan of ${stack} is not whole: ${reason}.`,
    remedy: "plan without -target and without deferral",
  };
}

function unknown({ model: { stack } }: PlannedStack, { change }: PlannedChange): Hazard {
  const { address, reason } = change;
  return {
    kind: "unknown-action",
    level: "block",
    stack,
    subjects: [address],
    text: `What Terraform would do to ${address} is nothing that is known here, so it may be destroyed${reason === undefined ? "." : `: ${reason}.`}`,
    remedy: "use a Terraform this version of Straat knows, and a plan as it wrote it",
  };
}

/** A digest holds no secret: what is hidden may be another thing when it is applied. */
function hidden({ model: { stack } }: PlannedStack, { change: { address } }: PlannedChange): Hazard {
  return {
    kind: "unknown-action",
    level: "team-tech",
    stack,
    subjects: [address],
    text: `What ${address} is told (extra_config) is marked sensitive: nobody sees it change, and the digest does not hold it.`,
    remedy: "take the mark away; no secret belongs there",
  };
}

function checkHazards({ model: { stack }, checks = [] }: PlannedStack): readonly Hazard[] {
  return checks.flatMap(({ subject, outcome, problems = [] }): readonly Hazard[] => {
    const common = { kind: "check", stack, subjects: [subject] } as const;
    if (outcome === "failed") {
      const said = problems.map((problem) => clip(oneLine(problem).trim(), PROBLEM_MAX)).join("; ");
      const text = `${subject} failed${said === "" ? "." : `: ${said}`}`;
      return [{ ...common, level: "block", text, remedy: "mend what the check is about" }];
    }
    if (outcome === "passed") return [];
    const text = `${subject} is not proven: it is about something that only the apply will know.`;
    return [{ ...common, level: "team-tech", text, remedy: "look at it after the apply" }];
  });
}

function drifted({ model: { stack } }: PlannedStack, { change }: PlannedChange): Hazard {
  const { address, action } = change;
  return {
    kind: "drift",
    level: "team-tech",
    stack,
    subjects: [address],
    text:
      action === "delete"
        ? `${address} is no longer there: something else destroyed it.`
        : `${address} is no longer as it was applied: it was ${action === "update" ? "changed" : shownAction(action)} by something else, and this plan rests on that or undoes it.`,
    remedy: "find out who changed it, and why, before the apply undoes it or builds on it",
  };
}

/** New text for a first boot that was long ago (decision 6). */
function frozen(plan: PlannedStack, item: PlannedChange): Hazard | undefined {
  const { change } = item;
  if (change.type !== "vsphere_virtual_machine" || change.action !== "update") return undefined;
  // What changes in full is shown of few servers, and takes long to work out.
  if (!changedKeys(plan, item).some((key) => FIRST_BOOT_KEYS.includes(key))) return undefined;
  if (!change.attributes.some(({ path }) => FIRST_BOOT.test(path))) return undefined;
  return {
    kind: "drift",
    level: "note",
    stack: plan.model.stack,
    subjects: [change.address],
    text: `What ${change.address} is told at its first boot changes, and it booted long ago: it stays as it is until it is replaced.`,
    remedy: "raise the generation of one member after the other where running servers need it",
  };
}
