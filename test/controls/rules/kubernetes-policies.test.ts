import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, type TenantFleet } from "../support/tenant-fleet";
import { NAMESPACE, tenantPolicies } from "../support/tenant-objects";

const wall = (name: string, edit: (spec: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object(`wall_${name}`).spec);

describeRule("default-deny", {
  judges: [idOf("space"), idOf("web"), idOf("nightly"), idOf("index"), `${PLATFORM}/cluster`],
  breaches: [
    {
      when: "proxies of gateways are open until a tenant closes them",
      saying: /no policy closes the proxies of its gateways to who comes/,
      finds: [`${PLATFORM}/cluster`],
      change: (fleet) => delete fleet.platform.objects["proxies"],
    },
    {
      when: "proxies of gateways go where they like",
      saying: /no policy closes the proxies of its gateways to where they go/,
      finds: [`${PLATFORM}/cluster`],
      change: (fleet) => (fleet.ofPlatform("proxies").spec.policyTypes = ["Ingress"]),
    },
    {
      when: "nothing closes a namespace",
      saying: /no policy closes all its pods/,
      finds: [idOf("space")],
      change: (fleet) => delete fleet.tenant.objects["deny"],
    },
    {
      when: "a namespace is closed one way",
      saying: /no policy closes all its pods/,
      finds: [idOf("space")],
      change: (fleet) => (fleet.object("deny").spec.policyTypes = ["Ingress"]),
    },
    {
      when: "what closes a namespace opens it",
      saying: /no policy closes all its pods/,
      finds: [idOf("space")],
      change: (fleet) => (fleet.object("deny").spec.ingress = [{}]),
    },
    {
      when: "a pod is behind no policy for what it sends",
      saying: /no policy closes its pods to where they go/,
      finds: [idOf("space"), idOf("nightly")],
      change: (fleet) => {
        delete fleet.tenant.objects["deny"];
        delete fleet.tenant.objects["dns"];
        fleet.object("wall_nightly").spec.policyTypes = ["Ingress"];
        delete fleet.object("wall_nightly").spec.egress;
      },
    },
  ],
  allows: [
    {
      when: "empty lists are written where none would do",
      change: (fleet) => Object.assign(fleet.object("deny").spec, { ingress: [], egress: [] }),
    },
  ],
});

describeRule("policies-as-modelled", {
  judges: [idOf("deny"), idOf("wall_web"), idOf("wall_gateway")],
  breaches: [
    {
      when: "a policy is added by hand",
      saying: /the model file does not know it/,
      finds: [idOf("more")],
      change: (fleet) => {
        fleet.tenant.objects["more"] = { ...tenantPolicies()["wall_web"] };
        fleet.object("more").metadata = { name: "more", namespace: NAMESPACE };
      },
    },
    {
      when: "a policy is not sent",
      saying: /is sent nothing of it/,
      finds: [`zorgplein-production/NetworkPolicy ${NAMESPACE}/web`],
      change: (fleet) => delete fleet.tenant.objects["wall_web"],
    },
    {
      when: "a port is another",
      saying: /means something else/,
      finds: [idOf("wall_web")],
      change: wall("web", (spec) => (spec["ingress"][0].ports[0].port = 8081)),
    },
    {
      when: "a network is wider",
      saying: /means something else/,
      finds: [idOf("wall_nightly")],
      change: wall("nightly", (spec) => (spec["egress"][0].to[0].ipBlock.cidr = "198.51.100.0/24")),
    },
    {
      when: "another namespace is meant",
      saying: /means something else/,
      finds: [idOf("wall_index")],
      change: wall("index", (spec) => (spec["ingress"][0].from[0].namespaceSelector = {})),
    },
    {
      when: "a direction is left out",
      saying: /means something else/,
      finds: [idOf("deny")],
      change: (fleet) => (fleet.object("deny").spec.policyTypes = ["Ingress"]),
    },
  ],
  allows: [
    {
      when: "the same is written in another form",
      change: wall("index", (spec) => {
        spec["egress"] = [];
        spec["podSelector"] = {
          matchExpressions: [{ key: "app.kubernetes.io/name", operator: "In", values: ["index"] }],
        };
        delete spec["ingress"][0].ports[0].protocol;
      }),
    },
  ],
});

const PEERS = [idOf("wall_index")];
const peer = (edit: (peer: Body) => void) => wall("index", (spec) => edit(spec["ingress"][0].from[0]));

describeRule("policy-peers-known", {
  judges: [...PEERS, idOf("wall_gateway"), idOf("dns")],
  breaches: [
    {
      when: "pods are meant that nobody declared",
      saying: /about pods of no workload/,
      finds: PEERS,
      change: (fleet) => (fleet.object("wall_index").spec.podSelector.matchLabels = { debug: "yes" }),
    },
    {
      when: "an empty selector means everybody on the cluster",
      saying: /means namespaces by their labels/,
      finds: PEERS,
      change: peer((one) => (one["namespaceSelector"] = {})),
    },
    {
      when: "a namespace is chosen by labels that anybody writes",
      saying: /means namespaces by their labels/,
      finds: PEERS,
      change: peer((one) => (one["namespaceSelector"] = { matchLabels: { "straat/client": "zorgplein" } })),
    },
    {
      when: "another client's namespace is named",
      saying: /pods of verne-production through, which is another's/,
      finds: PEERS,
      change: peer((one) => {
        one["namespaceSelector"].matchLabels["kubernetes.io/metadata.name"] = "verne-production";
      }),
    },
    {
      when: "all pods of the cluster's own namespace are meant",
      saying: /all pods of kube-system/,
      finds: PEERS,
      change: peer((one) => {
        one["namespaceSelector"].matchLabels["kubernetes.io/metadata.name"] = "kube-system";
        delete one["podSelector"];
      }),
    },
    {
      when: "nobody is named",
      saying: /names nobody, and so means everyone/,
      finds: PEERS,
      change: wall("index", (spec) => delete spec["ingress"][0].from),
    },
    {
      when: "no port is named",
      saying: /about every port/,
      finds: PEERS,
      change: wall("index", (spec) => delete spec["ingress"][0].ports),
    },
    {
      when: "every address is let through to a workload",
      saying: /every address there is/,
      finds: [idOf("wall_nightly")],
      change: wall("nightly", (spec) => (spec["egress"][0].to[0].ipBlock.cidr = "0.0.0.0/0")),
    },
    {
      when: "every address is let through to a gateway for some",
      saying: /every address there is/,
      finds: [idOf("wall_gateway")],
      change: wall("gateway", (spec) => (spec["ingress"][0].from[0].ipBlock.cidr = "0.0.0.0/0")),
    },
  ],
  allows: [
    {
      when: "every address is let through to a gateway for everyone",
      change: (fleet) => {
        wall("gateway", (spec) => (spec["ingress"][0].from[0].ipBlock.cidr = "0.0.0.0/0"))(fleet);
        fleet.tenant.model["kubernetes"].exposures[0].exposure = "public";
      },
    },
    {
      when: "a peer of the own namespace is named without it",
      change: peer((one) => delete one["namespaceSelector"]),
    },
  ],
});
