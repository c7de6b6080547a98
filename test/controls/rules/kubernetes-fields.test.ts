import type { Body } from "../../support/app";
import { EditableFleet } from "../support/editable-fleet";
import { type Breach, describeRule } from "../support/rule-cases";

const STACK = "zorgplein-production";
const PLATFORM = "platform-amsterdam";
const WEB = "kubernetes_deployment_v1.apps_web";
const JOB = "kubernetes_cron_job_v1.apps_retention";
const SPACE = "kubernetes_namespace_v1.apps_namespace";
const SERVICE = "kubernetes_service_v1.apps_web";
const SCALER = "kubernetes_horizontal_pod_autoscaler_v2.apps_web";
const AGENT = "kubernetes_daemon_set_v1.cluster_logs_program";

/** The manifest of a kind, where there is more than one the first. */
function manifestOf(
  fleet: EditableFleet,
  kind: string,
  stack: string,
): readonly [address: string, body: Body] {
  const all = Object.entries<Body>(fleet.stack(stack).terraform["resource"].kubernetes_manifest);
  const [name, body] = all.find(([, one]) => one["manifest"].kind === kind) as [string, Body];
  return [`kubernetes_manifest.${name}`, body];
}

const addressOf = (kind: string, stack: string) => manifestOf(EditableFleet.examples(), kind, stack)[0];

const inObject = (
  when: string,
  saying: RegExp,
  edit: (body: Body) => void,
  address = WEB,
  stack = STACK,
): Breach => ({
  when,
  saying,
  finds: [`${stack}/${address}`],
  change: (fleet) => edit(fleet.resource(stack, address)),
});

const inManifest = (
  kind: string,
  when: string,
  saying: RegExp,
  edit: (manifest: Body) => void,
  stack = STACK,
) => inObject(when, saying, ({ manifest }) => edit(manifest), addressOf(kind, stack), stack);

const podIn = ({ spec }: Body): Body => spec.template.spec;
const inPod = (when: string, saying: RegExp, change: object) =>
  inObject(when, saying, (body) => Object.assign(podIn(body), change));
const inContainer = (when: string, saying: RegExp, change: object) =>
  inObject(when, saying, (body) => Object.assign(podIn(body)["container"][0], change));
const inSecurity = (when: string, saying: RegExp, change: object) =>
  inObject(when, saying, (body) => Object.assign(podIn(body)["container"][0].security_context, change));
const withVolume = (when: string, saying: RegExp, volume: object) =>
  inObject(when, saying, (body) => {
    podIn(body)["volume"] = [...podIn(body)["volume"], { name: "more", ...volume }];
  });

describeRule("no-unknown-fields", {
  fleet: EditableFleet.examples,
  judges: [
    `${STACK}/${WEB}`,
    `${STACK}/${JOB}`,
    `${STACK}/${SPACE}`,
    `${STACK}/${addressOf("EnvoyProxy", STACK)}`,
    `${PLATFORM}/${AGENT}`,
    `${PLATFORM}/${addressOf("Schedule", PLATFORM)}`,
  ],
  breaches: [
    inPod("a pod goes before the cluster's own", /spec\.template\.spec\.priorityClassName is set/, {
      priority_class_name: "system-node-critical",
    }),
    inPod("a pod stands on one host", /nodeName is set, and no rule knows/, { node_name: "node-1" }),
    inPod("a pod stands where it was told", /nodeSelector is set/, { node_selector: { zone: "a" } }),
    inPod("a pod stays on nodes that are lost", /tolerations is set/, {
      toleration: [{ operator: "Exists" }],
    }),
    inPod("a pod has names of its own", /hostAliases is set/, {
      host_aliases: [{ ip: "198.51.100.9", hostnames: ["database"] }],
    }),
    inPod("names are looked up elsewhere", /dnsPolicy is "Default", not ClusterFirst: names/, {
      dns_policy: "Default",
    }),
    inPod("another runs its containers", /runtimeClassName is set/, { runtime_class_name: "none" }),
    inPod("its containers see each other", /shareProcessNamespace is true, not false/, {
      share_process_namespace: true,
    }),
    inPod("it stops in a day", /terminationGracePeriodSeconds is 86400, not from 1 to 660/, {
      termination_grace_period_seconds: 86_400,
    }),
    inPod("its pods are kept together", /affinity\.podAffinity is set/, {
      affinity: {
        pod_affinity: { required_during_scheduling_ignored_during_execution: [{ topology_key: "x" }] },
      },
    }),
    inObject("after a lost zone its pods wait", /\[0\]\.whenUnsatisfiable is "DoNotSchedule"/, (body) => {
      podIn(body)["topology_spread_constraint"][0].when_unsatisfiable = "DoNotSchedule";
    }),
    inObject("the kernel is told otherwise", /securityContext\.sysctls is set/, (body) => {
      podIn(body)["security_context"].sysctl = [{ name: "net.core.somaxconn", value: "1" }];
    }),
    inObject("it is of a group more", /supplementalGroups is set/, (body) => {
      podIn(body)["security_context"].supplemental_groups = [0];
    }),
    inSecurity("it is of root's group", /runAsGroup is 0, not from 1/, { run_as_group: "0" }),
    inSecurity("SELinux lets it out", /seLinuxOptions is set/, { se_linux_options: { type: "spc_t" } }),
    inSecurity("a file of its node says what it may", /seccompProfile\.type is "Localhost"/, {
      seccomp_profile: { type: "Localhost", localhost_profile: "all.json" },
    }),
    inObject("it is given a right back", /capabilities\.add is set/, (body) => {
      podIn(body)["container"][0].security_context.capabilities.add = ["NET_BIND_SERVICE"];
    }),
    inContainer("it keeps a terminal open", /stdin is set/, { stdin: true }),
    inContainer("its image is not asked for again", /imagePullPolicy is "Never"/, {
      image_pull_policy: "Never",
    }),
    inContainer("a variable is a secret", /env\[0\]\.valueFrom is set/, {
      env: [{ name: "KEY", value_from: { secret_key_ref: { name: "key", key: "key" } } }],
    }),
    inContainer("variables are a Secret", /envFrom is set/, { env_from: [{ secret_ref: { name: "key" } }] }),
    inContainer("a disk is put into it", /volumeDevices is set/, {
      volume_device: [{ name: "more", device_path: "/dev/sda" }],
    }),
    inContainer("the API server is sent a file of it", /terminationMessagePath is "\/run\/secrets\/key"/, {
      termination_message_path: "/run/secrets/key",
    }),
    inObject("something runs when it starts", /lifecycle\.postStart is set/, (body) => {
      podIn(body)["container"][0].lifecycle.post_start = [{ exec: { command: ["id"] } }];
    }),
    inObject("another answers for it", /livenessProbe\.httpGet\.host is set/, (body) => {
      podIn(body)["container"][0].liveness_probe.http_get.host = "198.51.100.1";
    }),
    inObject(
      "it may hang for days",
      /livenessProbe\.failureThreshold is 100000, not from 1 to 12/,
      (body) => {
        podIn(body)["container"][0].liveness_probe.failure_threshold = 100_000;
      },
    ),
    inObject("it asks for a device", /limits\.nvidia\.com\/gpu is set/, (body) => {
      podIn(body)["container"][0].resources.limits["nvidia.com/gpu"] = "1";
    }),
    inObject("what its node mounts is seen in it", /mountPropagation is "HostToContainer"/, (body) => {
      podIn(body)["container"][0].volume_mount[0].mount_propagation = "HostToContainer";
    }),
    withVolume("a volume is a share", /volumes\[\d\]\.nfs is set/, {
      nfs: { server: "198.51.100.1", path: "/" },
    }),
    withVolume("a volume is a driver's", /volumes\[\d\]\.csi is set/, { csi: { driver: "nfs.csi.k8s.io" } }),
    withVolume("a volume is somebody's claim", /persistentVolumeClaim is set/, {
      persistent_volume_claim: { claim_name: "other" },
    }),
    withVolume("a volume takes its node's memory", /emptyDir\.medium is set/, {
      empty_dir: { medium: "Memory" },
    }),
    withVolume("a volume is a whole Secret", /secret is set/, { secret: { secret_name: "portal-tls" } }),
    inObject("its network is another", /annotations has k8s\.v1\.cni\.cncf\.io\/networks/, (body) => {
      body["spec"].template.metadata.annotations = { "k8s.v1.cni.cncf.io/networks": "kube-system/host" };
    }),
    inObject("it is left out of backups", /velero\.io\/exclude-from-backup is set/, (body) => {
      body["metadata"].labels["velero.io/exclude-from-backup"] = "true";
    }),
    inObject("a release is held", /spec\.paused is set/, (body) => (body["spec"].paused = true)),
    inObject("there is no way back", /revisionHistoryLimit is 0/, (body) => {
      body["spec"].revision_history_limit = 0;
    }),
    inObject("an apply does not wait", /wait_for_rollout is false, not true/, (body) => {
      body["wait_for_rollout"] = false;
    }),
    inObject(
      "all that is in a stage stands on one host",
      /annotations has scheduler\.alpha\.kubernetes\.io\/node-selector/,
      ({ metadata }) => (metadata.annotations["scheduler.alpha.kubernetes.io/node-selector"] = "a=b"),
      SPACE,
    ),
    inObject(
      "a namespace calls itself another",
      /labels\.kubernetes\.io\/metadata\.name is set/,
      ({ metadata }) => (metadata.labels["kubernetes.io/metadata.name"] = "kube-system"),
      SPACE,
    ),
    inObject(
      "a job is broken off by the next",
      /concurrencyPolicy is "Replace", not Forbid/,
      ({ spec }) => (spec.concurrency_policy = "Replace"),
      JOB,
    ),
    inObject(
      "a job is tried without an end",
      /backoffLimit is 100000/,
      ({ spec }) => (spec.job_template.spec.backoff_limit = 100_000),
      JOB,
    ),
    inObject(
      "a Service is another's name",
      /externalName is set/,
      ({ spec }) => (spec.external_name = "x"),
      SERVICE,
    ),
    inObject(
      "a Service has an address by hand",
      /clusterIP is "10\.96\.0\.10", not None/,
      ({ spec }) => (spec.cluster_ip = "10.96.0.10"),
      SERVICE,
    ),
    inObject(
      "a Service asks for another's address",
      /annotations has projectcalico/,
      ({ metadata }) => (metadata.annotations = { "projectcalico.org/loadBalancerIPs": "[]" }),
      SERVICE,
    ),
    inObject(
      "pods come when it is too late",
      /averageUtilization is 500, not from 20 to 90/,
      ({ spec }) => (spec.metric[0].resource.target.average_utilization = 500),
      SCALER,
    ),
    inObject(
      "a peak is never answered",
      /scaleUp\.selectPolicy is "Disabled"/,
      ({ spec }) => ([spec.behavior].flat()[0].scale_up[0].select_policy = "Disabled"),
      SCALER,
    ),
    inObject(
      "a program of every node is on another network",
      /hostNetwork is set/,
      (body) => (podIn(body)["host_network"] = true),
      AGENT,
      PLATFORM,
    ),
    inManifest("EnvoyProxy", "proxies are patched", /envoyDeployment\.patch is set/, ({ spec }) => {
      spec.provider.kubernetes.envoyDeployment.patch = { value: {} };
    }),
    inManifest(
      "EnvoyProxy",
      "a password is logged",
      /json has key, which is "%REQ\(AUTHORIZATION\)%"/,
      ({ spec }) => {
        spec.telemetry.accessLog.settings[0].format.json.key = "%REQ(AUTHORIZATION)%";
      },
    ),
    inManifest("ClientTrafficPolicy", "a header says who comes", /clientIPDetection is set/, ({ spec }) => {
      spec.clientIPDetection = { xForwardedFor: { numTrustedHops: 1 } };
    }),
    inManifest("Gateway", "a gateway has an address more", /spec\.addresses is set/, ({ spec }) => {
      spec.addresses = [{ value: "198.51.100.1" }];
    }),
    inManifest(
      "HTTPRoute",
      "a stranger hears everything",
      /filters\[\d\]\.requestMirror is set/,
      ({ spec }) => {
        spec.rules[0].filters.push({ type: "RequestMirror", requestMirror: { backendRef: { name: "web" } } });
      },
    ),
    inManifest(
      "Certificate",
      "a certificate signs others",
      /spec\.isCA is set/,
      ({ spec }) => (spec.isCA = true),
    ),
    inManifest("PodDisruptionBudget", "a node waits for ever", /minAvailable is set/, ({ spec }) => {
      spec.minAvailable = "100%";
    }),
    inManifest(
      "BackupStorageLocation",
      "whoever answers is given the backups",
      /config\.insecureSkipTLSVerify is set/,
      ({ spec }) => (spec.config.insecureSkipTLSVerify = "true"),
      PLATFORM,
    ),
    inManifest(
      "Schedule",
      "volumes are in no backup",
      /excludedResources\[\d\] is "persistentvolumes"/,
      ({ spec }) => spec.template.excludedResources.push("persistentvolumes"),
      PLATFORM,
    ),
    inObject(
      "what is changed by hand stays",
      /computed_fields is set/,
      (body) => (body["computed_fields"] = ["spec"]),
      addressOf("SecurityPolicy", STACK),
    ),
    {
      when: "an object is of a kind that nothing here writes",
      saying: /nothing in a tenant is a PriorityClass of scheduling\.k8s\.io\/v1/,
      finds: [`${STACK}/kubernetes_priority_class_v1.more`],
      change: (fleet) => {
        const { resource } = fleet.stack(STACK).terraform;
        resource.kubernetes_priority_class_v1 = { more: { metadata: { name: "more" }, value: 1_000_000 } };
      },
    },
  ],
  allows: [
    {
      when: "a field is nothing",
      change: (fleet) => Object.assign(podIn(fleet.resource(STACK, WEB)), { node_name: null }),
    },
    {
      when: "an application is told something of its own",
      change: (fleet) => {
        podIn(fleet.resource(STACK, WEB))["container"][0].env = [{ name: "LANGUAGE", value: "nl" }];
      },
    },
  ],
});
