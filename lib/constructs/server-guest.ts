import { backupDocument } from "../guest/backup/backup";
import type { BackupPlanProps } from "../guest/backup/backup-plan";
import { checkLogFiles, type LogFile } from "../guest/logs/log-source";
import { type PatchPlan, patchPlan } from "../guest/patching/patch-plan";
import { WEB_ACCESS_LOG, WEB_ERROR_LOG } from "../guest/software/web";
import type { Weekday } from "../model/maintenance-window";
import { InvalidError, type Mistakes } from "../model/mistake";
import { checkSoftware, isDatabase, Software } from "../model/software";
import type { GroupGuest } from "./documents";
import type { Environment } from "./environment";
import type { House } from "./house";
import { hasOwnRepository, repositoryName } from "./repository-place";

/** What a group of servers does beside being there. */
export interface ServerGuestProps {
  /** What Straat sets up on them: a web server, a database. @default nothing; an application brings what it needs */
  readonly runs?: Software;
  /** Logs an application writes to files. @default none: what runs as a unit logs to the journal, which is sent */
  readonly logs?: readonly LogFile[];
  /** What is backed up beside the usual, and when. @default the usual paths and what `runs` needs, twice a day (B-15) */
  readonly backup?: ServerBackupProps;
  /** The night of each member on which it may restart. @default spread over the window's days */
  readonly nights?: readonly Weekday[];
}

export interface ServerBackupProps extends Omit<BackupPlanProps, "window"> {
  /** More paths that have to be there. @default none */
  readonly paths?: readonly string[];
  /** What can be made anew. @default none */
  readonly excludes?: readonly string[];
}

/** Any recipient: a plan is judged also while nobody is known yet who could read the backups. */
const STAND_IN = "age10ksr4v7mvaeedkzh64nlqfquhw49aqr8pchvefhrcr475zn7kprsyvn0uv";

/** Checks what a group does. Mistakes are noted under their property, and the answer holds a stand-in for what is wrong. */
export function describeGuest(
  environment: Environment,
  group: string,
  props: ServerGuestProps & { readonly members: number; readonly data: boolean },
  check: Mistakes,
): { readonly runs: Software | undefined; readonly guest: GroupGuest } {
  const { client, stage } = environment;
  const runs = props.runs === undefined ? undefined : check.attempt("runs", () => checkSoftware(props.runs));
  check.attempt("runs", () => checkHoldsData(runs, props.data));
  const logs = props.logs ?? [];
  check.attempt("logs", () => checkLogFiles([...logs, ...ownLogs(runs)]));
  check.attempt("backup", () => renderBackup(environment, props.backup, runs, [STAND_IN]));
  const labels = { client: client.name, stage: stage.name, class: client.classification.level };
  return {
    runs,
    guest: {
      labels,
      logFiles: [...logs, ...ownLogs(runs)],
      patches: plan(environment, group, props, check),
      patchPeers: [],
    },
  };
}

/** Who can read the backups of an environment's servers, as age recipients: the other site's repository, and the escrow. */
export function backupRecipients({ client }: Environment, { escrow }: House): readonly string[] {
  const { backupRecipient } = client.backupSite;
  return [...(backupRecipient === undefined ? [] : [backupRecipient]), ...escrow];
}

/** The document `backup` of a group; undefined while nobody is known who could read the backups later. */
export function backupPayload(
  environment: Environment,
  props: ServerBackupProps | undefined,
  runs: Software | undefined,
  house: House,
): string | undefined {
  const recipients = backupRecipients(environment, house);
  return recipients.length === 0 ? undefined : renderBackup(environment, props, runs, recipients);
}

function renderBackup(
  { client }: Environment,
  { paths = [], excludes = [], ...times }: ServerBackupProps = {},
  runs: Software | undefined,
  recipients: readonly string[],
): string {
  const { backupSite } = client;
  return backupDocument({
    repository: String(backupSite.services.backup[0]),
    ...(hasOwnRepository(backupSite) ? { repositoryName: repositoryName(backupSite) } : {}),
    recipients,
    paths,
    excludes,
    databases: isDatabase(runs) ? [runs] : [],
    plan: { ...times, window: client.maintenance },
  });
}

function plan(
  environment: Environment,
  group: string,
  {
    members,
    nights,
    data,
  }: { readonly members: number; readonly nights?: readonly Weekday[]; readonly data: boolean },
  check: Mistakes,
): PatchPlan {
  const { client, stage } = environment;
  const usual = { group, stage, window: client.maintenance, members, data };
  const own = check.attempt("", () => patchPlan({ ...usual, ...(nights === undefined ? {} : { nights }) }));
  return own ?? patchPlan({ ...usual, members: 1 });
}

function checkHoldsData(runs: Software | undefined, data: boolean): void {
  if (!isDatabase(runs) || data) return;
  throw new InvalidError({
    value: runs,
    problem: "is a database on servers without a data disk",
    remedy: "write data: true, or its size: data: { gib: 200 }",
  });
}

/** Logs of what Straat sets up itself. */
function ownLogs(runs: Software | undefined): readonly LogFile[] {
  if (runs !== Software.NGINX) return [];
  return [
    { dataset: "nginx", path: WEB_ACCESS_LOG, kind: "access" },
    // Also about visits: nginx repeats the request in it, whose query is scrubbed as that of a visit.
    { dataset: "nginx-error", path: WEB_ERROR_LOG, kind: "access" },
  ];
}
