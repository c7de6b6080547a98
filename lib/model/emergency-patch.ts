import { Day } from "./day";
import { InvalidError, Mistakes } from "./mistake";
import { checkName } from "./name";
import { checkPerson } from "./person";
import { FIGURES } from "./promises/figures";
import { checkText, shownValue, textOf } from "./text";

export interface EmergencyPatchProps {
  /** The leak, as its advisory is called: `CVE-2027-12345`, `DSA-5900-1`. A server patches once for each. */
  readonly id: string;
  /** Why it does not wait for the window. */
  readonly reason: string;
  /** The person of team Tech who declares it, by first and last name. */
  readonly owner: string;
  /** The day on which team Tech approved it, YYYY-MM-DD. */
  readonly approvedOn: string;
  /** Last day on which a server may still start it, YYYY-MM-DD; at most a week later. */
  readonly until: string;
  /** Where: a client (`verne`), one server group of it (`verne/web`), or `everywhere`. At least one. */
  readonly where: readonly string[];
}

/** What stands for every group of every client; it has to be written, because absence never widens. */
const EVERYWHERE = "everywhere";

/**
 * Leave of team Tech to patch servers outside the maintenance window, for one leak (C1): windows alone leave a leak of
 * Friday morning open until Monday (68 hours, 69 when the clocks are put back), and the sheet promises 24 (I-04).
 *
 * It travels in the document `patch` of the groups it covers. Members go one after another, each in its own turn, and
 * each once; who declared it and why is in their report.
 */
export class EmergencyPatch {
  private constructor(
    readonly id: string,
    readonly reason: string,
    readonly owner: string,
    readonly approvedOn: Day,
    readonly until: Day,
    readonly where: readonly string[],
  ) {}

  /** @throws InvalidError with every mistake in it. */
  static of(props: EmergencyPatchProps): EmergencyPatch {
    const check = new Mistakes();
    const id = check.attempt("id", () => checkId(textOf(props.id)));
    const reason = check.attempt("reason", () => checkText("a reason", props.reason));
    const owner = check.attempt("owner", () =>
      checkPerson("the person of team Tech who declares an emergency (C1)", props.owner),
    );
    const approvedOn = check.attempt("approvedOn", () => Day.parse(textOf(props.approvedOn)));
    const until = check.attempt("until", () => checkUntil(Day.parse(textOf(props.until)), approvedOn));
    const where = check.attempt("where", () => checkWhere(props.where));
    check.throwIfAny();
    return new EmergencyPatch(
      id as string,
      reason as string,
      owner as string,
      approvedOn as Day,
      until as Day,
      where as readonly string[],
    );
  }

  covers(client: string, group: string): boolean {
    return this.where.some((place) => [EVERYWHERE, client, `${client}/${group}`].includes(place));
  }

  holdsOn(day: Day): boolean {
    return !this.approvedOn.isAfter(day) && !day.isAfter(this.until);
  }

  toJSON() {
    const { id, reason, owner, approvedOn, until, where } = this;
    return { id, reason, owner, approvedOn, until, where };
  }
}

/** The id is also the name of a file on servers. */
function checkId(text: string): string {
  if (/^[A-Z][A-Z0-9]{1,9}(-[A-Z0-9]{1,10}){1,3}$/.test(text)) return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: "is not the name of an advisory: capitals, digits and hyphens",
    remedy: "write for example CVE-2027-12345 or DSA-5900-1",
  });
}

function checkUntil(until: Day, approvedOn: Day | undefined): Day {
  const days = approvedOn?.daysUntil(until) ?? 0;
  if (days >= 0 && days <= FIGURES.emergencyDays) return until;
  throw new InvalidError({
    value: `${until}`,
    problem:
      days < 0
        ? `ends before it was approved, on ${approvedOn}`
        : `is ${days} days after it was approved, on ${approvedOn}; that is no emergency (C1)`,
    remedy: `write a day from then to ${FIGURES.emergencyDays} days later; the windows do the rest`,
  });
}

function checkWhere(places: unknown): readonly string[] {
  if (!Array.isArray(places) || places.length === 0) {
    throw new InvalidError({
      value: shownValue(places),
      problem: "an emergency without a place patches nothing",
      remedy: `write clients, groups like verne/web, or ${EVERYWHERE}`,
    });
  }
  const check = new Mistakes();
  for (const [index, place] of places.entries()) {
    check.attempt(`[${index}]`, () => checkPlace(textOf(place)));
  }
  check.throwIfAny();
  return [...new Set(places as string[])].sort();
}

function checkPlace(place: string): void {
  const [client = "", group, ...more] = place.split("/");
  checkName("a client", client);
  if (group !== undefined) checkName("a server group", group);
  if (more.length === 0) return;
  throw new InvalidError({
    value: JSON.stringify(place),
    problem: "is neither a client nor a server group of one",
    remedy: "write for example verne or verne/web",
  });
}
