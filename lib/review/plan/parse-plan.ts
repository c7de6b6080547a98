import { isObject } from "../../controls/terraform/fields";
import { InvalidError } from "../../model/mistake";
import type { Json } from "./json";

/** The one major version of the plan format whose meaning is known. */
const FORMAT_MAJOR = "1";

const ANEW = "make it anew: terraform plan -out=PLAN, then terraform show -json PLAN";

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
  if (version.split(".")[0] !== FORMAT_MAJOR) {
    throw refuse(
      `is a plan of format ${version}, which nobody here knows`,
      "use a Terraform this version of Straat knows",
    );
  }
  if (plan.errored === true) {
    throw refuse(
      "is the plan of a run that ended in an error, so things are missing in it",
      "mend what terraform plan complained about, and make the plan anew",
    );
  }
  for (const key of ["resource_changes", "resource_drift", "deferred_changes", "checks"]) {
    const list = plan[key] ?? [];
    if (!Array.isArray(list) || !list.every(isObject)) throw refuse(`has ${key} that cannot be read`);
  }
  return plan;
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

/** Something that stands where a value may, and may be a whole number that JavaScript rounds, so that two of them would look alike. */
const LONG_NUMBER = /[:,[]\s*-?(?:\d{16}|\d[\d.]*[eE])/;

function isInexact(number: number): boolean {
  return Number.isInteger(number) && !Number.isSafeInteger(number);
}

const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** With such numbers as the texts they were written as. It takes several times as long, and next to no plan has any. */
function exactly(json: string, plan: unknown): unknown {
  let isOther = false;
  const quoted = json.replace(TEXT_OR_NUMBER, (token) => {
    if (token.startsWith('"') || !isInexact(Number(token))) return token;
    isOther = true;
    return `"${token}"`;
  });
  return isOther ? JSON.parse(quoted) : plan;
}
