import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, type TenantFleet } from "../support/tenant-fleet";

const WEB = [idOf("web")];
const KURED = [idOf("kured", PLATFORM)];
const kured = (fleet: TenantFleet) => fleet.ofPlatform("kured").spec.template.spec;

/** What a security context says of a container, or of its pod. */
const context =
  (edit: (container: Record<string, unknown>, pod: Record<string, unknown>) => void) =>
  (fleet: TenantFleet) =>
    edit(fleet.container("web").securityContext, fleet.pod("web").securityContext);

const folder = (type: string) => (fleet: TenantFleet) => {
  const { metadata, spec } = fleet.ofPlatform("kured");
  Object.assign(metadata.annotations, { "straat/opt-out.hostPath": "it keeps what waits on its node" });
  Object.assign(spec.template.spec, {
    volumes: [{ name: "spool", hostPath: { path: "/var/spool/k", type } }],
  });
  spec.template.spec.containers[0].volumeMounts = [{ name: "spool", mountPath: "/spool" }];
};

describeRule("not-privileged", {
  judges: [...WEB, idOf("nightly"), idOf("index"), ...KURED],
  breaches: [
    {
      when: "a container is privileged",
      saying: /web is privileged/,
      finds: WEB,
      change: context((container) => (container["privileged"] = true)),
    },
    {
      when: "nothing is said of what a container may become",
      saying: /may become more/,
      finds: WEB,
      change: context((container) => delete container["allowPrivilegeEscalation"]),
    },
    {
      when: "a container is root in a pod that is not",
      saying: /web runs as root/,
      finds: WEB,
      change: context((container) => (container["runAsUser"] = 0)),
    },
    {
      when: "nothing is said of a user, and a container allows root where its pod does not",
      saying: /runs as root where its image says so/,
      finds: WEB,
      change: context((container, pod) => {
        delete container["runAsUser"];
        delete pod["runAsUser"];
        container["runAsNonRoot"] = false;
      }),
    },
    {
      when: "a container has a right of the kernel's",
      saying: /right SYS_ADMIN/,
      finds: WEB,
      change: context((container) => (container["capabilities"] = { add: ["SYS_ADMIN"] })),
    },
    {
      when: "a pod shares its node's network",
      saying: /node's network/,
      finds: WEB,
      change: (fleet) => (fleet.pod("web").hostNetwork = true),
    },
    {
      when: "a pod has a folder of its node",
      saying: /host path/,
      finds: WEB,
      change: (fleet) => fleet.pod("web").volumes.push({ name: "root", hostPath: { path: "/" } }),
    },
    {
      when: "a tenant writes a reason, as only a platform may",
      saying: /node's network/,
      finds: WEB,
      change: (fleet) => {
        fleet.pod("web").hostNetwork = true;
        const { metadata } = fleet.object("web");
        metadata.annotations = { "straat/opt-out.hostNetwork": "it is faster like this" };
      },
    },
    {
      when: "what of the platform is on its node says no reason",
      saying: /no annotation straat\/opt-out/,
      finds: KURED,
      change: (fleet) => {
        const { metadata } = fleet.ofPlatform("kured");
        metadata.annotations = { "straat/opt-out.hostPID": "no" };
      },
    },
    {
      when: "what of the platform is privileged, and says why it is something else",
      saying: /kured is privileged, and no annotation straat\/opt-out.privileged says why/,
      finds: KURED,
      change: (fleet) => {
        fleet.ofPlatform("kured").spec.template.spec.containers[0].securityContext.privileged = true;
      },
    },
    {
      when: "what of the platform writes a folder of its node that is others' too",
      saying: /writes a folder of its node/,
      finds: KURED,
      change: folder("Directory"),
    },
    {
      when: "what of the platform is on its node stands where others are restricted",
      saying: /node's processes/,
      finds: KURED,
      change: (fleet) => {
        const { metadata } = fleet.ofPlatform("space");
        Object.assign(metadata.labels, { "pod-security.kubernetes.io/enforce": "restricted" });
      },
    },
  ],
  allows: [
    {
      when: "what of the platform writes a folder that it makes itself, and says why",
      change: folder("DirectoryOrCreate"),
    },
    {
      when: "a pod names the user of its containers",
      change: context((container) => delete container["runAsUser"]),
    },
  ],
});

describeRule("containers-are-restricted", {
  judges: [...WEB, idOf("nightly"), idOf("index"), idOf("proxies"), ...KURED],
  breaches: [
    {
      when: "a container is of root's group",
      saying: /is of the group 0, which may be root's/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").securityContext.runAsGroup = 0),
    },
    {
      when: "neither a pod nor its container says of which group it is",
      saying: /is of the group that its image says/,
      finds: WEB,
      change: (fleet) => {
        delete fleet.pod("web").securityContext.runAsGroup;
        delete fleet.container("web").securityContext.runAsGroup;
      },
    },
    ...(
      [
        ["allowPrivilegeEscalation", true, /gain privileges/],
        ["readOnlyRootFilesystem", false, /write its root file system/],
        ["seccompProfile", { type: "Unconfined" }, /no seccomp profile/],
        ["capabilities", {}, /does not drop all/],
      ] as const
    ).map(([key, value, saying]) => ({
      when: `what of the platform says why it is root, and ${key} is ${JSON.stringify(value)}`,
      saying,
      finds: KURED,
      change: (fleet: TenantFleet) => {
        fleet.ofPlatform("kured").spec.template.spec.containers[0].securityContext[key] = value;
      },
    })),
    ...(
      [
        ["capabilities", undefined, /does not drop all/],
        ["allowPrivilegeEscalation", true, /gain privileges/],
        ["runAsNonRoot", false, /refuse root/],
        ["runAsUser", 1000, /runs as user 1000/],
        ["readOnlyRootFilesystem", false, /write its root file system/],
        ["seccompProfile", { type: "Unconfined" }, /no seccomp profile/],
        ["capabilities", { drop: ["ALL"], add: ["CHOWN"] }, /given capabilities/],
      ] as const
    ).map(([key, value, saying]) => ({
      when: `a container says ${key} ${JSON.stringify(value)}`,
      saying,
      finds: WEB,
      change: context((container) => (container[key] = value)),
    })),
    {
      when: "a volume is of a kind that is refused",
      saying: /of kind nfs/,
      finds: WEB,
      change: (fleet) => fleet.pod("web").volumes.push({ name: "x", nfs: { server: "a", path: "/" } }),
    },
    {
      when: "a pod of the platform stands where pods are restricted, and is not",
      saying: /refuse root/,
      finds: KURED,
      change: (fleet) => {
        const { metadata } = fleet.ofPlatform("space");
        Object.assign(metadata.labels, { "pod-security.kubernetes.io/enforce": "restricted" });
      },
    },
    {
      when: "proxies of a gateway may write their root file system",
      saying: /envoy may write/,
      finds: [idOf("proxies")],
      change: (fleet) => {
        const { kubernetes } = fleet.object("proxies").spec.provider;
        kubernetes.envoyDeployment.container.securityContext.readOnlyRootFilesystem = false;
      },
    },
  ],
  allows: [
    {
      when: "a root file system is written for a reason",
      change: (fleet) => {
        fleet.container("web").securityContext.readOnlyRootFilesystem = false;
        Object.assign(fleet.object("web").metadata, {
          annotations: { "straat/opt-out.readOnlyRootFilesystem": "its cache stands beside its code" },
        });
      },
    },
    {
      when: "the pod says whatever its container does not",
      change: context((container) => {
        delete container["runAsNonRoot"];
        delete container["runAsUser"];
        delete container["seccompProfile"];
      }),
    },
  ],
});

describeRule("no-token-mounted", {
  judges: [...WEB, idOf("account_web"), idOf("nobody"), idOf("kured", PLATFORM)],
  breaches: [
    {
      when: "nothing is said of a pod's token",
      saying: /mounts a token/,
      finds: WEB,
      change: (fleet) => delete fleet.pod("web").automountServiceAccountToken,
    },
    {
      when: "an account hands out tokens",
      saying: /mounts a token/,
      finds: [idOf("nobody")],
      change: (fleet) => delete fleet.object("nobody").automountServiceAccountToken,
    },
    {
      when: "a pod is of everybody's account",
      saying: /everybody in the namespace/,
      finds: WEB,
      change: (fleet) => delete fleet.pod("web").serviceAccountName,
    },
    {
      when: "a volume holds a token",
      saying: /holds a token/,
      finds: WEB,
      change: (fleet) =>
        fleet.pod("web").volumes.push({
          name: "token",
          projected: { sources: [{ serviceAccountToken: { path: "token" } }] },
        }),
    },
    {
      when: "nobody tells the default account to hand out nothing",
      saying: /its default account/,
      finds: [idOf("space")],
      change: (fleet) => delete fleet.tenant.objects["nobody"],
    },
    {
      when: "what of the platform may ask is of everybody's account",
      saying: /everybody in the namespace/,
      finds: KURED,
      change: (fleet) => delete kured(fleet).serviceAccountName,
    },
    {
      when: "what of the platform asks the API server says no reason",
      saying: /mounts a token/,
      finds: KURED,
      change: (fleet) => delete fleet.ofPlatform("kured").metadata.annotations,
    },
  ],
  allows: [
    {
      when: "what of the platform mounts nothing",
      change: (fleet) => {
        delete fleet.ofPlatform("kured").metadata.annotations;
        kured(fleet).automountServiceAccountToken = false;
      },
    },
  ],
});
