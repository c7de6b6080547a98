import { Day } from "./day";
import { checkList, checkRecord } from "./declared-list";
import { Mistakes } from "./mistake";
import { checkPerson } from "./person";
import { checkText, textOf } from "./text";

export interface RuleWaiverProps {
  /** Id of the rule whose finding is allowed. */
  readonly rule: string;
  /**
   * The one thing it is allowed for, exactly as the finding names it: `verne-production/vsphere_virtual_machine.web_1`,
   * or `verne/production/web`.
   */
  readonly resource: string;
  /** Why it may be so for a while; at most 200 characters. */
  readonly reason: string;
  /** The person who answers for it, by first and last name. */
  readonly owner: string;
  /** Where the work is that makes an end to it, for example `OPS-123`. */
  readonly ticket: string;
  /** Last day on which it holds, YYYY-MM-DD; at most twelve months away. */
  readonly until: string;
}

/**
 * Leave for one finding of one rule, until a day. Whether that rule and that thing exist is for who judges by rules:
 * here they are names.
 *
 * An end date that cannot be read is kept as it was written, and the waiver holds on no day at all: it may not let
 * anything pass, and it may not keep the report of everything else from being made.
 */
export class RuleWaiver {
  private constructor(
    readonly rule: string,
    readonly resource: string,
    readonly reason: string,
    readonly owner: string,
    readonly ticket: string,
    /** The end date as one printable line, also where it is none. */
    readonly untilText: string,
    /** Last day on which it holds; undefined where that cannot be read. */
    readonly until: Day | undefined,
  ) {}

  /** @throws InvalidError with every mistake in it; an unreadable `until` is none. */
  static of(props: RuleWaiverProps): RuleWaiver {
    const check = new Mistakes();
    const rule = check.attempt("rule", () => checkText("the id of a rule", props.rule));
    const resource = check.attempt("resource", () => checkText("the resource", props.resource, 200));
    const reason = check.attempt("reason", () => checkText("a reason", props.reason, 200));
    const owner = check.attempt("owner", () => checkPerson("the owner of a waiver", props.owner));
    const ticket = check.attempt("ticket", () => checkText("a ticket", props.ticket));
    check.throwIfAny();
    const untilText = printable(textOf(props.until));
    return new RuleWaiver(
      rule as string,
      resource as string,
      reason as string,
      owner as string,
      ticket as string,
      untilText,
      // The mistake is told by a rule, with the text in it.
      new Mistakes().attempt("until", () => Day.parse(untilText)),
    );
  }

  /** The last day counts. */
  holdsOn(day: Day): boolean {
    return this.until !== undefined && !day.isAfter(this.until);
  }

  /** Whether it ends more than twelve months after a day; the same day a year later is still fine. */
  isTooLong(day: Day): boolean {
    return this.until !== undefined && `${this.until}` > yearAfter(day);
  }

  toJSON(): RuleWaiverProps {
    const { rule, resource, reason, owner, ticket, untilText } = this;
    return { rule, resource, reason, owner, ticket, until: untilText };
  }
}

/** The waivers somebody declared; mistakes are noted under `waivers`. */
export function checkRuleWaivers(
  declared: readonly RuleWaiverProps[] | undefined,
  check: Mistakes,
): readonly RuleWaiver[] {
  const example = "[{ rule, resource, reason, owner, ticket, until }]";
  return checkList("waivers", declared, example, check, (props) =>
    RuleWaiver.of(checkRecord("a waiver", props)),
  );
}

/** The same date a year later, to compare with; of a leap day there need not be one. */
function yearAfter(day: Day): string {
  const [year, ...rest] = `${day}`.split("-");
  return [String(Number(year) + 1).padStart(4, "0"), ...rest].join("-");
}

const LONGEST = 80;

/**
 * A text on one line of at most 80 characters. What is not comes in quotes, so that nothing is mended into a day by
 * leaving out what does not belong there. Done twice it is the same as once.
 */
function printable(text: string): string {
  if (text.trim() === text && /^[^\p{C}\u2028\u2029]{1,80}$/u.test(text)) return text;
  const quoted = [...JSON.stringify(text).replace(/[\p{C}\u2028\u2029]/gu, " ")];
  return quoted.length <= LONGEST ? quoted.join("") : `${quoted.slice(0, LONGEST - 1).join("")}…`;
}
