import {
  DeploymentV1,
  type DeploymentV1SpecTemplateSpecContainer,
  type DeploymentV1SpecTemplateSpecVolume,
} from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { Image } from "../../../model/image";
import { FIGURES } from "../../../model/promises/figures";
import { type PlatformSpace, selectorOf } from "./platform-space";
import {
  apart,
  optOuts,
  type ProgramResources,
  resourcesOf,
  restrictedContainer,
  restrictedPod,
} from "./program";

export interface RedundantProgramProps {
  readonly name: string;
  readonly image: Image;
  readonly resources: ProgramResources;
  readonly container: Partial<DeploymentV1SpecTemplateSpecContainer>;
  /** Port that serves figures, by its name in the container. */
  readonly figures: { readonly name: string; readonly port: number };
  readonly volumes?: readonly DeploymentV1SpecTemplateSpecVolume[];
  /** Changes when what it is configured with does, so that it starts anew. */
  readonly configuration?: string;
  /** Why it asks the API server. */
  readonly asksBecause: string;
}

/** A program of the platform in two, either of which is enough (B-06, H-03), that asks the API server and serves figures. */
export function addRedundantProgram(space: PlatformSpace, props: RedundantProgramProps): void {
  const { name, image, resources, container, figures, volumes, asksBecause, configuration } = props;
  const labels = space.labelsOf(name);
  const selector = selectorOf(name);
  const metadata = { name, namespace: space.namespace, labels };
  const account = space.addAccount(name);
  new DeploymentV1(space, "program", {
    metadata: { ...metadata, annotations: optOuts({ automountServiceAccountToken: asksBecause }) },
    // It needs what runs whoever's cluster this is; whether that comes up is told by figures, not by an apply that waits.
    waitForRollout: false,
    spec: {
      replicas: String(FIGURES.redundantMembers),
      revisionHistoryLimit: 3,
      minReadySeconds: 10,
      selector: { matchLabels: selector },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "0", maxSurge: "1" } },
      template: {
        metadata: {
          labels,
          ...(configuration === undefined ? {} : { annotations: { "straat/configuration": configuration } }),
        },
        spec: {
          serviceAccountName: account.metadata.name,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 30,
          securityContext: restrictedPod(),
          ...apart(selector),
          container: [
            {
              name,
              image: `${image}`,
              imagePullPolicy: "Always",
              resources: resourcesOf(resources),
              securityContext: restrictedContainer(),
              ...container,
            },
          ],
          ...(volumes === undefined ? {} : { volume: [...volumes] }),
        },
      },
    },
  });
  new ServiceV1(space, "figures", {
    metadata,
    waitForLoadBalancer: false,
    spec: {
      type: "ClusterIP",
      selector,
      port: [{ name: figures.name, port: figures.port, targetPort: figures.name, protocol: "TCP" }],
    },
  });
  new Manifest(space, "disruption", {
    dependsOn: [space.first],
    manifest: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { ...metadata, namespace: space.name },
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: selector },
      },
    },
  });
}
