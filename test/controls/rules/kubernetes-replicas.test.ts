import { Stage } from "../../../lib/model/stage";
import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, type TenantFleet } from "../support/tenant-fleet";

const WEB = [idOf("web")];
const SCALER = [idOf("scaler")];
const scaler = (edit: (spec: Body) => void) => (fleet: TenantFleet) => edit(fleet.object("scaler").spec);
const inDevelopment = (fleet: TenantFleet) => {
  fleet.tenant.model["stage"] = Stage.DEVELOPMENT;
};
const excuse = (
  fleet: TenantFleet,
  name: string,
  what: string,
  reason = "its number is fixed by what it does",
) => Object.assign(fleet.object(name).metadata, { annotations: { [`straat/opt-out.${what}`]: reason } });

describeRule("replicas-survive", {
  judges: [...WEB, idOf("index")],
  breaches: [
    {
      when: "a scaler's floor is one",
      saying: /1 pods at its quietest, fewer than 2/,
      finds: WEB,
      change: scaler((spec) => (spec["minReplicas"] = 1)),
    },
    {
      when: "a scaler says no floor, which is one",
      saying: /fewer than 2/,
      finds: WEB,
      change: scaler((spec) => delete spec["minReplicas"]),
    },
    {
      when: "one pod keeps the data",
      saying: /fewer than 2/,
      finds: [idOf("index")],
      change: (fleet) => (fleet.object("index").spec.replicas = 1),
    },
    {
      when: "both say how many",
      saying: /it says 3 pods itself/,
      finds: WEB,
      change: (fleet) => (fleet.object("web").spec.replicas = 3),
    },
    {
      when: "nobody says how many",
      saying: /neither it nor a scaler/,
      finds: WEB,
      change: (fleet) => delete fleet.tenant.objects["scaler"],
    },
    {
      when: "two scalers say how many",
      saying: /2 scalers/,
      finds: WEB,
      change: (fleet) => (fleet.tenant.objects["other"] = fleet.object("scaler")),
    },
    {
      when: "there may be none, in development too",
      saying: /no pods at all/,
      finds: [idOf("index")],
      change: (fleet) => {
        inDevelopment(fleet);
        fleet.object("index").spec.replicas = 0;
      },
    },
    {
      when: "the platform has one of something",
      saying: /fewer than 2/,
      finds: [idOf("figures", PLATFORM)],
      change: figures(1),
    },
  ],
  allows: [
    {
      when: "one is enough in development",
      change: (fleet) => {
        inDevelopment(fleet);
        fleet.object("scaler").spec.minReplicas = 1;
      },
    },
    {
      when: "the platform has one of something, and says why",
      change: figures(1, "two would count all twice"),
    },
  ],
});

function figures(replicas: number, reason?: string) {
  return (fleet: TenantFleet) => {
    const { spec } = fleet.ofPlatform("kured");
    const annotations = reason === undefined ? {} : { "straat/opt-out.replicas": reason };
    const metadata = { name: "figures", namespace: "kured", annotations };
    fleet.platform.objects["figures"] = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { replicas, template: spec.template },
    };
  };
}

describeRule("scales", {
  judges: [...WEB, ...SCALER],
  breaches: [
    {
      when: "nothing scales an application",
      saying: /nothing scales Deployment web/,
      finds: WEB,
      change: (fleet) => {
        delete fleet.tenant.objects["scaler"];
        fleet.object("web").spec.replicas = 2;
      },
    },
    {
      when: "a shrug is the reason",
      saying: /nothing scales/,
      finds: WEB,
      change: (fleet) => {
        delete fleet.tenant.objects["scaler"];
        excuse(fleet, "web", "scaling", "no");
      },
    },
    {
      when: "the ceiling is the floor",
      saying: /its ceiling is 2 and its floor 2/,
      finds: SCALER,
      change: scaler((spec) => (spec["maxReplicas"] = 2)),
    },
    {
      when: "a scaler scales what is not there",
      saying: /scales nothing/,
      finds: [...SCALER, ...WEB],
      change: scaler((spec) => (spec["scaleTargetRef"].name = "shop")),
    },
    {
      when: "a scaler measures nothing",
      saying: /it measures nothing/,
      finds: SCALER,
      change: scaler((spec) => delete spec["metrics"]),
    },
    {
      when: "a scaler measures against nothing",
      saying: /measures cpu, of which the container web asks for none/,
      finds: SCALER,
      change: (fleet) => delete fleet.container("web").resources.requests.cpu,
    },
  ],
  allows: [
    {
      when: "more pods of something do not help",
      change: (fleet) => {
        delete fleet.tenant.objects["scaler"];
        excuse(fleet, "web", "scaling");
      },
    },
  ],
});

const budget = (edit: (spec: Body) => void) => (fleet: TenantFleet) => edit(fleet.object("budget_web").spec);
const BUDGET = [idOf("budget_web")];

describeRule("disruption-budget", {
  judges: [...WEB, idOf("index"), ...BUDGET],
  breaches: [
    {
      when: "there is none",
      saying: /0 disruption budgets/,
      finds: WEB,
      change: (fleet) => delete fleet.tenant.objects["budget_web"],
    },
    {
      when: "there are two",
      saying: /2 disruption budgets/,
      finds: WEB,
      change: (fleet) => (fleet.tenant.objects["twin"] = fleet.object("budget_web")),
    },
    {
      when: "it is about all pods of the namespace",
      saying: /about 2 workloads/,
      finds: [...BUDGET, idOf("index")],
      change: budget((spec) => (spec["selector"] = {})),
    },
    {
      when: "it lets none go",
      saying: /with 2 pods it lets none go/,
      finds: BUDGET,
      change: budget((spec) => (spec["maxUnavailable"] = 0)),
    },
    {
      when: "it wants all of them",
      saying: /with 2 pods it lets none go/,
      finds: BUDGET,
      change: budget((spec) => {
        delete spec["maxUnavailable"];
        spec["minAvailable"] = "60%";
      }),
    },
    {
      when: "it says nothing",
      saying: /says neither/,
      finds: BUDGET,
      change: budget((spec) => delete spec["maxUnavailable"]),
    },
    {
      when: "a broken pod stops the round",
      saying: /unhealthyPodEvictionPolicy/,
      finds: BUDGET,
      change: budget((spec) => delete spec["unhealthyPodEvictionPolicy"]),
    },
  ],
  allows: [
    {
      when: "it wants one of them",
      change: budget((spec) => {
        delete spec["maxUnavailable"];
        spec["minAvailable"] = "50%";
      }),
    },
    {
      when: "it is a share that is rounded up to one",
      change: budget((spec) => (spec["maxUnavailable"] = "10%")),
    },
  ],
});

describeRule("replicas-are-spread", {
  judges: [...WEB, idOf("index")],
  breaches: [
    {
      when: "nothing is said of zones",
      saying: /may all be in one zone/,
      finds: WEB,
      change: (fleet) => fleet.pod("web").topologySpreadConstraints.shift(),
    },
    {
      when: "nothing is said of hosts",
      saying: /may all be in one host/,
      finds: WEB,
      change: (fleet) => fleet.pod("web").topologySpreadConstraints.pop(),
    },
    {
      when: "other pods are counted",
      saying: /counts other pods/,
      finds: WEB,
      change: (fleet) => {
        fleet.pod("web").topologySpreadConstraints[0].labelSelector.matchLabels = { app: "shop" };
      },
    },
    {
      when: "a constraint counts nothing",
      saying: /counts other pods/,
      finds: WEB,
      change: (fleet) => delete fleet.pod("web").topologySpreadConstraints[0].labelSelector,
    },
    {
      when: "all pods of the namespace are counted",
      saying: /counts other pods/,
      finds: WEB,
      change: (fleet) => (fleet.pod("web").topologySpreadConstraints[0].labelSelector = {}),
    },
    {
      when: "two more in one zone are no matter",
      saying: /lets more than one pod differ/,
      finds: WEB,
      change: (fleet) => (fleet.pod("web").topologySpreadConstraints[0].maxSkew = 2),
    },
  ],
  allows: [
    {
      when: "one pod is spread over nothing",
      change: (fleet) => {
        inDevelopment(fleet);
        fleet.object("scaler").spec.minReplicas = 1;
        delete fleet.pod("web").topologySpreadConstraints;
      },
    },
  ],
});
