import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import { checkProperties, type Known } from "../../../model/known-properties";
import type { WorkloadPort, WorkloadRecord } from "../../../model/kubernetes-record";
import type { StageName } from "../../../model/stage";
import { checkText } from "../../../model/text";
import { checkDeclared, notify } from "../../findings";
import { pathOf } from "../../path";
import type { Tenant } from "../tenant";
import { type Demand, Workload } from "../workload";
import {
  checkClaim,
  checkMembers,
  checkPortName,
  checkQuorum,
  checkStorageClass,
  type DataProps,
} from "./data-checks";
import { addDisruptionBudget } from "./disruption";
import { literal } from "./literal";
import { metadataOf, ownAddress } from "./naming";
import { checkPod, POD_PROPERTIES, type Pod, type PodProps } from "./pod";
import { podTemplate } from "./pod-template";
import { checkHealth, checkPort, type HealthProps, type Probes } from "./probes";
import { demandOf } from "./resources";
import { progressDeadline, rolloutTimeouts } from "./rollout";
import { addSecrets } from "./secret-files";
import { addMembersService, addService, checkServiceNames, membersName } from "./service";
import { addServiceAccount } from "./service-account";
import { type DrainProps, type Stopping, stopAfterDrain } from "./stopping";

export interface StatefulServiceProps extends PodProps {
  /** Why its data has to live in the cluster and not on servers, in one line of at most 160 characters. */
  readonly why: string;
  /** Where it keeps its data, and how much at most each member has. */
  readonly data: DataProps;
  /** Where it listens, from 1024. */
  readonly port: number;
  /** What its port is called, a DNS label of at most 15 characters. @default tcp */
  readonly portName?: string;
  /** How a member tells that it works (B-06, B-20). */
  readonly health: HealthProps;
  /** The members vote, so their number is odd and at least 3 in acceptance and production. @default false */
  readonly quorum?: boolean;
  /** Number of members, or number a stage. It does not change by itself: data does not follow a peak. @default 1 in development and test; else 2, or 3 with `quorum` */
  readonly members?: number | Partial<Record<StageName, number>>;
  /** How a member that is to go waits until nobody sends it anything. @default `sleep` for 10 seconds */
  readonly drain?: DrainProps;
}

const PROPERTIES: Known<StatefulServiceProps> = {
  ...POD_PROPERTIES,
  why: true,
  data: true,
  port: true,
  portName: true,
  health: true,
  quorum: true,
  members: true,
  drain: true,
};

const REASON_MAX = 160;
const STAND_IN_PORT = 8080;
/** How long a new member has to stay ready before the next is changed, in seconds. */
const SETTLED_SECONDS = 30;
const HISTORY = 5;
/** Failure zones that members who vote need, so that losing one never takes the majority. */
const ZONES_FOR_QUORUM = 3;

/**
 * Pods with data of their own, which stays when they go (B-06, B-15, B-22). Only for what has to live in the cluster: databases are better on
 * redundant servers. Its members are told apart by `db-0.db-members`, `db-1.db-members` and so on, and what is sent to `db`
 * reaches one that is ready.
 */
export class StatefulService extends Workload {
  readonly record: WorkloadRecord;
  readonly demand: Demand;

  constructor(tenant: Tenant, id: string, declared: StatefulServiceProps) {
    super(tenant, id);
    const { stage } = tenant.environment;
    const parts = checkDeclared(this, declared, (check): Parts => {
      const props = checkProperties("", declared, PROPERTIES, "a stateful service", check);
      const quorum = check.attempt("quorum", () => checkQuorum(props.quorum ?? false)) ?? false;
      const pod = checkPod(props, tenant, ["readiness", "liveness", "drain"], check);
      check.attempt("", () => checkServiceNames(this, [this.node.id, membersName(this)]));
      const port = check.attempt("port", () => checkPort(props.port)) ?? STAND_IN_PORT;
      const name = check.attempt("portName", () => checkPortName(props.portName ?? "tcp")) ?? "tcp";
      return {
        pod,
        quorum,
        port: { name, port, target: port },
        why:
          check.attempt("why", () =>
            checkText("the reason why data lives in the cluster", props.why, REASON_MAX),
          ) ?? "",
        members: checkMembers(props.members, stage, quorum, check),
        data: checkClaim(props.data, pod.scratch, check),
        storageClass: check.attempt("data", () => checkStorageClass(tenant.kubernetes.storageClass)) ?? "",
        ...checkHealth(props.health, port, pod.optOuts, check),
        ...stopAfterDrain(props.drain, pod.grace, port, pod.optOuts, check),
      };
    });
    this.addSet(parts);
    addService(this, parts.port);
    addMembersService(this, parts.port);
    addDisruptionBudget(this);
    this.tellOfZones(parts);
    const { members, data } = parts;
    this.demand = demandOf(parts.pod.resources, members, data.amount * BigInt(members));
    this.record = {
      path: pathOf(this),
      kind: "stateful-service",
      namespace: this.namespace,
      labels: this.podLabels,
      pods: tenant.pods,
      front: [],
      ports: [parts.port],
      replicas: { min: members, max: members },
      data: true,
    };
  }

  private addSet(parts: Parts): void {
    const { pod, quorum, members, data, storageClass, why, terminationGracePeriodSeconds } = parts;
    const each = terminationGracePeriodSeconds + progressDeadline(parts.startupSeconds) + SETTLED_SECONDS;
    const set = new StatefulSetV1(this, "set", {
      metadata: metadataOf(this, this.node.id, { "straat/why": literal(why), ...pod.optOuts.annotations }),
      waitForRollout: true,
      timeouts: rolloutTimeouts(members, each),
      spec: {
        replicas: String(members),
        serviceName: membersName(this),
        selector: { matchLabels: { ...this.podLabels } },
        // Who votes waits for the others when it starts, so they have to start together.
        podManagementPolicy: quorum ? "Parallel" : "OrderedReady",
        updateStrategy: [{ type: "RollingUpdate", rollingUpdate: [{ partition: 0 }] }],
        minReadySeconds: SETTLED_SECONDS,
        revisionHistoryLimit: HISTORY,
        // Data goes by hand alone, after a look at the backup.
        persistentVolumeClaimRetentionPolicy: [{ whenDeleted: "Retain", whenScaled: "Retain" }],
        template: podTemplate(this, pod, {
          ...parts,
          ports: [parts.port],
          data: { name: "data", path: data.path },
          restartPolicy: "Always",
          spread: { quorum },
        }),
        volumeClaimTemplate: [
          {
            // What is written here can never change without a new set: so only what never does.
            metadata: { name: "data", labels: { ...this.podLabels } },
            spec: {
              accessModes: ["ReadWriteOnce"],
              storageClassName: storageClass,
              volumeMode: "Filesystem",
              resources: { requests: { storage: data.size } },
            },
          },
        ],
      },
      dependsOn: [...this.walls, addServiceAccount(this), ...addSecrets(this, pod.secrets)],
    });
    ownAddress(this, set);
  }

  private tellOfZones({ quorum, members }: Parts): void {
    const { zones } = this.tenant.kubernetes;
    if (!quorum || members < ZONES_FOR_QUORUM || zones.length >= ZONES_FOR_QUORUM) return;
    notify(this, {
      text: `its members vote, and the cluster has ${zones.length} zones: losing the one with more members stops it`,
      until: undefined,
    });
  }
}

interface Parts extends Probes, Stopping {
  readonly pod: Pod;
  readonly quorum: boolean;
  readonly port: WorkloadPort;
  readonly why: string;
  readonly members: number;
  readonly data: { readonly path: string; readonly size: string; readonly amount: bigint };
  readonly storageClass: string;
}
