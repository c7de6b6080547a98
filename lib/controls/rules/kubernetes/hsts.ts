import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner } from "../../subjects/kubernetes/fields";
import { isRedirect } from "../../subjects/kubernetes/gateways";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import type { Fields } from "../../terraform/fields";

/** A year, in seconds. */
const AGE_MIN = 31_536_000;
const HEADER = "strict-transport-security";

/** V-10: a browser that was here once never asks in the clear again (Stb. 2023, 179). */
export const hsts = stackRule<MadeObject>({
  id: "hsts",
  info: "every answer of an exposed service tells browsers to come over HTTPS alone, for a year",
  explanation:
    "A redirect comes after the first request, and that one goes in the clear to whoever sits between. Public bodies have to send this header by law.",
  remedy:
    "give every rule of the route a ResponseHeaderModifier that sets Strict-Transport-Security to max-age=31536000",
  promises: ["V-10"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => ofKind(stack, GROUPS.gateway, "HTTPRoute").filter((route) => !isRedirect(route)),
  judge({ spec }) {
    const rules = spec.blocks("rules");
    const without = rules.filter((rule) => ageOf(rule) < AGE_MIN);
    if (rules.length === 0) return "it has no rules, and answers nothing";
    return without.length === 0
      ? undefined
      : `${without.length} of its ${rules.length} rules do not keep browsers to HTTPS for a year`;
  },
});

/** For how many seconds; 0 where nothing is sent. `set` overwrites what the application says itself, `add` does not. */
function ageOf(rule: Fields): number {
  const [header] = rule
    .blocks("filters")
    .filter((filter) => filter.text("type") === "ResponseHeaderModifier")
    .flatMap((filter) => inner(filter, "responseHeaderModifier").blocks("set"))
    .filter((one) => one.text("name").toLowerCase() === HEADER);
  const [, age = "0"] = /(?:^|;)\s*max-age=(\d+)/.exec(header?.text("value") ?? "") ?? [];
  return Number(age);
}
