import { Cidr } from "../../../lib/model/cidr";
import { Port } from "../../../lib/model/port";
import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import type { TenantFleet } from "../support/tenant-fleet";
import { NAMESPACE, tenantPolicies } from "../support/tenant-objects";

const APPS = "zorgplein/production/apps";
const at = (name: string) => `${APPS}/${name}`;
const wall = (name: string, edit: (spec: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object(`wall_${name}`).spec);
const flows = (fleet: TenantFleet): Body[] => fleet.tenant.model["flows"];

describeRule("policies-as-declared", {
  judges: [at("web"), at("index"), at("nightly"), at("gateway-restricted")],
  breaches: [
    {
      when: "a wall is not there",
      saying: /keeps back tcp\/8080 .* from zorgplein\/production\/apps\/gateway-restricted/,
      finds: [at("web")],
      change: (fleet) => delete fleet.tenant.objects["wall_web"],
    },
    {
      when: "nothing closes a namespace",
      saying: /lets .* through to a pod of somebody else/,
      finds: [at("web")],
      change: (fleet) => {
        for (const name of ["deny", "dns", "wall_web"]) delete fleet.tenant.objects[name];
        for (const name of ["index", "nightly"]) fleet.tenant.objects[`dns_${name}`] = dnsOf(name);
      },
    },
    {
      when: "names are not answered",
      saying: /keeps back tcp\/53 .* to the cluster's resolvers/,
      finds: [at("web"), at("index"), at("nightly")],
      change: (fleet) => delete fleet.tenant.objects["dns"],
    },
    {
      when: "a port too many is open",
      saying: /lets tcp\/9201 .* through from zorgplein\/production\/apps\/web/,
      finds: [at("index")],
      change: wall("index", (spec) => spec["ingress"][0].ports.push({ protocol: "TCP", port: 9201 })),
    },
    {
      when: "SCTP is open",
      saying: /lets SCTP through/,
      finds: [at("index")],
      change: wall("index", (spec) => spec["ingress"][0].ports.push({ protocol: "SCTP", port: 9200 })),
    },
    {
      when: "another workload may come too",
      saying: /through from zorgplein\/production\/apps\/nightly/,
      finds: [at("index")],
      change: wall("index", (spec) => delete spec["ingress"][0].from[0].podSelector),
    },
    {
      when: "pods of all namespaces that are called alike may come",
      saying: /from somebody else's pod with the labels of zorgplein\/production\/apps\/web/,
      finds: [at("index")],
      change: wall("index", (spec) => (spec["ingress"][0].from[0].namespaceSelector = {})),
    },
    {
      when: "pods of the client's other stages may come",
      saying: /from a pod of another stage with the labels of/,
      finds: [at("index")],
      change: wall("index", (spec) => {
        spec["ingress"][0].from[0].namespaceSelector = { matchLabels: { "straat/client": "zorgplein" } };
      }),
    },
    {
      when: "a wall knows one member of a database less",
      saying: /keeps back tcp\/5432 .* to outside the cluster/,
      finds: [at("web")],
      change: wall("web", (spec) => spec["egress"][0].to.pop()),
    },
    {
      when: "a wall lets out to a whole network",
      saying: /lets tcp\/443 .* through to outside the cluster/,
      finds: [at("nightly")],
      change: wall("nightly", (spec) => (spec["egress"][0].to[0].ipBlock.cidr = "198.51.100.0/24")),
    },
    {
      when: "a gateway lets everyone in where a partner is declared",
      saying: /through from outside the cluster/,
      finds: [at("gateway-restricted")],
      change: wall("gateway", (spec) => (spec["ingress"][0].from[0].ipBlock.cidr = "0.0.0.0/0")),
    },
    {
      when: "a gateway's proxies go where nobody said",
      saying: /through to zorgplein\/production\/apps\/index/,
      finds: [at("gateway-restricted")],
      change: wall("gateway", (spec) => delete spec["egress"][0].to[0].podSelector),
    },
    {
      when: "a flow is declared and no wall has it",
      saying: /keeps back tcp\/5432 .* to outside/,
      finds: [at("nightly")],
      change: (fleet) => {
        const flow = flows(fleet)[3] as Body;
        flows(fleet).push({ ...flow, from: { kind: "workload", path: at("nightly") } });
      },
    },
    {
      when: "a flow is no longer declared and a wall has it",
      saying: /lets tcp\/5432 .* through to outside/,
      finds: [at("web")],
      change: (fleet) => flows(fleet).splice(3, 1),
    },
  ],
  allows: [
    {
      when: "a flow is of ICMP, of which a policy says nothing",
      change: (fleet) => flows(fleet).push({ ...(flows(fleet)[3] as Body), port: Port.PING }),
    },
    ...["0.0.0.0/0", "everyone outside"].map((how) => ({
      when: `a gateway for everyone lets ${how} in`,
      change: (fleet: TenantFleet) => {
        for (const flow of flows(fleet).slice(0, 2)) flow["from"] = { kind: "internet" };
        const networks = how === "0.0.0.0/0" ? [how] : [...outside()];
        wall("gateway", (spec) => {
          spec["ingress"][0].from = networks.map((cidr) => ({ ipBlock: { cidr } }));
        })(fleet);
      },
    })),
  ],
});

/** Wider than who is outside, and narrower than everybody. */
function* outside(): Iterable<string> {
  yield "128.0.0.0/1";
  for (let prefix = 2; prefix <= 8; prefix++) {
    const first = 2 ** (8 - prefix);
    yield `${Cidr.parse(`${first}.0.0.0/${prefix}`)}`;
  }
}

function dnsOf(name: string): Body {
  const policy = structuredClone(tenantPolicies()["dns"]) as Body;
  policy["metadata"] = { name: `dns-${name}`, namespace: NAMESPACE };
  Object.assign(policy["spec"], {
    policyTypes: ["Ingress", "Egress"],
    podSelector: { matchLabels: { "app.kubernetes.io/name": name } },
  });
  return policy;
}
