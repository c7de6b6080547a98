import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, STACK, type TenantFleet } from "../support/tenant-fleet";
import { NAMESPACE } from "../support/tenant-objects";

const SPACE = [idOf("space")];
const labels = (edit: (labels: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object("space").metadata.labels);

describeRule("objects-are-known", {
  judges: [idOf("web"), idOf("route"), `${STACK}/kubernetes_secret_v1.key`],
  breaches: [
    {
      when: "a type of resource is not known",
      saying: /nobody here can read/,
      finds: [`${STACK}/kubernetes_csi_driver_v1.it`],
      change: (fleet) => (fleet.tenant.resources["kubernetes_csi_driver_v1"] = { it: { metadata: {} } }),
    },
    {
      when: "an attribute is not known",
      saying: /nothing that is known here/,
      finds: [`${STACK}/kubernetes_secret_v1.key`],
      change: (fleet) =>
        Object.assign(fleet.tenant.resources["kubernetes_secret_v1"]?.["key"] ?? {}, { by: 1 }),
    },
    {
      when: "a manifest is of a kind that no rule judges",
      saying: /no rule judges a Rollout of argoproj.io\/v1alpha1/,
      finds: [idOf("web")],
      change: (fleet) =>
        Object.assign(fleet.object("web"), { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout" }),
    },
    {
      when: "a manifest says nothing of what it is",
      saying: /metadata is not there/,
      finds: [idOf("web")],
      change: (fleet) => delete fleet.object("web").metadata,
    },
    {
      when: "an Ingress stands where Gateways are",
      saying: /no controller answers it/,
      finds: [idOf("ingress")],
      change: (fleet) => {
        const { metadata } = fleet.object("web");
        fleet.tenant.objects["ingress"] = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata };
      },
    },
    {
      when: "Terraform is told to put a resource in another's place first",
      saying: /lifecycle says create_before_destroy/,
      finds: [`${STACK}/kubernetes_secret_v1.key`],
      change: (fleet) =>
        Object.assign(fleet.tenant.resources["kubernetes_secret_v1"]?.["key"] ?? {}, {
          lifecycle: { create_before_destroy: true },
        }),
    },
  ],
  allows: [
    {
      when: "the account of everybody is told to hand out nothing",
      change: (fleet) => {
        fleet.tenant.resources["kubernetes_default_service_account_v1"] = {
          it: { metadata: { namespace: NAMESPACE }, automount_service_account_token: false },
        };
      },
    },
    {
      when: "data is kept from being destroyed",
      change: (fleet) =>
        Object.assign(fleet.tenant.resources["kubernetes_secret_v1"]?.["key"] ?? {}, {
          lifecycle: { prevent_destroy: true },
        }),
    },
  ],
});

describeRule("namespace-not-default", {
  judges: [...SPACE, idOf("web"), idOf("wall_gateway"), idOf("kured", PLATFORM)],
  breaches: [
    {
      when: "no namespace is named",
      saying: /lands in default/,
      finds: [idOf("web")],
      change: (fleet) => delete fleet.object("web").metadata.namespace,
    },
    {
      when: "something stands in everybody's",
      saying: /stands in kube-system/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.object("web").metadata.namespace = "kube-system"),
    },
    {
      when: "something stands in another stage's",
      saying: /no namespace of zorgplein-production/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.object("web").metadata.namespace = "zorgplein-test"),
    },
    {
      when: "a tenant has a right in the whole cluster",
      saying: /ClusterRole all names no namespace/,
      finds: [idOf("all")],
      change: (fleet) => {
        const metadata = { name: "all" };
        fleet.tenant.objects["all"] = {
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "ClusterRole",
          metadata,
        };
      },
    },
    {
      when: "a policy is about another's proxies",
      saying: /stands in envoy-gateway-system/,
      finds: [idOf("wall_gateway")],
      change: (fleet) => {
        const owner = "gateway.envoyproxy.io/owning-gateway-namespace";
        fleet.object("wall_gateway").spec.podSelector.matchLabels[owner] = "verne-production";
      },
    },
    {
      when: "pods stand among the proxies",
      saying: /stands in envoy-gateway-system/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.object("web").metadata.namespace = "envoy-gateway-system"),
    },
  ],
});

describeRule("pod-security-restricted", {
  judges: [...SPACE, idOf("space", PLATFORM)],
  breaches: [
    ...["enforce", "audit", "warn"].map((mode) => ({
      when: `${mode} is left to the cluster`,
      saying: new RegExp(`lets ${mode} be nothing at all`),
      finds: SPACE,
      change: labels((all) => delete all[`pod-security.kubernetes.io/${mode}`]),
    })),
    {
      when: "pods may be more",
      saying: /lets enforce be baseline/,
      finds: SPACE,
      change: labels((all) => (all["pod-security.kubernetes.io/enforce"] = "baseline")),
    },
    {
      when: "the version is whichever the cluster has",
      saying: /enforce is not of version v1.34, but latest/,
      finds: SPACE,
      change: labels((all) => (all["pod-security.kubernetes.io/enforce-version"] = "latest")),
    },
    {
      when: "no version is named",
      saying: /warn is not of version v1.34, but of any/,
      finds: SPACE,
      change: labels((all) => delete all["pod-security.kubernetes.io/warn-version"]),
    },
    {
      when: "the platform's model knows nothing of what its pods may be",
      saying: /lets enforce be privileged/,
      finds: [idOf("space", PLATFORM)],
      change: (fleet) => {
        fleet.platform.model["kubernetes"].namespaces = [];
      },
    },
  ],
});

const quota = (edit: (hard: Body) => void) => (fleet: TenantFleet) => edit(fleet.object("quota").spec.hard);

describeRule("quota-and-limits", {
  judges: SPACE,
  breaches: [
    {
      when: "there is no quota",
      saying: /0 quotas, not one/,
      finds: SPACE,
      change: (fleet) => delete fleet.tenant.objects["quota"],
    },
    {
      when: "a quota does not bound memory",
      saying: /does not bound requests.memory/,
      finds: SPACE,
      change: quota((hard) => delete hard["requests.memory"]),
    },
    {
      when: "a quota is for some pods only",
      saying: /for some pods only/,
      finds: SPACE,
      change: (fleet) => (fleet.object("quota").spec.scopes = ["BestEffort"]),
    },
    {
      when: "a quota leaves room for ports of nodes",
      saying: /room for services.nodeports/,
      finds: SPACE,
      change: quota((hard) => (hard["services.nodeports"] = "1")),
    },
    {
      when: "a container that says nothing gets what it takes",
      saying: /names no limit for memory/,
      finds: SPACE,
      change: (fleet) => delete fleet.object("limits").spec.limits[0].default.memory,
    },
    {
      when: "there are two of its limits",
      saying: /has 2 LimitRanges/,
      finds: SPACE,
      change: (fleet) => {
        fleet.tenant.objects["more"] = { ...fleet.object("limits"), spec: { limits: [] } };
      },
    },
    {
      when: "there are no limits",
      saying: /names no request for cpu/,
      finds: SPACE,
      change: (fleet) => delete fleet.tenant.objects["limits"],
    },
  ],
  allows: [
    {
      when: "requests are bounded by their short names",
      change: quota((hard) => {
        hard["cpu"] = hard["requests.cpu"];
        delete hard["requests.cpu"];
      }),
    },
  ],
});

const QUOTA = [idOf("quota")];

/** Web comes to 7 pods, index to 3 and the job to 1: 11 pods of 250m and 256Mi. */
describeRule("ceilings-fit-the-quota", {
  judges: QUOTA,
  breaches: [
    {
      when: "a ceiling is raised beyond it",
      saying: /come to 5500m of requests.cpu, and it has room for 4/,
      finds: QUOTA,
      change: (fleet) => (fleet.object("scaler").spec.maxReplicas = 17),
    },
    {
      when: "it has room for one pod fewer",
      saying: /come to 11 of pods, and it has room for 10/,
      finds: QUOTA,
      change: quota((hard) => (hard["pods"] = "10")),
    },
    {
      when: "memory is short by a byte",
      saying: /of limits.memory/,
      finds: QUOTA,
      change: quota((hard) => (hard["limits.memory"] = String(11 * 256 * 1024 ** 2 - 1))),
    },
    {
      when: "volumes come to more",
      saying: /come to 30Gi of requests.storage, and it has room for 29Gi/,
      finds: QUOTA,
      change: quota((hard) => (hard["requests.storage"] = "29Gi")),
    },
    {
      when: "an update starts many at once",
      saying: /come to 16 of pods/,
      finds: QUOTA,
      change: (fleet) => {
        fleet.object("web").spec.strategy.rollingUpdate.maxSurge = "100%";
        fleet.object("quota").spec.hard["pods"] = "15";
      },
    },
    {
      when: "a container has no bound",
      saying: /what CronJob nightly takes of requests.memory has no bound/,
      finds: QUOTA,
      change: (fleet) => delete fleet.container("nightly").resources.requests.memory,
    },
    {
      when: "a pod is on every node",
      saying: /how many pods DaemonSet web comes to cannot be told/,
      finds: QUOTA,
      change: (fleet) => (fleet.object("web").kind = "DaemonSet"),
    },
    {
      when: "runs of a job may pile up",
      saying: /how many pods CronJob nightly/,
      finds: QUOTA,
      change: (fleet) => delete fleet.object("nightly").spec.concurrencyPolicy,
    },
  ],
  allows: [
    { when: "it has just room enough", change: quota((hard) => (hard["pods"] = "11")) },
    {
      when: "a start takes no more than what runs after it",
      change: (fleet) => {
        fleet.pod("web").initContainers = [{ ...fleet.container("web"), name: "first" }];
        fleet.object("quota").spec.hard["requests.cpu"] = "2750m";
      },
    },
  ],
});
