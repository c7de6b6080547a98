import { Construct } from "constructs";
import { patchPlan } from "../guest/patching/patch-plan";
import { type Client, type ClientProps, checkClient } from "../model/client";
import { Exposure } from "../model/exposure";
import { MaintenanceWindow } from "../model/maintenance-window";
import { InvalidError, type Mistakes } from "../model/mistake";
import { Stage, type StageName } from "../model/stage";
import { checkAcrossClients } from "./across-clients";
import { childId } from "./child-id";
import { dayOf } from "./declared-day";
import type { EdgeFirewallProps } from "./edge-firewall";
import { Environment } from "./environment";
import { checkDeclared, guardAuthor, notify } from "./findings";
import { SitePlatform } from "./site-platform";
import { StreetStack } from "./street-stack";

export interface StreetProps extends ClientProps {
  /** The pair of servers that is the street's front door. */
  readonly edge?: EdgeFirewallProps;
}

/** Days before its end date from which an entry is spoken of. */
const NOTICE_DAYS = 30;

/**
 * A client's street: its environments from development to production, its networks and its front door (B-09, B-23).
 * One stack for what the environments share, one for each environment.
 */
export class Street extends Construct {
  /** The checked facts; undefined while the street has no site to stand on. */
  readonly client: Client | undefined;
  private readonly environments: readonly Environment[];

  constructor(scope: Construct, id: string, props: StreetProps) {
    super(scope, childId(scope, "a client", id));
    const day = dayOf(this);
    this.client = checkDeclared(this, props, (check) => {
      const client = checkClient(this.node.id, props, day, check);
      check.attempt("exposure", () => checkExposed(client));
      return client && withWorkableWindow(client, check);
    });
    checkAcrossClients(this);
    this.environments = this.client === undefined ? [] : this.build(this.client, props.edge ?? {});
    this.noticeEndDates();
  }

  /**
   * Runs a block for every declared environment, from development to production. A value that cannot be made ends
   * the block of that environment; the others are still run, so that one run tells all mistakes.
   */
  forEachEnvironment(build: (environment: Environment) => void): void {
    for (const environment of this.environments) guardAuthor(environment, () => build(environment));
  }

  /** One environment. @throws InvalidError when the stage is unknown or not declared. */
  environment(stage: Stage | StageName): Environment {
    const environment = this.environments.find((candidate) => candidate.stage.name === String(stage));
    if (environment !== undefined) return environment;
    throw new InvalidError({
      value: JSON.stringify(String(stage)),
      problem: "is not a stage of this street",
      remedy: `write one of ${this.environments.map((known) => known.stage).join(", ")}`,
    });
  }

  private build(client: Client, edge: EdgeFirewallProps): readonly Environment[] {
    const shared = new StreetStack(this, client, edge);
    const platform = SitePlatform.find(this, client.site);
    if (platform !== undefined) shared.addDependency(platform);
    const environments = client.stages.map((stage) => {
      const environment = new Environment(this, client, stage);
      environment.addDependency(shared);
      return environment;
    });
    shared.serve(environments);
    return environments;
  }

  private noticeEndDates(): void {
    const today = dayOf(this);
    for (const entry of this.client?.whitelist ?? []) {
      const left = today.daysUntil(entry.until);
      if (left > NOTICE_DAYS) continue;
      const what = entry.holdsOn(today) ? `ends in ${left} days` : "has ended and is left out";
      const name = entry.list === undefined ? "whitelist" : `whitelist ${entry.list},`;
      notify(this, { text: `${name} ${entry.network} of ${entry.owner} ${what}`, until: entry.until });
    }
  }
}

/** A window in which the edge alone cannot be patched is one mistake, and not one of every group as well. */
function withWorkableWindow(client: Client, check: Mistakes): Client {
  const { maintenance: window } = client;
  const edge = { group: "edge", stage: Stage.PRODUCTION, window, members: 2 };
  const isWorkable = check.attempt("maintenance", () => patchPlan(edge)) !== undefined;
  return isWorkable ? client : { ...client, maintenance: MaintenanceWindow.SHEET };
}

function checkExposed(client: Client | undefined): void {
  if (client?.exposure !== Exposure.RESTRICTED || client.whitelist.length > 0) return;
  throw new InvalidError({
    value: client.exposure,
    problem: "production is restricted to a whitelist that is empty (H-06)",
    remedy: "add whitelist entries, or leave exposure out: closed is the VPN only",
  });
}
