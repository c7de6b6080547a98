import { FIGURES } from "../../../model/promises/figures";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { inner, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";

interface Cluster extends Subject {
  readonly name: string;
}

const WEEK_HOURS = 7 * 24;
const DAY_HOURS = 24;

/** B-15, B-16, H-07, H-08, H-09: what tenants keep in a cluster is kept as what they keep on servers. */
export const clusterIsBackedUp = stackRule<Cluster>({
  id: "cluster-is-backed-up",
  info: `every cluster is backed up every day for ${FIGURES.backupNights} days and every week for ${FIGURES.backupWeeks} weeks, with the data of its volumes, to another site`,
  explanation:
    "Data that lives in a cluster is on its nodes' disks alone. A snapshot stays on the array it was made on, a store of the same site burns with it, and a namespace that was left out is missed on the day it is needed.",
  remedy:
    "give the platform its cluster's backups: two schedules, daily with ttl 504h and weekly with ttl 1008h, snapshotMoveData, and a store of another site",
  promises: ["B-15", "B-16", "H-07", "H-08", "H-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: ({ model, name }) =>
    model.kind === "platform" && model.site.kubernetes !== undefined
      ? [{ id: `${name}/cluster`, name: model.site.name }]
      : [],
  judge({ name }, stack, house) {
    const schedules = ofKind(stack, GROUPS.backups, "Schedule");
    const kept = (nights: number, every: number) =>
      schedules.some((schedule) => ttlOf(schedule) >= nights && longestGap(schedule) <= every);
    const { backupNights, backupWeeks, backupLossHours } = FIGURES;
    return problemsOf(
      unless(kept(backupNights * DAY_HOURS, DAY_HOURS), `nothing is kept every day for ${backupNights} days`),
      unless(
        kept(backupWeeks * WEEK_HOURS, WEEK_HOURS),
        `nothing is kept every week for ${backupWeeks} weeks`,
      ),
      unless(
        schedules.some((schedule) => longestGap(schedule) + moveHours(schedule) <= backupLossHours),
        `more than ${backupLossHours} hours may be lost: from one run to the end of the next`,
      ),
      ...schedules.flatMap((schedule) => wrongSchedule(schedule, name, stack, house)),
      ...ofKind(stack, GROUPS.backups, "BackupStorageLocation")
        .filter(({ object }) => !schedules.some((one) => storeOf(one) === object.name))
        .map(({ object }) => `no schedule goes to ${object.name}, which whoever asks for a backup may name`),
    );
  },
});

function templateOf({ spec }: MadeObject) {
  return inner(spec, "template");
}

function storeOf(schedule: MadeObject): string | undefined {
  return textIn(templateOf(schedule), "storageLocation");
}

function wrongSchedule(
  schedule: MadeObject,
  site: string,
  stack: StackOutput,
  house: House,
): readonly string[] {
  const template = templateOf(schedule);
  const { name } = schedule.object;
  const included = textsIn(template, "includedNamespaces");
  const excluded = textsIn(template, "excludedNamespaces");
  const isSelective = ["labelSelector", "orLabelSelectors"].some((key) => template.has(key));
  const missed = tenantsAt(site, house).filter((tenant) => excluded.includes(tenant));
  return problemsOf(
    unless(included.length === 0 || included.includes("*"), `${name} is about some namespaces only`),
    unless(!isSelective, `${name} is about some objects only`),
    ...missed.map((tenant) => `${name} leaves ${tenant} out`),
    unless(
      template.values.snapshotMoveData === true,
      `${name} leaves data on the array it is on (snapshotMoveData)`,
    ),
    unless(template.values.snapshotVolumes !== false, `${name} leaves volumes out (snapshotVolumes)`),
    unless(schedule.spec.values.paused !== true, `${name} is paused`),
    unless(
      schedule.spec.values.useOwnerReferencesInBackup !== true,
      `what ${name} made goes with it when it is deleted (useOwnerReferencesInBackup)`,
    ),
    ...wrongStore(schedule, storeOf(schedule), site, stack, house),
  );
}

/** A store is called like the site it stands in. */
function wrongStore(
  { object: { name: schedule, namespace } }: MadeObject,
  location: string | undefined,
  site: string,
  stack: StackOutput,
  house: House,
): readonly string[] {
  const store = ofKind(stack, GROUPS.backups, "BackupStorageLocation").find(
    ({ object }) => object.name === location,
  );
  if (store === undefined)
    return [`${schedule} goes to ${location ?? "no store"}, which this stack does not know`];
  const sites = house.platforms.map((platform) => platform.site.name);
  const isKnown = !house.platformsKnown || sites.includes(store.object.name);
  const url = textIn(inner(store.spec, "config"), "s3Url");
  return problemsOf(
    unless(store.object.name !== site && isKnown, `${schedule} goes to ${location}, which is no other site`),
    unless(
      store.object.namespace === namespace,
      `${schedule} and its store are in two namespaces, and Velero reads one`,
    ),
    unless(
      url?.startsWith("https://") === true,
      `${schedule} goes over the network in the clear, or to no address of its own`,
    ),
    unless(inner(store.spec, "objectStorage").has("bucket"), `${schedule} goes to no bucket`),
    unless(
      inner(store.spec, "credential").has("name") && inner(store.spec, "credential").has("key"),
      `${schedule} has no key of its own to its store`,
    ),
    unless(
      (textIn(store.spec, "accessMode") ?? "ReadWrite") === "ReadWrite",
      `${schedule} goes where nothing is written`,
    ),
  );
}

/** Namespaces of clients in the cluster of a site. */
function tenantsAt(site: string, { models }: House): readonly string[] {
  return models
    .filter((model) => model.kind === "environment" && model.site.name === site)
    .flatMap(({ kubernetes }) => (kubernetes?.namespaces ?? []).map(({ name }) => name));
}

/** For how many hours a schedule's backups are kept. */
function ttlOf(schedule: MadeObject): number {
  return hoursIn(schedule, "ttl", textIn(templateOf(schedule), "ttl") ?? "720h0m0s");
}

/** For how many hours a run may go on moving data. */
function moveHours(schedule: MadeObject): number {
  return hoursIn(
    schedule,
    "itemOperationTimeout",
    textIn(templateOf(schedule), "itemOperationTimeout") ?? "4h",
  );
}

function hoursIn({ object }: MadeObject, key: string, text: string): number {
  const [whole, hours = "0", minutes = "0"] = /^(?:(\d+)h)?(?:(\d+)m)?(?:\d+s)?$/.exec(text) ?? [];
  if (whole === undefined || whole === "")
    throw new Unreadable(`${object.address} has ${text} for its ${key}`);
  return Number(hours) + Number(minutes) / 60;
}

/** Hours between two runs at the most. @throws Unreadable for a schedule of another form than these */
function longestGap({ object, spec }: MadeObject): number {
  const schedule = spec.text("schedule");
  const [, hours = "", weekday = ""] = /^[0-5]?\d ([\d,]+) \* \* (\*|[0-7])$/.exec(schedule) ?? [];
  const times = hours
    .split(",")
    .map(Number)
    .sort((one, other) => one - other);
  const [first = Number.NaN] = times;
  if (weekday === "" || times.some((hour) => !(hour >= 0 && hour < 24))) {
    throw new Unreadable(`${object.address} runs at ${schedule}, which is neither every day nor every week`);
  }
  if (weekday !== "*") return WEEK_HOURS;
  return Math.max(...times.map((hour, index) => (times[index + 1] ?? first + DAY_HOURS) - hour));
}
