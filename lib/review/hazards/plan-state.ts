import type { Hazard } from "../hazard";
import { shownAction } from "./actions";
import type { PlannedChange, PlannedStack } from "./planned-stack";

/** What a server reads at its first boot and never again. */
const FIRST_BOOT =
  /^extra_config\["?guestinfo\.(metadata|userdata|straat-files\.\d+)(\.encoding)?"?\]$|^clone(\[|\.|$)/;

/** What is wrong with the plan itself, or with what it starts from. */
export function planHazards(plan: PlannedStack): readonly Hazard[] {
  return [
    ...(plan.partial ?? []).map((reason) => partial(plan, reason)),
    ...plan.changes.filter(({ change }) => change.action === "unknown").map((item) => unknown(plan, item)),
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

function unknown({ model: { stack } }: PlannedStack, { change: { address } }: PlannedChange): Hazard {
  return {
    kind: "unknown-action",
    level: "block",
    stack,
    subjects: [address],
    text: `What Terraform would do to ${address} is nothing that is known here, so it may be destroyed.`,
    remedy: "use a Terraform this version of Straat knows",
  };
}

function checkHazards({ model: { stack }, checks = [] }: PlannedStack): readonly Hazard[] {
  return checks.flatMap(({ subject, outcome }): readonly Hazard[] => {
    const common = { kind: "check", stack, subjects: [subject] } as const;
    if (outcome === "failed") {
      const remedy = "mend what the check is about; it says itself what is wrong";
      return [{ ...common, level: "block", text: `${subject} failed.`, remedy }];
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
    text: `${address} is no longer as it was applied: it was ${action === "update" ? "changed" : shownAction(action)} by something else, and this plan depends on it.`,
    remedy: "find out who changed it, and why, before the apply undoes it or builds on it",
  };
}

/** New text for a first boot that was long ago (decision 6). */
function frozen({ model: { stack } }: PlannedStack, { change }: PlannedChange): Hazard | undefined {
  if (change.type !== "vsphere_virtual_machine" || change.action !== "update") return undefined;
  if (!change.attributes.some(({ path }) => FIRST_BOOT.test(path))) return undefined;
  return {
    kind: "drift",
    level: "note",
    stack,
    subjects: [change.address],
    text: `What ${change.address} is told at its first boot changes, and it booted long ago: it stays as it is until it is replaced.`,
    remedy: "raise the generation of one member after the other where running servers need it",
  };
}
