import { InvalidError, Mistakes } from "../../model/mistake";
import { checkName } from "../../model/name";

/** A log that an application writes to files of its own, instead of to the journal. */
export interface LogFile {
  /** Which log it is, for example `nginx`: a name, and the source under which its silence is told. */
  readonly dataset: string;
  /** Absolute, below `/var/log` or `/srv`; the last part may hold `*`, for example `/srv/zorg/log/*.log`. */
  readonly path: string;
  /** `access` for a log of visits in the common or combined format, `application` for any other (B-01). */
  readonly kind: "access" | "application";
}

/** Sources every server has (B-01, B-13, B-20). */
export const SYSTEM_SOURCES = ["journal", "firewall", "audit", "metrics"] as const;

/** Names of datasets that are taken: what the system itself writes is told apart by them. */
const TAKEN: readonly string[] = [...SYSTEM_SOURCES, "system", "auth", "heartbeat", "alarm"];

/**
 * How long a source may be silent before the central stack raises the alarm, in minutes (B-02). Each gives a sign each
 * minute, so this bears some restarts and a change of collector.
 */
export const SILENCE_MINUTES = 10;

/** Of one server, what has to be heard of within {@link SILENCE_MINUTES}. */
export interface DeadManRule {
  readonly host: string;
  readonly source: string;
  readonly minutes: number;
  /** What the sign looks like, in the query language of Kibana (KQL). */
  readonly query: string;
}

/** The sources of a server with these files, in a fixed order; each has a heartbeat. */
export function expectedSources({ files = [] }: { readonly files?: readonly LogFile[] }): readonly string[] {
  return [...SYSTEM_SOURCES, ...files.map(({ dataset }) => dataset).sort()];
}

/** One rule for each source of each server: no heartbeat means that its logs do not arrive either (B-02). */
export function deadManRules(props: {
  readonly hosts: readonly string[];
  readonly files?: readonly LogFile[];
}): readonly DeadManRule[] {
  return props.hosts.flatMap((host) =>
    expectedSources(props).map((source) => ({
      host,
      source,
      minutes: SILENCE_MINUTES,
      query: `event.dataset: "heartbeat" and host.name: "${host}" and labels.source: "${source}"`,
    })),
  );
}

/**
 * Judges the log files of a server.
 *
 * @throws InvalidError with every mistake in them, under `files[<n>]`
 */
export function checkLogFiles(files: readonly LogFile[]): void {
  const check = new Mistakes();
  for (const [index, { dataset, path, kind }] of files.entries()) {
    const earlier = files.slice(0, index);
    check.attempt(`files[${index}].dataset`, () => checkDataset(dataset, earlier));
    check.attempt(`files[${index}].path`, () => checkPath(path, earlier));
    check.attempt(`files[${index}].kind`, () => checkKind(kind));
  }
  check.throwIfAny();
}

function checkDataset(dataset: string, earlier: readonly LogFile[]): void {
  checkName("a log", dataset);
  const isTwice = earlier.some((other) => other.dataset === dataset);
  if (!isTwice && !TAKEN.includes(dataset)) return;
  throw new InvalidError({
    value: dataset,
    problem: isTwice ? "is the name of two logs" : "is the name of a log that every server has",
    remedy: `write for example ${dataset}-app`,
  });
}

function checkKind(kind: string): void {
  if (kind === "access" || kind === "application") return;
  throw new InvalidError({
    value: JSON.stringify(kind),
    problem: "is no kind of log file (B-01)",
    remedy: "write access for a log of visits, application for any other",
  });
}

function checkPath(path: string, earlier: readonly LogFile[]): void {
  const other = earlier.find((file) => typeof file.path === "string" && overlaps(file.path, path));
  if (isLogPath(path) && other === undefined) return;
  throw new InvalidError({
    value: JSON.stringify(path),
    problem:
      other === undefined
        ? "is not the path of a log: below /var/log or /srv, of letters, digits, dots, hyphens and underscores"
        : `names files that ${other.path} names too, and their lines would arrive twice`,
    remedy: "write for example /var/log/nginx/access.log, or /srv/zorg/log/*.log",
  });
}

/** The journal and the audit are sources already; what is hidden, or leads up and out again, is no log. */
function isLogPath(path: string): boolean {
  return (
    /^\/(var\/log|srv)(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\/[A-Za-z0-9_*-][A-Za-z0-9._*-]*$/.test(path) &&
    path.length <= 200 &&
    !/^\/var\/log\/(journal|audit)(\/|$)|[*]{2}/.test(path)
  );
}

/** Whether some name of a file fits both paths; a star stands for any number of characters, none of them a slash. */
function overlaps(one: string, other: string): boolean {
  const folder = (path: string) => path.slice(0, path.lastIndexOf("/"));
  return (
    folder(one) === folder(other) &&
    fitsBoth(one.slice(folder(one).length), other.slice(folder(other).length))
  );
}

function fitsBoth(one: string, other: string): boolean {
  if (one === "" || other === "") return /^[*]*$/.test(one + other);
  if (one[0] === "*") return fitsBoth(one.slice(1), other) || fitsBoth(one, other.slice(1));
  if (other[0] === "*") return fitsBoth(other, one);
  return one[0] === other[0] && fitsBoth(one.slice(1), other.slice(1));
}
