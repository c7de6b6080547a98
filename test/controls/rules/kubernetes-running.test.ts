import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, type TenantFleet } from "../support/tenant-fleet";

const WEB = [idOf("web")];
const NIGHTLY = [idOf("nightly")];
const container = (edit: (container: Body) => void) => (fleet: TenantFleet) => edit(fleet.container("web"));

describeRule("probes-of-every-container", {
  judges: [...WEB, idOf("index"), idOf("kured", PLATFORM)],
  breaches: [
    {
      when: "nobody asks whether a container is ready",
      saying: /web is not asked whether it is ready/,
      finds: WEB,
      change: container((one) => delete one["readinessProbe"]),
    },
    {
      when: "nobody asks whether a container lives",
      saying: /web is not asked whether it lives/,
      finds: WEB,
      change: container((one) => delete one["livenessProbe"]),
    },
    {
      when: "a probe asks nothing",
      saying: /not asked whether it lives/,
      finds: WEB,
      change: container((one) => (one["livenessProbe"] = { periodSeconds: 5 })),
    },
    {
      when: "one question is for both",
      saying: /asked the same/,
      finds: WEB,
      change: container((one) => (one["livenessProbe"] = { httpGet: { port: "http", path: "/ready" } })),
    },
    {
      when: "another container is not asked",
      saying: /second is not asked/,
      finds: WEB,
      change: (fleet) => fleet.pod("web").containers.push({ ...fleet.container("nightly"), name: "second" }),
    },
  ],
  allows: [
    {
      when: "one question is asked with more patience",
      change: container((one) => {
        one["livenessProbe"] = { httpGet: { port: "http", path: "/ready" }, failureThreshold: 10 };
      }),
    },
    {
      when: "there is nothing to ask, for a reason",
      change: (fleet) => {
        delete fleet.container("web").readinessProbe;
        Object.assign(fleet.object("web").metadata, {
          annotations: { "straat/opt-out.readiness": "nobody sends it anything" },
        });
      },
    },
  ],
});

describeRule("stops-gracefully", {
  judges: [...WEB, ...NIGHTLY, idOf("index")],
  breaches: [
    {
      when: "an update takes pods away first",
      saying: /maxUnavailable/,
      finds: WEB,
      change: (fleet) => (fleet.object("web").spec.strategy.rollingUpdate.maxUnavailable = 1),
    },
    {
      when: "nothing is said of an update, which takes a quarter away",
      saying: /maxUnavailable/,
      finds: WEB,
      change: (fleet) => delete fleet.object("web").spec.strategy,
    },
    {
      when: "an update never starts",
      saying: /maxSurge/,
      finds: WEB,
      change: (fleet) => (fleet.object("web").spec.strategy.rollingUpdate.maxSurge = 0),
    },
    {
      when: "an update stops all",
      saying: /stops all its pods/,
      finds: WEB,
      change: (fleet) => (fleet.object("web").spec.strategy = { type: "Recreate" }),
    },
    {
      when: "a pod is killed while it waits",
      saying: /waits 10 seconds before it stops, and is killed after 10/,
      finds: WEB,
      change: (fleet) => (fleet.pod("web").terminationGracePeriodSeconds = 10),
    },
    {
      when: "a pod waits as the API has it, and too long",
      saying: /waits 40 seconds/,
      finds: WEB,
      change: container((one) => (one["lifecycle"] = { preStop: { sleep: { seconds: 40 } } })),
    },
    {
      when: "a pod is not told",
      saying: /killed without being told/,
      finds: NIGHTLY,
      change: (fleet) => (fleet.pod("nightly").terminationGracePeriodSeconds = 0),
    },
  ],
  allows: [
    {
      when: "a pod asks by HTTP to wait",
      change: container(
        (one) => (one["lifecycle"] = { preStop: { httpGet: { path: "/drain", port: 8080 } } }),
      ),
    },
  ],
});

const job = (edit: (spec: Body) => void) => (fleet: TenantFleet) => edit(fleet.object("nightly").spec);

describeRule("scheduled-jobs-end", {
  judges: NIGHTLY,
  breaches: [
    {
      when: "no clock is named",
      saying: /by the clock of the cluster/,
      finds: NIGHTLY,
      change: job((spec) => delete spec["timeZone"]),
    },
    {
      when: "another clock is named",
      saying: /by the clock of Etc\/UTC/,
      finds: NIGHTLY,
      change: job((spec) => (spec["timeZone"] = "Etc/UTC")),
    },
    {
      when: "the schedule names a clock too",
      saying: /a zone of its own/,
      finds: NIGHTLY,
      change: job((spec) => (spec["schedule"] = "TZ=UTC 30 5 * * *")),
    },
    ...(
      [
        ["is no schedule", "a b c d e", /its minute is not 0 to 59/],
        ["is on a day that never comes", "0 5 31 2 *", /a day that its months do not have/],
        ["is in the hour that March lacks", "30 2 * * *", /no time between 02:00 and 03:00/],
        ["is when a node starts", "@reboot", /not a schedule of five fields/],
      ] as const
    ).map(([what, schedule, saying]) => ({
      when: `its schedule ${what}`,
      saying,
      finds: NIGHTLY,
      change: job((spec) => (spec["schedule"] = schedule)),
    })),
    {
      when: "runs may be on at once",
      saying: /two of its runs/,
      finds: NIGHTLY,
      change: job((spec) => (spec["concurrencyPolicy"] = "Allow")),
    },
    {
      when: "a run may start at any time",
      saying: /start at any time/,
      finds: NIGHTLY,
      change: job((spec) => delete spec["startingDeadlineSeconds"]),
    },
    {
      when: "a run has to start before anybody looks",
      saying: /sooner than anybody looks/,
      finds: NIGHTLY,
      change: job((spec) => (spec["startingDeadlineSeconds"] = 5)),
    },
    {
      when: "a run may go on for ever",
      saying: /run for ever/,
      finds: NIGHTLY,
      change: job((spec) => delete spec["jobTemplate"].spec.activeDeadlineSeconds),
    },
    {
      when: "runs that fail leave no trace",
      saying: /failedJobsHistoryLimit/,
      finds: NIGHTLY,
      change: job((spec) => (spec["failedJobsHistoryLimit"] = 0)),
    },
    {
      when: "it is suspended",
      saying: /suspended/,
      finds: NIGHTLY,
      change: job((spec) => (spec["suspend"] = true)),
    },
    {
      when: "its pods start again for ever",
      saying: /whatever they end with/,
      finds: NIGHTLY,
      change: (fleet) => delete fleet.pod("nightly").restartPolicy,
    },
  ],
  allows: [
    {
      when: "a new run takes the place of the last",
      change: job((spec) => (spec["concurrencyPolicy"] = "Replace")),
    },
  ],
});

const service = (edit: (spec: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object("service_web").spec);
const SERVICE = [idOf("service_web")];
const front = (edit: (service: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object("proxies").spec.provider.kubernetes.envoyService);

describeRule("no-node-ports-or-host", {
  judges: [...SERVICE, ...WEB, idOf("proxies")],
  breaches: [
    ...["NodePort", "LoadBalancer", "ExternalName"].map((type) => ({
      when: `a Service is of type ${type}`,
      saying: new RegExp(`of type ${type}`),
      finds: SERVICE,
      change: service((spec) => (spec["type"] = type)),
    })),
    {
      when: "a Service answers at an external address",
      saying: /external addresses/,
      finds: SERVICE,
      change: service((spec) => (spec["externalIPs"] = ["203.0.113.9"])),
    },
    {
      when: "a Service has a port on every node",
      saying: /a port on every node/,
      finds: SERVICE,
      change: service((spec) => (spec["ports"][0].nodePort = 30080)),
    },
    {
      when: "a container answers at its node's address",
      saying: /its node's own address/,
      finds: WEB,
      change: container((one) => (one["ports"][0].hostPort = 8080)),
    },
    {
      when: "nodes pass visitors on under their own addresses",
      saying: /no allow-list knows who they are/,
      finds: [idOf("proxies")],
      change: front((one) => (one["externalTrafficPolicy"] = "Cluster")),
    },
    {
      when: "proxies answer at every node",
      saying: /answer at a NodePort/,
      finds: [idOf("proxies")],
      change: front((one) => (one["type"] = "NodePort")),
    },
    {
      when: "the proxies' Service is patched",
      saying: /patched/,
      finds: [idOf("proxies")],
      change: front((one) => (one["patch"] = { value: {} })),
    },
  ],
  allows: [{ when: "a Service says nothing of its type", change: service((spec) => delete spec["type"]) }],
});
