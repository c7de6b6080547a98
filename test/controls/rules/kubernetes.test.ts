import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;
const IMAGE = `registry.example.nl/verne/web:1.4.2@${DIGEST}`;
const WEB = "verne-production/kubernetes_deployment_v1.web";

const CONTAINER = {
  name: "web",
  image: IMAGE,
  security_context: {
    privileged: false,
    allow_privilege_escalation: false,
    run_as_user: "10001",
    capabilities: { drop: ["ALL"] },
  },
};

/** A deployment as somebody would add it by hand, with one thing changed. */
const deployment =
  (edit: (pod: Body, whole: Body) => void = () => {}) =>
  (fleet: EditableFleet) => {
    const pod: Body = {
      container: [structuredClone(CONTAINER)],
      init_container: [structuredClone(CONTAINER)],
      volume: [{ name: "tmp", empty_dir: {} }],
    };
    const whole: Body = {
      metadata: { name: "web", namespace: "verne-production" },
      spec: { template: { metadata: {}, spec: pod } },
    };
    edit(pod, whole);
    fleet.stack("verne-production").terraform.resource.kubernetes_deployment_v1 = { web: whole };
  };

const manifest =
  (edit: (pod: Body, manifest: Body) => void = () => {}) =>
  (fleet: EditableFleet) => {
    const securityContext = { runAsNonRoot: true, allowPrivilegeEscalation: false };
    const pod: Body = { containers: [{ name: "job", image: IMAGE, securityContext }] };
    const whole: Body = {
      kind: "CronJob",
      metadata: { name: "job", namespace: "verne-production" },
      spec: { jobTemplate: { spec: { template: { spec: pod } } } },
    };
    edit(pod, whole);
    fleet.stack("verne-production").terraform.resource.kubernetes_manifest = { job: { manifest: whole } };
  };
const JOB = "verne-production/kubernetes_manifest.job";

describeRule("image-by-digest", {
  judges: [],
  breaches: [
    {
      when: "an image has a tag only",
      saying: /has no digest/,
      finds: [WEB],
      change: deployment((pod) => (pod.container[0].image = "registry.example.nl/verne/web:1.4.2")),
    },
    {
      when: "an image of a start has a tag only",
      saying: /has no digest/,
      finds: [WEB],
      change: deployment((pod) => (pod.init_container[0].image = "registry.example.nl/verne/web:latest")),
    },
    {
      when: "an image names no registry",
      saying: /no registry/,
      finds: [WEB],
      change: deployment((pod) => (pod.container[0].image = `verne/web@${DIGEST}`)),
    },
    {
      when: "an image is a name",
      saying: /no digest/,
      finds: [WEB],
      change: deployment((pod) => (pod.container[0].image = "nginx")),
    },
    {
      when: "a container has no image",
      saying: /image is not there/,
      finds: [WEB],
      change: deployment((pod) => delete pod.container[0].image),
    },
    {
      when: "a manifest's image has a tag only",
      saying: /has no digest/,
      finds: [JOB],
      change: manifest((pod) => (pod.containers[0].image = "registry.example.nl/verne/job:1")),
    },
  ],
  allows: [
    { when: "every image is pinned", change: deployment() },
    { when: "a manifest's image is pinned", change: manifest() },
    {
      when: "a registry has a port",
      change: deployment((pod) => (pod.container[0].image = `registry.example.nl:5000/verne/web@${DIGEST}`)),
    },
  ],
});

describeRule("namespace-not-default", {
  judges: [],
  breaches: [
    {
      when: "no namespace is named",
      saying: /lands in default/,
      finds: [WEB],
      change: deployment((_, whole) => delete whole.metadata.namespace),
    },
    {
      when: "it stands in everybody's",
      saying: /stands in default/,
      finds: [WEB],
      change: deployment((_, whole) => (whole.metadata.namespace = "default")),
    },
    {
      when: "a manifest stands in the cluster's own",
      saying: /kube-system/,
      finds: [JOB],
      change: manifest((_, whole) => (whole.metadata.namespace = "kube-system")),
    },
    {
      when: "nothing is said of it",
      saying: /no metadata/,
      finds: [WEB],
      change: deployment((_, whole) => delete whole.metadata),
    },
  ],
  allows: [
    { when: "it stands in one of its own", change: deployment() },
    {
      when: "a namespace itself stands in none",
      change: (fleet) => {
        fleet.stack("verne-production").terraform.resource.kubernetes_namespace_v1 = {
          verne: { metadata: { name: "verne-production" } },
        };
      },
    },
  ],
});

describeRule("not-privileged", {
  judges: [],
  breaches: [
    {
      when: "a container is privileged",
      saying: /web is privileged/,
      finds: [WEB],
      change: deployment((pod) => (pod.container[0].security_context.privileged = true)),
    },
    {
      when: "a container may become more",
      saying: /may become more/,
      finds: [WEB],
      change: deployment((pod) => (pod.container[0].security_context.allow_privilege_escalation = true)),
    },
    {
      when: "a container runs as root",
      saying: /runs as root/,
      finds: [WEB],
      change: deployment((pod) => (pod.container[0].security_context.run_as_user = "0")),
    },
    {
      when: "nothing is said of a container",
      saying: /web may become more than it is: nothing says it may not/,
      finds: [WEB],
      change: deployment((pod) => delete pod.container[0].security_context),
    },
    {
      when: "nothing is said of what a container may become",
      saying: /web may become more/,
      finds: [WEB],
      change: deployment((pod) => delete pod.container[0].security_context.allow_privilege_escalation),
    },
    {
      when: "nothing is said of a container's user",
      saying: /runs as root where its image says so/,
      finds: [WEB],
      change: deployment((pod) => delete pod.container[0].security_context.run_as_user),
    },
    {
      when: "a container is root in a pod that is not",
      saying: /web runs as root/,
      finds: [WEB],
      change: deployment((pod) => {
        pod.security_context = { run_as_user: 10001, run_as_non_root: true };
        pod.container[0].security_context.run_as_user = 0;
      }),
    },
    {
      when: "a pod refuses root and a container allows it",
      saying: /web runs as root where its image says so/,
      finds: [WEB],
      change: deployment((pod) => {
        pod.security_context = { run_as_non_root: true };
        delete pod.container[0].security_context.run_as_user;
        pod.container[0].security_context.run_as_non_root = false;
      }),
    },
    {
      when: "nothing is said of a container in a manifest",
      saying: /job may become more/,
      finds: [JOB],
      change: manifest((pod) => delete pod.containers[0].securityContext),
    },
    {
      when: "a container has a right of the kernel's",
      saying: /right SYS_ADMIN/,
      finds: [WEB],
      change: deployment((pod) => (pod.container[0].security_context.capabilities.add = ["SYS_ADMIN"])),
    },
    {
      when: "a container of a start is privileged",
      saying: /privileged/,
      finds: [WEB],
      change: deployment((pod) => (pod.init_container[0].security_context.privileged = true)),
    },
    {
      when: "a pod shares its node's network",
      saying: /node's network/,
      finds: [WEB],
      change: deployment((pod) => (pod.host_network = true)),
    },
    {
      when: "a pod sees its node's processes",
      saying: /node's processes/,
      finds: [WEB],
      change: deployment((pod) => (pod.host_pid = true)),
    },
    {
      when: "a pod has a folder of its node",
      saying: /host path/,
      finds: [WEB],
      change: deployment((pod) => pod.volume.push({ name: "root", host_path: { path: "/" } })),
    },
    {
      when: "a manifest's pod shares its node's network",
      saying: /node's network/,
      finds: [JOB],
      change: manifest((pod) => (pod.hostNetwork = true)),
    },
    {
      when: "a manifest's container is privileged",
      saying: /job is privileged/,
      finds: [JOB],
      change: manifest((pod) => (pod.containers[0].securityContext.privileged = true)),
    },
  ],
  allows: [
    { when: "a pod has nothing of its node", change: deployment() },
    { when: "a manifest refuses root without naming a user", change: manifest() },
    {
      when: "a pod names the user of its containers",
      change: deployment((pod) => {
        pod.security_context = [{ run_as_user: 10001 }];
        for (const container of [...pod.container, ...pod.init_container])
          delete container.security_context.run_as_user;
      }),
    },
    {
      when: "a plan has an empty text for the user, and root is refused",
      change: deployment((pod) => {
        Object.assign(pod.container[0].security_context, { run_as_user: "", run_as_non_root: true });
      }),
    },
  ],
});
