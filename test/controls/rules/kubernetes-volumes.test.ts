import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, type TenantFleet } from "../support/tenant-fleet";
import { NAMESPACE } from "../support/tenant-objects";

const WEB = [idOf("web")];
const pod = (edit: (pod: Body) => unknown) => (fleet: TenantFleet) => edit(fleet.pod("web"));
const volume = (edit: (volume: Body) => unknown) => pod(({ volumes }) => edit(volumes[0]));
const settings = (fleet: TenantFleet) => {
  const metadata = { name: "settings", namespace: NAMESPACE };
  fleet.tenant.objects["settings"] = { apiVersion: "v1", kind: "ConfigMap", metadata, data: {} };
};

describeRule("volumes-are-whole", {
  judges: [...WEB, idOf("nightly"), idOf("index"), idOf("kured", PLATFORM)],
  breaches: [
    {
      when: "a volume is of no kind",
      saying: /is of 0 kinds, not one/,
      finds: WEB,
      change: volume((one) => delete one["projected"]),
    },
    {
      when: "a volume is mounted by nobody",
      saying: /no container mounts the volume tmp/,
      finds: WEB,
      change: (fleet) => fleet.container("web").volumeMounts.pop(),
    },
    {
      when: "a volume has nothing in it",
      saying: /secrets has nothing in it/,
      finds: WEB,
      change: volume((one) => (one["projected"].sources = [])),
    },
    {
      when: "a part of a volume has nothing in it",
      saying: /a part of the volume secrets has nothing in it/,
      finds: WEB,
      change: volume((one) => one["projected"].sources.push({})),
    },
    {
      when: "a Secret is not there",
      saying: /waits for the Secret other, which this stack does not make/,
      finds: WEB,
      change: volume((one) => (one["projected"].sources[0].secret.name = "other")),
    },
    {
      when: "a file of a volume has no name",
      saying: /has no key, or no name/,
      finds: WEB,
      change: volume((one) => (one["projected"].sources[0].secret.items = [{ key: "key" }])),
    },
    {
      when: "a ConfigMap is not there",
      saying: /waits for the ConfigMap settings/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").envFrom = [{ configMapRef: { name: "settings" } }]),
    },
    {
      when: "a ConfigMap is another namespace's",
      saying: /waits for the ConfigMap settings/,
      finds: WEB,
      change: (fleet) => {
        settings(fleet);
        fleet.object("settings").metadata.namespace = "verne-production";
        fleet.pod("web").volumes[1] = { name: "tmp", configMap: { name: "settings" } };
      },
    },
    {
      when: "a variable is from nowhere",
      saying: /has NODE from nowhere/,
      finds: WEB,
      change: (fleet) => fleet.container("web").env.push({ name: "NODE", valueFrom: {} }),
    },
    {
      when: "a volume is mounted at half a path",
      saying: /mounted at tmp, which is no whole path/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").volumeMounts[1].mountPath = "tmp"),
    },
  ],
  allows: [
    {
      when: "a ConfigMap is made beside the pod",
      change: (fleet) => {
        settings(fleet);
        fleet.pod("web").volumes[1] = { name: "tmp", configMap: { name: "settings" } };
      },
    },
    {
      when: "a program may do without a Secret",
      change: volume((one) => (one["projected"].sources[0].secret = { name: "other", optional: true })),
    },
    {
      when: "a Secret comes with a certificate",
      change: volume((one) => (one["projected"].sources[0].secret.name = "portaal-tls")),
    },
    {
      when: "a Secret is fetched from a store",
      change: (fleet) => {
        const metadata = { name: "fetched", namespace: NAMESPACE };
        const spec = { secretStoreRef: { kind: "ClusterSecretStore", name: "vault" }, target: {}, data: [] };
        fleet.tenant.objects["fetched"] = {
          apiVersion: "external-secrets.io/v1",
          kind: "ExternalSecret",
          metadata,
          spec,
        };
        volume((one) => (one["projected"].sources[0].secret.name = "fetched"))(fleet);
      },
    },
  ],
});

describeRule("words-of-the-api", {
  judges: [...WEB, idOf("scaler"), idOf("gateway"), idOf("kured", PLATFORM)],
  breaches: [
    {
      when: "an image is pulled as nobody knows",
      saying: /imagePullPolicy is Sometimes, which is none of Always, IfNotPresent/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").imagePullPolicy = "Sometimes"),
    },
    {
      when: "a port speaks HTTP",
      saying: /protocol is HTTP, which is none of TCP, UDP/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").ports[0].protocol = "HTTP"),
    },
    {
      when: "an update goes as nobody knows",
      saying: /type is Rolling/,
      finds: WEB,
      change: (fleet) => (fleet.object("web").spec.strategy.type = "Rolling"),
    },
    {
      when: "a scaler is about another API",
      saying: /apiVersion is extensions\/v1beta1/,
      finds: [idOf("scaler")],
      change: (fleet) => (fleet.object("scaler").spec.scaleTargetRef.apiVersion = "extensions/v1beta1"),
    },
    {
      when: "a binding gives a role of another API",
      saying: /apiGroup is rbac/,
      finds: [idOf("binding")],
      change: (fleet) => (fleet.object("binding").roleRef.apiGroup = "rbac"),
    },
  ],
  allows: [
    {
      when: "a label is called like a field",
      change: (fleet) => (fleet.object("web").metadata.labels.protocol = "carrier-pigeon"),
    },
    {
      when: "a listener speaks HTTPS",
      change: (fleet) => (fleet.object("gateway").spec.listeners[1].protocol = "HTTPS"),
    },
  ],
});
