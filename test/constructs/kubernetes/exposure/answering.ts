import type { Environment, StreetProps } from "../../../../lib";
import type { Tenant } from "../../../../lib/constructs/kubernetes/tenant";
import { type Demand, Workload } from "../../../../lib/constructs/kubernetes/workload";
import { pathOf } from "../../../../lib/constructs/path";
import {
  type KubernetesObject,
  kubernetesResourcesOf,
  objectOf as read,
} from "../../../../lib/controls/kubernetes/kubernetes-object";
import { readSynth } from "../../../../lib/controls/terraform/read-synth";
import type { WorkloadRecord } from "../../../../lib/model/kubernetes-record";
import type { AppView, Body } from "../../../support/app";
import { tenantOf } from "../../../support/cluster-site";

/** A service of which only the port matters here, 8080. */
export class Answering extends Workload {
  readonly demand: Demand = { pods: 1, cpu: 1n, memory: 1n, ephemeralStorage: 1n, storage: 0n };

  get record(): WorkloadRecord {
    return {
      path: pathOf(this),
      kind: "web-service",
      namespace: this.namespace,
      labels: this.podLabels,
      pods: this.tenant.pods,
      front: [],
      ports: [{ name: "http", port: 8080, target: 8080 }],
      replicas: { min: 2, max: 4 },
      data: false,
    };
  }
}

type Build = (service: Answering, environment: Environment, tenant: Tenant) => void;

/** A client with a service `web` in every stage. */
export function everywhere(build: Build, changes: Partial<StreetProps> = {}): AppView {
  return tenantOf((tenant, environment) => build(new Answering(tenant, "web"), environment, tenant), changes);
}

/** The same, with what is said of production alone. */
export function inProduction(build: Build, changes: Partial<StreetProps> = {}): AppView {
  return everywhere((service, environment, tenant) => {
    if (environment.stage.name === "production") build(service, environment, tenant);
  }, changes);
}

/** The custom resources of a stage, as the API would be sent them. */
export function objectsIn(app: AppView, stage = "production"): readonly KubernetesObject[] {
  const { json, model } = app.stack(`verne/${stage}`);
  const output = readSynth(JSON.stringify(json), model, "cdk.tf.json");
  const manifests = kubernetesResourcesOf(output).filter(({ type }) => type === "kubernetes_manifest");
  return manifests.map((resource) => read(output, resource));
}

/** The object of a kind and a name; fails when there is none. */
export function objectOf(objects: readonly KubernetesObject[], kind: string, name: string): Body {
  const found = objects.find((object) => object.kind === kind && object.name === name);
  if (found !== undefined) return found.body as Body;
  throw new Error(
    `there is no ${kind} ${name}, but ${objects.map((object) => `${object.kind} ${object.name}`)}`,
  );
}

/** Names of all objects of a kind, in their order. */
export function namesOf(objects: readonly KubernetesObject[], kind: string): readonly string[] {
  return objects.filter((object) => object.kind === kind).map(({ name }) => name);
}

/** A whitelist of one entry that holds on the day of the tests. */
export function whitelisted(...networks: readonly string[]): NonNullable<StreetProps["whitelist"]> {
  return networks.map((network) => ({
    network,
    owner: "Aouda Fogg",
    reason: "the client's office",
    until: "2027-06-30",
  }));
}
