import { IpAddress } from "../../../lib/model/ip";
import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, type TenantFleet } from "../support/tenant-fleet";
import { HOSTNAME } from "../support/tenant-objects";

const APPS = "zorgplein/production/apps";
const OF_GATEWAY = `${APPS}/gateway-restricted`;
const OF_ROUTE = `${OF_GATEWAY}/${HOSTNAME}/${APPS}/web`;

const ranges = (networks: readonly string[]) => (fleet: TenantFleet) => {
  fleet.object("proxies").spec.provider.kubernetes.envoyService.loadBalancerSourceRanges = networks;
};
const authorization = (edit: (authorization: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object("access").spec.authorization);
const record = (edit: (kubernetes: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.tenant.model["kubernetes"]);

describeRule("allow-list-everywhere", {
  judges: [OF_GATEWAY, OF_ROUTE],
  breaches: [
    {
      when: "the load balancer names nobody",
      saying: /lets everybody in, since nobody is named/,
      finds: [OF_GATEWAY],
      change: ranges([]),
    },
    {
      when: "the load balancer lets everybody in",
      saying: /its load balancer lets .* in, for whom it is not/,
      finds: [OF_GATEWAY],
      change: ranges(["0.0.0.0/0"]),
    },
    {
      when: "the load balancer turns half of them away",
      saying: /its load balancer turns 203.0.113.128\/25 away/,
      finds: [OF_GATEWAY],
      change: ranges(["203.0.113.0/25"]),
    },
    {
      when: "nothing guards the route",
      saying: /0 policies say who may come to portaal/,
      finds: [OF_ROUTE],
      change: (fleet) => delete fleet.tenant.objects["access"],
    },
    {
      when: "two policies guard the route",
      saying: /2 policies say/,
      finds: [OF_ROUTE],
      change: (fleet) => (fleet.tenant.objects["other"] = fleet.object("access")),
    },
    {
      when: "who is not named may come",
      saying: /who is not named may come/,
      finds: [OF_ROUTE],
      change: authorization((one) => (one["defaultAction"] = "Allow")),
    },
    {
      when: "nobody says what happens to who is not named",
      saying: /who is not named may come/,
      finds: [OF_ROUTE],
      change: authorization((one) => delete one["defaultAction"]),
    },
    {
      when: "the route lets more in",
      saying: /its route lets 198.51.100.0\/24 in/,
      finds: [OF_ROUTE],
      change: authorization((one) => one["rules"][0].principal.clientCIDRs.push("198.51.100.0/24")),
    },
    {
      when: "the route lets in who has a header",
      saying: /not named by address/,
      finds: [OF_ROUTE],
      change: authorization((one) =>
        one["rules"].push({ action: "Allow", principal: { headers: [{ name: "x" }] } }),
      ),
    },
    {
      when: "what is for some stands behind what is for everyone",
      saying: /is restricted, at a gateway that is for everyone/,
      finds: [OF_GATEWAY],
      change: (fleet) => {
        record(({ exposures }) => {
          const [one] = exposures;
          exposures.push({
            ...one,
            hostname: "www.zorgplein.nl",
            from: { kind: "internet" },
            exposure: "public",
          });
        })(fleet);
        ranges(["0.0.0.0/0"])(fleet);
      },
    },
    {
      when: "an exposure is for somebody else by now",
      saying: /for whom it is not/,
      finds: [OF_GATEWAY, OF_ROUTE],
      change: record((kubernetes) => (kubernetes["exposures"][0].from = { kind: "vpn" })),
    },
  ],
  allows: [
    {
      when: "an audience is written in two halves",
      change: ranges(["203.0.113.0/25", "203.0.113.128/25"]),
    },
    {
      when: "everyone may come to what is for everyone",
      change: (fleet) => {
        record((kubernetes) =>
          Object.assign(kubernetes["exposures"][0], { from: { kind: "internet" }, exposure: "public" }),
        )(fleet);
        ranges(["0.0.0.0/0"])(fleet);
        delete fleet.tenant.objects["access"];
      },
    },
  ],
});

const front = (address: string) => (fleet: TenantFleet) => {
  fleet.tenant.model["kubernetes"].workloads[3].front = [IpAddress.parse(address)];
  fleet.object("proxies").spec.provider.kubernetes.envoyService.annotations = {
    "projectcalico.org/loadBalancerIPs": `["${address}"]`,
  };
};

describeRule("gateway-address", {
  judges: [OF_GATEWAY],
  breaches: [
    {
      when: "it is in another stage's network",
      saying: /10.0.13.2 is not in 10.0.13.128\/25/,
      finds: [OF_GATEWAY],
      change: front("10.0.13.2"),
    },
    {
      when: "any address is asked for",
      saying: /asks for any address, not 10.0.13.130/,
      finds: [OF_GATEWAY],
      change: (fleet) => delete fleet.object("proxies").spec.provider.kubernetes.envoyService.annotations,
    },
    {
      when: "another address is asked for",
      saying: /asks for 10.0.13.131, not/,
      finds: [OF_GATEWAY],
      change: (fleet) => {
        fleet.object("proxies").spec.provider.kubernetes.envoyService.annotations = {
          "projectcalico.org/loadBalancerIPs": '["10.0.13.131"]',
        };
      },
    },
    {
      when: "another gateway answers there",
      saying: /answers at 10.0.13.130 too/,
      finds: [OF_GATEWAY],
      change: (fleet) => {
        const [, , , gateway] = fleet.tenant.model["kubernetes"].workloads;
        const workloads = [{ ...gateway, path: "zorgplein/production/apps/gateway-public" }];
        fleet.others.push({ ...fleet.others[0], kubernetes: { workloads, exposures: [], namespaces: [] } });
      },
    },
    {
      when: "it has no address",
      saying: /answers at 0 addresses/,
      finds: [OF_GATEWAY],
      change: record((kubernetes) => (kubernetes["workloads"][3].front = [])),
    },
    {
      when: "the Gateway is not there",
      saying: /is no Gateway of zorgplein-production/,
      finds: [OF_GATEWAY],
      change: (fleet) => delete fleet.tenant.objects["gateway"],
    },
  ],
  allows: [{ when: "it is another one of its network", change: front("10.0.13.135") }],
});

const pool = (edit: (spec: Body) => void) => (fleet: TenantFleet) => edit(fleet.object("pool").spec);

describeRule("pods-have-addresses-of-their-stage", {
  judges: [idOf("space"), idOf("pool"), idOf("fronts")],
  breaches: [
    {
      when: "pods get whatever is free",
      saying: /the cluster's common pool/,
      finds: [idOf("space")],
      change: (fleet) => delete fleet.object("space").metadata.annotations,
    },
    {
      when: "pods get another tenant's",
      saying: /no pool of this stack/,
      finds: [idOf("space")],
      change: (fleet) => {
        fleet.object("space").metadata.annotations = {
          "cni.projectcalico.org/ipv4pools": '["verne-test-pods"]',
        };
      },
    },
    {
      when: "a pool is another stage's",
      saying: /hands out 10.0.10.128\/25/,
      finds: [idOf("space"), idOf("pool")],
      change: pool((spec) => (spec["cidr"] = "10.0.10.128/25")),
    },
    {
      when: "pods of others get addresses too",
      saying: /other namespaces/,
      finds: [idOf("pool")],
      change: pool((spec) => (spec["assignmentMode"] = "Automatic")),
    },
    {
      when: "addresses are rewritten",
      saying: /natOutgoing/,
      finds: [idOf("pool")],
      change: pool((spec) => (spec["natOutgoing"] = true)),
    },
    {
      when: "packets are wrapped",
      saying: /ipipMode/,
      finds: [idOf("pool")],
      change: pool((spec) => (spec["ipipMode"] = "Always")),
    },
    {
      when: "the model has pods elsewhere",
      saying: /the model has the pods of .*web elsewhere/,
      finds: [idOf("space")],
      change: record((kubernetes) => (kubernetes["workloads"][0].pods = [])),
    },
  ],
});

describeRule("hostname-of-one-client", {
  judges: [`zorgplein/production/${HOSTNAME}`],
  breaches: [
    {
      when: "another client has the same name",
      saying: /exposed by zorgplein-production and verne-production/,
      finds: [`verne/production/${HOSTNAME}`, `zorgplein/production/${HOSTNAME}`],
      change: (fleet) => {
        const { exposures } = fleet.tenant.model["kubernetes"];
        fleet.others.push({
          ...fleet.others[0],
          stack: "verne-production",
          kind: "environment",
          client: { ...fleet.tenant.model["client"], name: "verne" },
          stage: fleet.tenant.model["stage"],
          kubernetes: { exposures, namespaces: [], workloads: [], policies: [] },
        });
      },
    },
  ],
  allows: [
    {
      when: "one environment exposes it to two audiences",
      change: record((kubernetes) => kubernetes["exposures"].push(kubernetes["exposures"][0])),
    },
  ],
});
