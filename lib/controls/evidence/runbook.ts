import type { Day } from "../../model/day";
import type { GroupRecord, ModelFile, ServerRole } from "../../model/model-file";
import { FIGURES, type PromiseId } from "../../model/promises";
import { stackPath } from "../../model/stack-path";
import { Stage } from "../../model/stage";
import type { Assessment } from "../assessment";
import type { House } from "../house";
import { clientFacts } from "./facts";
import { restoreOrder } from "./restore-order";
import { type RestoredTenant, restoredTenant } from "./restore-tenant";
import { Scope } from "./scope";

/** What to do after a disaster, in order, as it follows from what is declared (B-18, H-10, H-11). */
export interface Runbook {
  readonly day: Day;
  readonly client: string | undefined;
  readonly title: string;
  /** In the order in which they are done. */
  readonly phases: readonly Phase[];
  /** Ids of rules that look at what its stacks have to be again. */
  readonly rules: readonly string[];
  readonly contacts: readonly Contact[];
  /** Documents on record about disasters, restoring and incidents. */
  readonly documents: House["evidence"];
  /** How much is lost at worst, in hours (H-07). */
  readonly worstLossHours: number;
  /** For how many nights and weeks backups are kept (B-15). */
  readonly nights: number;
  readonly weeks: number;
}

/** What can begin when all before it is back. */
export interface Phase {
  readonly title: string;
  /** Why it is at this place in the order. */
  readonly why: string;
  /** Stacks that are applied in it, in their order; none where an earlier phase has applied them. */
  readonly stacks: readonly PhaseStack[];
  readonly groups: readonly Restored[];
  /** What stages have in clusters. */
  readonly tenants: readonly RestoredTenant[];
}

export interface PhaseStack {
  readonly name: string;
  readonly path: string;
}

/** A group of servers that comes back. */
export interface Restored {
  readonly path: string;
  readonly stack: string;
  readonly role: ServerRole;
  readonly runs: GroupRecord["runs"];
  readonly servers: readonly string[];
  /** The same in Terraform state. */
  readonly addresses: readonly string[];
  /** Whether it holds what would be lost: it has to be restored, or its loss dealt with. */
  readonly isStateful: boolean;
  /** Groups that are back before it, because it connects to them. */
  readonly needs: readonly string[];
  /** Other groups that come back with it, because they need each other. */
  readonly together: readonly string[];
  /** Where its backups are; undefined for servers of the platform and the edge, which keep none. */
  readonly backup: BackupPlace | undefined;
}

export interface BackupPlace {
  readonly site: string;
  /** Host name of the repository where it is one of ours. */
  readonly repository: string | undefined;
  /** Address at which it answers. */
  readonly address: string;
  /** Whether the repository itself can read what is in it; if not, only who keeps the escrow can. */
  readonly readsItself: boolean;
}

export interface Contact {
  readonly who: string;
  readonly what: string;
}

/** Statements about which documents tell more. */
const ABOUT_DISASTERS: readonly PromiseId[] = ["B-18", "B-19", "H-10", "H-13", "H-14"];

/** What has to be so again when a stack is back: its walls and members, the VPN, logs and backups. */
const TRUE_AGAIN: readonly PromiseId[] = [
  "B-01",
  "B-15",
  "B-16",
  "B-17",
  "H-03",
  "H-05",
  "H-07",
  "H-15",
  "H-22",
];

/** A disaster takes production first: see the restart priorities of vSphere HA, which have the same order. */
const STAGES = [Stage.PRODUCTION, Stage.ACCEPTANCE, Stage.TEST, Stage.DEVELOPMENT];

/**
 * The runbook of a client, or of the fleet.
 *
 * @throws RangeError for a client of whom nothing was judged
 */
export function runbook(assessment: Assessment, client?: string): Runbook {
  const { house } = assessment;
  const scope = client === undefined ? Scope.fleet(assessment) : Scope.client(assessment, client);
  return {
    day: house.day,
    client,
    title: scope.title,
    phases: phasesOf(assessment, scope).filter(({ stacks, groups }) => stacks.length + groups.length > 0),
    rules: rulesOf(assessment, scope),
    contacts: contactsOf(scope, house),
    documents: house.evidence.filter(({ promise }) => ABOUT_DISASTERS.includes(promise)),
    worstLossHours: FIGURES.backupLossHours,
    nights: FIGURES.backupNights,
    weeks: FIGURES.backupWeeks,
  };
}

function phasesOf(assessment: Assessment, scope: Scope): readonly Phase[] {
  const { models } = scope;
  const of = (kind: ModelFile["kind"]) => models.filter((model) => model.kind === kind);
  const platforms = of("platform");
  const alone = (some: readonly ModelFile[], isIn: (group: GroupRecord) => boolean) =>
    some.flatMap((model) =>
      model.groups
        .filter(isIn)
        .map((group) => restored(group, model, assessment, { needs: [], together: [] })),
    );
  return [
    {
      title: "The platforms and their VPN gateways",
      why: "Administrators reach everything else through them. One gateway that still runs is enough to begin.",
      stacks: platforms.map(phaseStack),
      groups: alone(platforms, ({ role }) => role !== "backup-repository"),
      tenants: [],
    },
    {
      title: "The backup repositories",
      why: "What is restored comes from them. They came with the platforms; see that they are whole before going on.",
      stacks: [],
      groups: alone(platforms, ({ role }) => role === "backup-repository"),
      tenants: [],
    },
    {
      title: "The edges of the streets",
      why: "An edge is the gateway of all networks of its street: without it no server reaches its backups.",
      stacks: of("street").map(phaseStack),
      groups: alone(of("street"), () => true),
      tenants: [],
    },
    ...STAGES.map((stage) => stagePhase(stage, of("environment"), assessment)),
  ];
}

function stagePhase(stage: Stage, environments: readonly ModelFile[], assessment: Assessment): Phase {
  const models = environments.filter((model) => model.stage === stage);
  return {
    title: `${stage.name.charAt(0).toUpperCase()}${stage.name.slice(1)}`,
    why:
      stage === Stage.PRODUCTION
        ? "Production comes before all other stages. In it, who is connected to comes before who connects."
        : "In it, who is connected to comes before who connects.",
    stacks: models.map(phaseStack),
    tenants: models.flatMap((model) => restoredTenant(model, assessment.rights) ?? []),
    groups: models.flatMap((model) =>
      restoreOrder(model.groups, model.flows).flatMap(({ groups, needs }) =>
        groups.map((group) => {
          const together = groups.filter((other) => other !== group).map(({ path }) => path);
          return restored(group, model, assessment, { needs, together });
        }),
      ),
    ),
  };
}

function rulesOf({ verdicts }: Assessment, scope: Scope): readonly string[] {
  const about = verdicts.filter(
    ({ stack, rule }) => scope.includes(stack) && rule.promises.some((id) => TRUE_AGAIN.includes(id)),
  );
  return [...new Set(about.map(({ rule }) => rule.id))].sort();
}

function phaseStack(model: ModelFile): PhaseStack {
  return { name: model.stack, path: stackPath(model) };
}

function restored(
  { path, role, runs, servers, data }: GroupRecord,
  model: ModelFile,
  { house }: Assessment,
  order: Pick<Restored, "needs" | "together">,
): Restored {
  return {
    path,
    stack: model.stack,
    role,
    runs,
    servers: servers.map(({ name }) => name),
    addresses: servers.map(({ address }) => address),
    isStateful: data || role === "backup-repository",
    ...order,
    backup: role === "server" ? backupPlace(model, house) : undefined,
  };
}

function backupPlace({ backupSite }: ModelFile, house: House): BackupPlace | undefined {
  if (backupSite === undefined) return undefined;
  const platform = house.platformOf(backupSite.name);
  const own = platform?.groups.find(({ role }) => role === "backup-repository");
  return {
    site: backupSite.name,
    repository: own?.servers[0]?.name,
    address: `${own?.servers[0]?.interfaces[0]?.addresses[0] ?? backupSite.services.backup[0]}`,
    // A repository says that it tries restores from the day on which servers know its key.
    readsItself: own !== undefined && platform?.realises.includes("B-19") === true,
  };
}

function contactsOf(scope: Scope, { teamTech }: House): readonly Contact[] {
  return [
    ...teamTech.map((who) => ({
      who,
      what: "team Tech: decides what is done, and approves changes",
    })),
    ...clientFacts(scope).flatMap(({ name, productOwner, team }) => [
      { who: productOwner, what: `product owner of ${name}: is told first, and says when it is back in use` },
      { who: team, what: `development team of ${name}: sees whether its application is whole` },
    ]),
  ];
}
