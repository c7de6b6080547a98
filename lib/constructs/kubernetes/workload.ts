import type { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import type { WorkloadRecord } from "../../model/kubernetes-record";
import { InvalidError } from "../../model/mistake";
import { childId } from "../child-id";
import { type Connectable, Connections } from "../connections";
import { checkDeclared } from "../findings";
import { checkStanding } from "./standing";
import type { Tenant } from "./tenant";

/** What pods take at the most, all together: as many as there can be, also during an update. In thousandths. */
export interface Demand {
  readonly pods: number;
  readonly cpu: bigint;
  readonly memory: bigint;
  readonly ephemeralStorage: bigint;
  /** On volumes that outlive pods. */
  readonly storage: bigint;
}

const STANDING = {
  what: "a workload",
  where: "Tenant",
  remedy: 'write new Tenant(environment, "apps", { … }) first, and the workload in it',
};

/** @throws InvalidError for the account that every namespace has, and that is nobody's here */
function checkAccountFree(id: string): void {
  if (id !== "default") return;
  throw new InvalidError({
    value: id,
    problem: "is the name of the account that every namespace has, and a workload has one of its own name",
    remedy: "choose another name, such as web",
  });
}

/** Pods that stand in for each other in the cluster, and what may talk to them (B-22). */
export abstract class Workload extends Construct implements Connectable {
  /** Who may talk to these pods, and to whom they may. */
  readonly connections: Connections;
  private readonly wall: NetworkPolicyV1;

  constructor(
    readonly tenant: Tenant,
    id: string,
  ) {
    super(checkStanding(tenant, "addWall", id, STANDING), childId(tenant, "a workload", id));
    checkDeclared(this, {}, (check) => check.attempt("", () => checkAccountFree(id)));
    this.connections = new Connections(this, tenant.environment, "workload");
    this.wall = tenant.addWall(this);
  }

  /** What closes its pods: it stands before the first of them does. */
  get walls(): NetworkPolicyV1[] {
    return [...this.tenant.walls, this.wall];
  }

  /** Where its pods stand. Asked while it is being made: of its tenant and its id alone. */
  get namespace(): string {
    return this.tenant.namespace;
  }

  /** What its pods have and no others there; policies select by these. Asked while it is being made. */
  get podLabels(): Readonly<Record<string, string>> {
    return { "app.kubernetes.io/name": this.node.id };
  }

  /** For flows, rules and reports. */
  abstract readonly record: WorkloadRecord;

  /** What it takes of the tenant's quota. */
  abstract readonly demand: Demand;
}
