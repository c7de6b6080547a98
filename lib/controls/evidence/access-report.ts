import type { Day } from "../../model/day";
import type { Assessment } from "../assessment";
import { administratorGrants } from "./access-administrators";
import { clusterGrants, notSaidOfClusters } from "./access-cluster";
import { type Ending, endingOf, type Grant, NO_END, sortedGrants } from "./access-grant";
import { outsideGrants } from "./access-outside";
import { trustGrants } from "./access-trust";
import { Scope } from "./scope";
import { waiverAccounts } from "./waiver-account";

/** Who can reach and do what, and until when (I-06, V-01, V-03, H-16); of one client or of all. */
export interface AccessReport {
  readonly day: Day;
  readonly client: string | undefined;
  readonly title: string;
  /** What ends first comes first; what has no end is last. */
  readonly grants: readonly Grant[];
  /** What was not looked at. */
  readonly notLooked: readonly string[];
}

/** @throws RangeError for a client of whom nothing was judged */
export function accessReport(assessment: Assessment, client?: string): AccessReport {
  const { house } = assessment;
  const scope = client === undefined ? Scope.fleet(assessment) : Scope.client(assessment, client);
  const grants = [
    ...administratorGrants(scope, house),
    ...clusterGrants(assessment, scope),
    ...trustGrants(scope, house),
    ...outsideGrants(scope, house),
    ...waiverGrants(assessment, scope),
    ...teamTech(house.teamTech),
  ];
  return {
    day: house.day,
    client,
    title: scope.title,
    grants: sortedGrants(grants, house.day),
    notLooked: [...notSaidOfClusters(assessment, scope), ...NOT_LOOKED],
  };
}

/** The grants whose end lies so towards the day, in their order. */
export function grantsThat({ grants, day }: AccessReport, ...endings: readonly Ending[]): readonly Grant[] {
  return grants.filter((grant) => endings.includes(endingOf(grant, day)));
}

function waiverGrants(assessment: Assessment, scope: Scope): readonly Grant[] {
  return waiverAccounts(assessment, scope).map((waiver) => ({
    kind: "waiver",
    who: waiver.owner,
    owner: waiver.owner,
    can: [`allows ${waiver.rule ?? "a class below the sheet's"} for ${waiver.subject}`],
    why: waiver.ticket === undefined ? waiver.reason : `${waiver.reason} (${waiver.ticket})`,
    declaredBy: [waiver.declaredBy],
    until: waiver.until,
    untilText: waiver.untilText || "(nothing)",
  }));
}

function teamTech(members: readonly string[]): readonly Grant[] {
  return members.map((who) => ({
    kind: "team Tech",
    who,
    owner: who,
    can: ["approves changes of the infrastructure", "answers for waivers of errors"],
    why: "member of team Tech (I-05, I-07)",
    declaredBy: ["stacks/team-tech.ts"],
    until: undefined,
    untilText: NO_END,
  }));
}

const NOT_LOOKED: readonly string[] = [
  "Accounts of the hoster, of vCenter, of the repository of code, of the log platform and of applications. They are no part of what is declared here.",
  "Who has the private half of a key. Only public halves are known.",
  "Whether a server has taken what it was told: this is what is declared. A server says what it has in use in its reports.",
  "Administrators whose last day has passed are left out of the model files by the synth, which says so.",
];
