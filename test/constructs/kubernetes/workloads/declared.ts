import type { StageName, StreetProps } from "../../../../lib";
import type { Tenant } from "../../../../lib/constructs/kubernetes/tenant";
import type { PodProps } from "../../../../lib/constructs/kubernetes/workloads/pod";
import {
  type KubernetesObject,
  kubernetesResourcesOf,
  objectOf,
} from "../../../../lib/controls/kubernetes/kubernetes-object";
import { readSynth } from "../../../../lib/controls/terraform/read-synth";
import type { WorkloadRecord } from "../../../../lib/model/kubernetes-record";
import type { Mistake } from "../../../../lib/model/mistake";
import type { AppView, Body, StackView } from "../../../support/app";
import { tenantOf } from "../../../support/cluster-site";

const DIGEST = `sha256:${"0a".repeat(32)}`;

/** An image that is told in full. */
export const IMAGE = `registry.example.nl/verne/web:2.4.1@${DIGEST}`;

/** The least that the pods of any workload say. */
export const POD: PodProps = {
  image: IMAGE,
  resources: { cpu: "250m", memory: "256Mi", ephemeralStorage: "1Gi" },
};

/** What one workload came to in one stage. */
export class Declared {
  private readonly objects: readonly KubernetesObject[];

  constructor(
    readonly stack: StackView,
    readonly record: WorkloadRecord,
    name: string,
  ) {
    const output = readSynth(JSON.stringify(stack.json), stack.model, "cdk.tf.json");
    const own = new RegExp(`\\.apps_${name}(?:_|$)`);
    this.objects = kubernetesResourcesOf(output)
      .filter(({ address }) => own.test(address))
      .map((resource) => objectOf(output, resource));
  }

  get kinds(): readonly string[] {
    return this.objects.map(({ kind }) => kind).toSorted();
  }

  get bodies(): readonly Readonly<Record<string, unknown>>[] {
    return this.objects.map(({ body }) => body);
  }

  /** The only object of a kind, or the one with a name, as the API would be sent it. */
  one(kind: string, name?: string): Body {
    const found = this.objects.filter(
      (object) => object.kind === kind && (name ?? object.name) === object.name,
    );
    const [object, ...more] = found;
    if (object === undefined || more.length > 0) throw new Error(`there are ${found.length} of ${kind}`);
    return object.body as Body;
  }

  address(kind: string): string | undefined {
    return this.objects.find((object) => object.kind === kind)?.address;
  }

  /** Of whatever makes its pods. */
  get template(): Body {
    const kind = ["Deployment", "StatefulSet", "CronJob"].find((one) => this.kinds.includes(one)) ?? "";
    const { spec } = this.one(kind);
    return (spec.jobTemplate?.spec ?? spec).template;
  }

  get container(): Body {
    return this.template["spec"].containers[0];
  }
}

/** Builds a tenant with one workload. */
export function declaredIn(
  build: (tenant: Tenant) => unknown,
  stage: StageName = "production",
  changes: Partial<StreetProps> = {},
  name = "web",
): Declared {
  let record: WorkloadRecord | undefined;
  const view = tenantOf((tenant, environment) => {
    build(tenant);
    if (environment.stage.name !== stage) return;
    record = tenant.workloads.find(({ node }) => node.id === name)?.record;
  }, changes);
  const stack = view.stack(`verne/${stage}`);
  if (record === undefined) throw new Error(`there is no workload ${name}`);
  return new Declared(stack, record, name);
}

/** What is wrong with a property of the workload `web` in a stage; fails when it is legal. */
export function mistakeIn(view: AppView, property: string, stage: StageName = "production"): Mistake {
  const path = `verne/${stage}/apps/web`;
  const found = view.mistakes.filter((mistake) => mistake.path === path);
  const [mistake, ...more] = found.filter((one) => one.property === property);
  if (mistake === undefined || more.length > 0) {
    throw new Error(`expected one mistake of ${path} ${property}, but:\n${view.complaint}`);
  }
  return mistake;
}
