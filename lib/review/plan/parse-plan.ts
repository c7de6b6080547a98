import { isObject } from "../../controls/terraform/fields";
import { InvalidError } from "../../model/mistake";
import { type Json, objectsIn } from "./json";

/** The one major version of the plan format whose meaning is known; a later minor one adds keys. */
const FORMAT = /^1(\.\d+)*$/;

/** What to do about most of what is wrong with a plan. */
export const ANEW = "make it anew: terraform plan -out=PLAN, then terraform show -json PLAN";

/** How a file of `terraform plan -out` begins: it is an archive. */
const ARCHIVE = "PK\u0003\u0004";
/** What `terraform plan` and `terraform show` print for people, with or without colours. */
const FOR_PEOPLE =
  /Terraform (?:will perform|used the selected|planned the following)|OpenTofu (?:will perform|used the selected|planned the following)|No changes\. Your infrastructure|^Plan: \d+ to /m;

/**
 * Reads what `terraform show -json PLAN` wrote. Keys that nobody here knows are left alone; a partial plan is read, and is for the
 * caller to refuse.
 *
 * @param where for people, such as the file's path
 * @throws InvalidError for what is not JSON, cut short, no plan, of a format nobody here knows, or of a run that failed
 */
export function parsePlan(text: string, where: string): Json {
  const refuse = (problem: string, remedy = ANEW) => new InvalidError({ value: where, problem, remedy });
  const plan = parsed(text, refuse);
  if (!isObject(plan)) throw refuse("is JSON, but no plan");
  if (!isObject(plan.planned_values)) throw refuse(whatElse(plan));
  const version = String(plan.format_version);
  if (!FORMAT.test(version)) {
    throw refuse(
      `is a plan of format ${/^[\w.-]{1,20}$/.test(version) ? version : "(unreadable)"}, which nobody here knows`,
      "use a Terraform this version of Straat knows",
    );
  }
  if ((plan.errored ?? false) !== false) {
    throw refuse(
      "is the plan of a run that ended in an error, so things are missing in it",
      "mend what terraform plan complained about, and make the plan anew",
    );
  }
  checkLists(plan, refuse);
  return plan;
}

/** Lists of a plan that somebody here reads; what is in them is never left out in silence. */
const LISTS = [
  ...["resource_changes", "resource_drift", "deferred_changes", "checks"],
  ...["action_invocations", "deferred_action_invocations", "relevant_attributes"],
];

function checkLists(plan: Json, refuse: Refuse): void {
  for (const key of LISTS) {
    const list = plan[key] ?? [];
    if (!Array.isArray(list) || !list.every(isObject)) throw refuse(`has ${key} that cannot be read`);
  }
  const outputs = plan.output_changes ?? {};
  if (!isObject(outputs) || !Object.values(outputs).every(isObject)) {
    throw refuse("has output_changes that cannot be read");
  }
  for (const key of ["resource_changes", "resource_drift"]) checkOnce(objectsIn(plan[key]), refuse);
}

/** Terraform tells of each thing once; of two entries one would be looked up, and the other never seen. */
function checkOnce(entries: readonly Json[], refuse: Refuse): void {
  const seen = new Set<string>();
  for (const { address, deposed } of entries) {
    const key = `${address} ${deposed}`;
    if (seen.has(key)) throw refuse("tells two things of one address, so one of them would go unseen");
    seen.add(key);
  }
}

type Refuse = (problem: string, remedy?: string) => InvalidError;

function parsed(text: string, refuse: Refuse): unknown {
  // Some shells put a mark of the byte order before what they write to a file.
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    const plan: unknown = JSON.parse(json);
    return LONG_NUMBER.test(json) ? exactly(json, plan) : plan;
  } catch {
    throw refuse(...whyNotJson(json));
  }
}

function whyNotJson(text: string): [problem: string, remedy?: string] {
  if (text.trim() === "") return ["is empty"];
  if (text.startsWith(ARCHIVE)) {
    return [
      "is the plan itself, which only Terraform reads",
      "let Terraform tell it: terraform show -json PLAN",
    ];
  }
  const head = text.slice(0, 100_000);
  if (/^\s*\{"@level":/.test(head)) {
    return ["is the log of a run with -json, not its plan"];
  }
  if (FOR_PEOPLE.test(head)) {
    return ["is a plan as text, for people", "let Terraform tell it as JSON: terraform show -json PLAN"];
  }
  if (/^\s*\{/.test(head) && !text.trimEnd().endsWith("}")) {
    return ["is cut short: it begins as JSON and does not end"];
  }
  return ["is not JSON, so it is no plan that terraform show -json wrote"];
}

function whatElse(json: Json): string {
  if ("lineage" in json || "serial" in json || "values" in json) return "is a state, not a plan";
  if ("provider_schemas" in json) return "tells schemas of providers, and is no plan";
  if ("resource" in json || "terraform" in json) return "is what Terraform is given, not what it plans";
  if (Object.keys(json).join() === "format_version") return "is a state with nothing in it, not a plan";
  return "is JSON, but no plan";
}

/**
 * A number of so many digits that JavaScript may round it, so that two of them would look alike: behind a key, or in a list. Texts have
 * an e between digits in each address of a card (`00:50:56,8e:12`), but no end of a value behind it; a text that looks so all the same
 * only takes longer.
 */
const LONG_NUMBER = /(?:":|[[,])\s*-?\d(?:[\d.]{15}|[\d.]*[eE][+-]?\d+\s*[,\]}])/;

/** Whether JavaScript takes a number for another one, or may. */
function isInexact(token: string): boolean {
  const isLong = token.replace(/\D/g, "").length >= 16;
  if (!isLong && (!/[eE]/.test(token) || Number.isSafeInteger(Number(token)))) return false;
  return String(Number(token)) !== token;
}

const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** With such numbers as the texts they were written as. It takes several times as long, and next to no plan has any. */
function exactly(json: string, plan: unknown): unknown {
  let isOther = false;
  const quoted = json.replace(TEXT_OR_NUMBER, (token) => {
    if (token.startsWith('"') || !isInexact(token)) return token;
    isOther = true;
    return `"${token}"`;
  });
  return isOther ? JSON.parse(quoted) : plan;
}
