import { withoutKeys } from "../../../../lib/review/plan/addresses";
import type { Body } from "../../../support/app";

/** What an entry of `resource_changes` may say beside its change. */
export interface Entry {
  readonly address?: string;
  readonly type?: string;
  readonly actions?: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly unknown?: unknown;
  readonly sensitiveBefore?: unknown;
  readonly sensitiveAfter?: unknown;
  /** More of the entry, and of its change. */
  readonly entry?: Body;
  readonly change?: Body;
}

/** An entry of `resource_changes`, an update of a resource of Terraform's own unless told otherwise. */
export function entry({
  address = "terraform_data.one",
  type = withoutKeys(address).split(".").at(-2) ?? "terraform_data",
  actions = ["update"],
  before = null,
  after = null,
  unknown = {},
  sensitiveBefore = false,
  sensitiveAfter = false,
  entry: more = {},
  change = {},
}: Entry): Body {
  return {
    address,
    mode: /(?:^|\.)data\./.test(withoutKeys(address)) ? "data" : "managed",
    type,
    name: address.split(".").at(-1),
    provider_name: "terraform.io/builtin/terraform",
    change: {
      actions,
      before,
      after,
      after_unknown: unknown,
      before_sensitive: sensitiveBefore,
      after_sensitive: sensitiveAfter,
      ...change,
    },
    ...more,
  };
}

/** A plan with these entries, and with what else is said. */
export function planWith(entries: readonly Body[], others: Body = {}): string {
  return JSON.stringify(planBody(entries, others));
}

export function planBody(entries: readonly Body[], others: Body = {}): Body {
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: entries,
    configuration: { root_module: {} },
    timestamp: "2026-11-21T12:00:00Z",
    applyable: true,
    complete: true,
    errored: false,
    ...others,
  };
}
