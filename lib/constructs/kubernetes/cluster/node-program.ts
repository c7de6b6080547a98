import {
  DaemonSetV1,
  type DaemonSetV1SpecTemplateSpecContainer,
  type DaemonSetV1SpecTemplateSpecVolume,
} from "@cdktf/provider-kubernetes/lib/daemon-set-v1";
import type { Image } from "../../../model/image";
import { type PlatformSpace, selectorOf } from "./platform-space";
import { optOuts, type ProgramResources, resourcesOf, rootContainer, rootPod } from "./program";

export interface NodeProgramProps {
  readonly name: string;
  readonly image: Image;
  readonly resources: ProgramResources;
  readonly container: Partial<DaemonSetV1SpecTemplateSpecContainer>;
  readonly volumes: readonly DaemonSetV1SpecTemplateSpecVolume[];
  /** Beyond what root has without any. @default none */
  readonly capabilities?: readonly string[];
  /** Whether it sees the node's processes. @default false */
  readonly seesProcesses?: boolean;
  /** Changes when what it is configured with does, so that it starts anew. */
  readonly configuration?: string;
  /** Why it does without safe defaults, by name of the default. */
  readonly because: Readonly<Record<string, string>>;
}

/** A program of the platform with one pod on every node, those of the control plane among them. */
export function addNodeProgram(space: PlatformSpace, props: NodeProgramProps): void {
  const { name, image, resources, container, volumes, capabilities = [], configuration } = props;
  const labels = space.labelsOf(name);
  const account = space.addAccount(name);
  new DaemonSetV1(space, "program", {
    metadata: { name, namespace: space.namespace, labels, annotations: optOuts(props.because) },
    waitForRollout: false,
    spec: {
      revisionHistoryLimit: 3,
      minReadySeconds: 10,
      selector: { matchLabels: selectorOf(name) },
      // One node at a time: what a mistake breaks is then one node's.
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "1" } },
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
          ...(props.seesProcesses === true ? { hostPid: true } : {}),
          securityContext: rootPod(),
          // Nodes of any kind have logs, and restart.
          toleration: [{ operator: "Exists", effect: "NoSchedule" }],
          container: [
            {
              name,
              image: `${image}`,
              imagePullPolicy: "Always",
              resources: resourcesOf(resources),
              securityContext: rootContainer(capabilities),
              ...container,
            },
          ],
          volume: [...volumes],
        },
      },
    },
  });
}
