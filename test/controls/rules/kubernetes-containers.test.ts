import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { refersToWhatIsThere } from "../../../lib/controls/rules/separation/refers-to-what-is-there";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, STACK, TenantFleet } from "../support/tenant-fleet";
import { IMAGE, NAMESPACE } from "../support/tenant-objects";

const WEB = [idOf("web")];
const KURED = [idOf("kured", PLATFORM)];
const DIGEST = IMAGE.slice(IMAGE.indexOf("@"));
const image = (name: string) => (fleet: TenantFleet) => {
  fleet.container("web").image = name;
};

describeRule("image-by-digest", {
  judges: [...WEB, idOf("nightly"), idOf("index"), ...KURED, idOf("proxies")],
  breaches: [
    {
      when: "an image has a tag only",
      saying: /has no digest/,
      finds: WEB,
      change: image("registry.example.nl/zorgplein/web:1.4.2"),
    },
    {
      when: "an image names no registry",
      saying: /no registry/,
      finds: WEB,
      change: image(`zorgplein/web:1${DIGEST}`),
    },
    { when: "an image is a name", saying: /no digest/, finds: WEB, change: image("nginx") },
    {
      when: "an image is the latest",
      saying: /is the latest/,
      finds: WEB,
      change: image(`registry.example.nl/zorgplein/web:latest${DIGEST}`),
    },
    {
      when: "an image has no tag",
      saying: /no tag/,
      finds: WEB,
      change: image(`registry.example.nl/zorgplein/web${DIGEST}`),
    },
    {
      when: "a container has no image",
      saying: /image is not there/,
      finds: WEB,
      change: (fleet) => delete fleet.container("web").image,
    },
    {
      when: "a container of a start has a tag only",
      saying: /no digest/,
      finds: [idOf("nightly")],
      change: (fleet) => {
        fleet.pod("nightly").initContainers = [{ name: "first", image: "registry.example.nl/a/b:1" }];
      },
    },
    {
      when: "a proxy has an image by tag",
      saying: /no digest/,
      finds: [idOf("proxies")],
      change: (fleet) => {
        const { kubernetes } = fleet.object("proxies").spec.provider;
        kubernetes.envoyDeployment.container.image = "registry.example.nl/envoy:1.36";
      },
    },
  ],
  allows: [
    {
      when: "a registry has a port",
      change: image(`registry.example.nl:5000/zorgplein/web:1.4.2-rc.1${DIGEST}`),
    },
  ],
});

describeRule("no-secret-literals", {
  judges: [...WEB, `${STACK}/kubernetes_secret_v1.key`],
  breaches: [
    {
      when: "a Secret is kept in the state",
      saying: /its data would stand in the state/,
      finds: [`${STACK}/kubernetes_secret_v1.key`],
      change: (fleet) => {
        const secret = fleet.tenant.resources["kubernetes_secret_v1"]?.["key"] as Record<string, unknown>;
        secret["data"] = { key: "${var.key}" };
      },
    },
    {
      when: "a manifest is a Secret with values",
      saying: /its stringData/,
      finds: [idOf("more")],
      change: (fleet) => {
        const metadata = { name: "more", namespace: NAMESPACE };
        fleet.tenant.objects["more"] = { apiVersion: "v1", kind: "Secret", metadata, stringData: { a: "b" } };
      },
    },
    {
      when: "a process has a secret in its environment",
      saying: /the secret KEY in its environment/,
      finds: WEB,
      change: (fleet) =>
        fleet.container("web").env.push({
          name: "KEY",
          valueFrom: { secretKeyRef: { name: "web-key", key: "key" } },
        }),
    },
    {
      when: "a process has all of a Secret in its environment",
      saying: /all of a Secret/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").envFrom = [{ secretRef: { name: "web-key" } }]),
    },
    {
      when: "a password stands in the environment",
      saying: /in plain text/,
      finds: WEB,
      change: (fleet) => fleet.container("web").env.push({ name: "DB_PASSWORD", value: "winter-in-delft-7" }),
    },
    {
      when: "a password stands in an argument",
      saying: /in plain text/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").args = ["postgres://app:winter7delft@db.example.nl/app"]),
    },
    {
      when: "everybody in a pod may read a secret's file",
      saying: /everybody may read/,
      finds: WEB,
      change: (fleet) => delete fleet.pod("web").volumes[0].projected.defaultMode,
    },
    {
      when: "a volume of a secret may be written",
      saying: /everybody may read or change/,
      finds: WEB,
      change: (fleet) =>
        fleet.pod("web").volumes.push({ name: "k", secret: { secretName: "web-key", defaultMode: 0o660 } }),
    },
    {
      when: "a ConfigMap holds a key",
      saying: /in plain text/,
      finds: [idOf("config")],
      change: (fleet) => {
        const metadata = { name: "config", namespace: NAMESPACE };
        const data = { "app.ini": "password = winter-in-delft-7" };
        fleet.tenant.objects["config"] = { apiVersion: "v1", kind: "ConfigMap", metadata, data };
      },
    },
  ],
  allows: [
    {
      when: "a Secret's file is its user's alone",
      change: (fleet) => (fleet.pod("web").volumes[0].projected.defaultMode = 0o400),
    },
  ],
});

describeRule("requests-and-limits", {
  judges: [...WEB, idOf("nightly"), idOf("index"), ...KURED, idOf("proxies")],
  breaches: [
    {
      when: "a container asks for nothing",
      saying: /web asks for no memory/,
      finds: WEB,
      change: (fleet) => delete fleet.container("web").resources.requests.memory,
    },
    {
      when: "a container may fill the disk",
      saying: /no limit of ephemeral-storage/,
      finds: WEB,
      change: (fleet) => delete fleet.container("web").resources.limits["ephemeral-storage"],
    },
    {
      when: "a container asks for more than it may use",
      saying: /asks for more cpu/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").resources.requests.cpu = "0.3"),
    },
    {
      when: "an amount is none",
      saying: /which is no amount/,
      finds: WEB,
      change: (fleet) => (fleet.container("web").resources.limits.memory = "much"),
    },
    {
      when: "nothing is said at all",
      saying: /asks for no cpu/,
      finds: [idOf("nightly")],
      change: (fleet) => delete fleet.container("nightly").resources,
    },
  ],
  allows: [
    {
      when: "a container may use more than it asks for",
      change: (fleet) => (fleet.container("web").resources.limits.memory = "1Gi"),
    },
    {
      when: "an amount is a number",
      change: (fleet) => Object.assign(fleet.container("web").resources.limits, { cpu: 1 }),
    },
    {
      when: "a processor is not limited, for a reason",
      change: (fleet) => {
        delete fleet.container("web").resources.limits.cpu;
        Object.assign(fleet.object("web").metadata, {
          annotations: { "straat/opt-out.cpuLimit": "it answers in bursts, and waits otherwise" },
        });
      },
    },
  ],
});

describe("refers-to-what-is-there", () => {
  const findings = (change: (fleet: TenantFleet) => void) => {
    const fleet = new TenantFleet();
    change(fleet);
    return findingsOf(fleet.assess([refersToWhatIsThere])).map(({ subject }) => subject);
  };

  test("knows variables that are declared, and misses others", () => {
    expect(findings(() => undefined)).toEqual([]);
    expect(findings((fleet) => delete fleet.tenant.variables["key"])).toEqual([
      `${STACK}/kubernetes_secret_v1.key`,
    ]);
  });
});
