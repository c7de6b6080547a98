import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, type TenantFleet } from "../support/tenant-fleet";

const WEB = [idOf("web")];
const container = (edit: (container: Body) => void) => (fleet: TenantFleet) => edit(fleet.container("web"));

describeRule("pods-are-whole", {
  judges: [...WEB, idOf("nightly"), idOf("index"), idOf("kured", PLATFORM)],
  breaches: [
    {
      when: "a selector is about other pods",
      saying: /does not find its own pods/,
      finds: WEB,
      change: (fleet) => (fleet.object("web").spec.selector.matchLabels = { app: "shop" }),
    },
    {
      when: "a selector is about all pods",
      saying: /finds all pods of the namespace/,
      finds: WEB,
      change: (fleet) => (fleet.object("web").spec.selector = {}),
    },
    {
      when: "an account is not there",
      saying: /its account web is not there/,
      finds: WEB,
      change: (fleet) => delete fleet.tenant.objects["account_web"],
    },
    {
      when: "an account is another's",
      saying: /its account index is index's, not its own/,
      finds: WEB,
      change: (fleet) => (fleet.pod("web").serviceAccountName = "index"),
    },
    {
      when: "a volume is not there",
      saying: /mounts secrets, which is no volume/,
      finds: WEB,
      change: (fleet) => fleet.pod("web").volumes.shift(),
    },
    {
      when: "a volume is mounted nowhere",
      saying: /mounts a volume nowhere/,
      finds: WEB,
      change: container((one) => delete one["volumeMounts"][0].mountPath),
    },
    {
      when: "a port has no number",
      saying: /a port without a number/,
      finds: WEB,
      change: container((one) => delete one["ports"][0].containerPort),
    },
    {
      when: "a container is asked at a port that it does not have",
      saying: /asked at the port http/,
      finds: WEB,
      change: container((one) => (one["ports"][0].name = "web")),
    },
    {
      when: "a variable has no value",
      saying: /has MODE without a value/,
      finds: WEB,
      change: container((one) => delete one["env"][0].value),
    },
  ],
  allows: [
    {
      when: "data is on a volume that is claimed for each pod",
      change: (fleet) => {
        fleet.container("index").volumeMounts = [{ name: "data", mountPath: "/data" }];
      },
    },
    {
      when: "a container is asked at a port by its number",
      change: container((one) => {
        one["ports"][0].name = "web";
        for (const probe of ["readinessProbe", "livenessProbe"]) one[probe].httpGet.port = 8080;
      }),
    },
  ],
});

const SERVICE = [idOf("service_web")];
const service = (edit: (spec: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object("service_web").spec);

describeRule("services-find-their-pods", {
  judges: [...SERVICE, idOf("service_index")],
  breaches: [
    {
      when: "it selects nobody",
      saying: /leads to 0 workloads/,
      finds: SERVICE,
      change: service((spec) => (spec["selector"] = { app: "shop" })),
    },
    {
      when: "it has no selector",
      saying: /leads to 0 workloads/,
      finds: SERVICE,
      change: service((spec) => delete spec["selector"]),
    },
    {
      when: "it selects all of a client",
      saying: /leads to 3 workloads/,
      finds: SERVICE,
      change: service((spec) => (spec["selector"] = { "straat/client": "zorgplein" })),
    },
    {
      when: "it leads to pods that are not ready",
      saying: /pods that are not ready/,
      finds: SERVICE,
      change: service((spec) => (spec["publishNotReadyAddresses"] = true)),
    },
    {
      when: "it has no ports",
      saying: /has no ports/,
      finds: SERVICE,
      change: service((spec) => delete spec["ports"]),
    },
    {
      when: "nobody listens at its port",
      saying: /leads to 8081, at which no container listens/,
      finds: SERVICE,
      change: service((spec) => (spec["ports"][0].targetPort = 8081)),
    },
    {
      when: "the model has another port",
      saying: /the model knows no port 80 of/,
      finds: SERVICE,
      change: service((spec) => (spec["ports"][0].port = 80)),
    },
    {
      when: "the model does not know its pods",
      saying: /pods that the model does not know/,
      finds: SERVICE,
      change: (fleet) => fleet.tenant.model["kubernetes"].workloads.shift(),
    },
  ],
  allows: [
    {
      when: "members of a set find each other before they are ready",
      change: (fleet) => (fleet.object("service_index").spec.publishNotReadyAddresses = true),
    },
    { when: "it names the port", change: service((spec) => (spec["ports"][0].targetPort = "http")) },
    { when: "it leads to the same port", change: service((spec) => delete spec["ports"][0].targetPort) },
  ],
});

const MODELLED = ["zorgplein/production/apps/web"];

describeRule("workloads-as-modelled", {
  judges: [...MODELLED, "zorgplein/production/apps/nightly", "zorgplein/production/apps/index"],
  breaches: [
    {
      when: "a job of the model is not made",
      saying: /0 objects make its pods/,
      finds: ["zorgplein/production/apps/nightly"],
      change: (fleet) => delete fleet.tenant.objects["nightly"],
    },
    {
      when: "two objects make its pods",
      saying: /2 objects make its pods/,
      finds: MODELLED,
      change: (fleet) => (fleet.tenant.objects["more"] = fleet.object("web")),
    },
    ...(
      [
        ["minReplicas", /3 pods at the least, and 2 by the model/],
        ["maxReplicas", /3 pods at the most, and 6 by the model/],
      ] as const
    ).map(([key, saying]) => ({
      when: `a scaler has another ${key}`,
      saying,
      finds: MODELLED,
      change: (fleet: TenantFleet) => {
        fleet.object("scaler").spec[key] = 3;
      },
    })),
    {
      when: "there is no Service",
      saying: /no Service under its name leads to its port 8080/,
      finds: MODELLED,
      change: (fleet) => delete fleet.tenant.objects["service_web"],
    },
    {
      when: "its Service has another name",
      saying: /no Service under its name/,
      finds: MODELLED,
      change: (fleet) => (fleet.object("service_web").metadata.name = "shop"),
    },
    {
      when: "its Service has another port",
      saying: /leads to its port 8080/,
      finds: MODELLED,
      change: service((spec) => (spec["ports"][0].port = 80)),
    },
  ],
  allows: [
    {
      when: "a workload answers nobody and has no Service",
      change: (fleet) => {
        fleet.tenant.model["kubernetes"].workloads[0].ports = [];
        delete fleet.tenant.objects["service_web"];
      },
    },
  ],
});
