import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, type TenantFleet } from "../support/tenant-fleet";
import { HOSTNAME, NAMESPACE } from "../support/tenant-objects";

const APPS = "zorgplein/production/apps";
const GATEWAY = [`${APPS}/gateway-restricted`];
const listener = (edit: (listener: Body) => unknown) => (fleet: TenantFleet) =>
  edit(fleet.object("gateway").spec.listeners[1]);
const proxies = (edit: (kubernetes: Body) => unknown) => (fleet: TenantFleet) =>
  edit(fleet.object("proxies").spec.provider.kubernetes);

describeRule("gateways-run-as-set-up", {
  judges: GATEWAY,
  breaches: [
    {
      when: "its log does not tell who came",
      saying: /does not tell %DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%/,
      finds: GATEWAY,
      change: (fleet) => {
        const json = { time: "%START_TIME%", status: "%RESPONSE_CODE%" };
        fleet.object("proxies").spec.telemetry.accessLog.settings[0].format = { type: "JSON", json };
      },
    },
    {
      when: "its log is a text of its own",
      saying: /a form that nobody sorts/,
      finds: GATEWAY,
      change: (fleet) => {
        const format = { type: "Text", text: "somebody came" };
        fleet.object("proxies").spec.telemetry.accessLog.settings[0].format = format;
      },
    },
    {
      when: "a listener takes routes of every namespace",
      saying: /portaal takes routes of other namespaces \(All\)/,
      finds: GATEWAY,
      change: listener((one) => (one["allowedRoutes"] = { namespaces: { from: "All" } })),
    },
    {
      when: "a listener stands at another port",
      saying: /portaal answers HTTPS at 8443/,
      finds: GATEWAY,
      change: listener((one) => (one["port"] = 8443)),
    },
    {
      when: "a listener speaks what no visitor does",
      saying: /portaal answers TCP at 443/,
      finds: GATEWAY,
      change: listener((one) => (one["protocol"] = "TCP")),
    },
    {
      when: "its proxies are set up by something else",
      saying: /of no kind that its controller knows/,
      finds: GATEWAY,
      change: (fleet) => (fleet.object("gateway").spec.infrastructure.parametersRef.kind = "ConfigMap"),
    },
    {
      when: "it has one proxy at the least",
      saying: /it has 1 to 6 proxies, and 2 to 6 by the model/,
      finds: GATEWAY,
      change: proxies(({ envoyHpa }) => (envoyHpa.minReplicas = 1)),
    },
    {
      when: "nothing scales it",
      saying: /any number of proxies/,
      finds: GATEWAY,
      change: proxies((kubernetes) => delete kubernetes["envoyHpa"]),
    },
    {
      when: "nothing says when there are more proxies",
      saying: /nothing says when it needs more/,
      finds: GATEWAY,
      change: proxies(({ envoyHpa }) => delete envoyHpa.metrics),
    },
    {
      when: "its proxies may be in one zone",
      saying: /may all be in one zone/,
      finds: GATEWAY,
      change: proxies(({ envoyDeployment }) => envoyDeployment.pod.topologySpreadConstraints.shift()),
    },
    {
      when: "its spread counts other pods",
      saying: /may all be in one hostname/,
      finds: GATEWAY,
      change: proxies(({ envoyDeployment }) => {
        envoyDeployment.pod.topologySpreadConstraints[1].labelSelector = { matchLabels: { app: "other" } };
      }),
    },
    {
      when: "its load balancer opens ports on nodes",
      saying: /opens a port on every node/,
      finds: GATEWAY,
      change: proxies(({ envoyService }) => delete envoyService.allocateLoadBalancerNodePorts),
    },
    ...[
      (spec: Body) => delete spec["telemetry"],
      (spec: Body) => (spec["telemetry"].accessLog.disable = true),
      (spec: Body) => (spec["telemetry"].accessLog.settings[0].sinks = []),
    ].map((change, index) => ({
      when: `nobody is told who came (${index + 1})`,
      saying: /does not log who came/,
      finds: GATEWAY,
      change: (fleet: TenantFleet) => change(fleet.object("proxies").spec),
    })),
  ],
  allows: [
    {
      when: "a listener names its own namespace",
      change: listener((one) => (one["allowedRoutes"] = { namespaces: { from: "Same" } })),
    },
  ],
});

const secret = (edit: (spec: Body) => unknown) => (fleet: TenantFleet) => {
  fleet.tenant.model["site"].kubernetes.secretStore = "vault";
  fleet.tenant.objects["fetched"] = {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata: { name: "fetched", namespace: NAMESPACE },
    spec: {
      secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
      data: [{ secretKey: "password", remoteRef: { key: "zorgplein/production/password" } }],
    },
  };
  edit(fleet.object("fetched").spec);
};
const FETCHED = [idOf("fetched")];

describeRule("served-by-the-site", {
  judges: [idOf("gateway"), idOf("certificate")],
  breaches: [
    {
      when: "a gateway is of another class",
      saying: /of the class nginx, and the site's is envoy/,
      finds: [idOf("gateway")],
      change: (fleet) => (fleet.object("gateway").spec.gatewayClassName = "nginx"),
    },
    {
      when: "a certificate is of another issuer",
      saying: /of ClusterIssuer self, and what is declared for .* is ClusterIssuer public-ov/,
      finds: [idOf("certificate")],
      change: (fleet) => (fleet.object("certificate").spec.issuerRef.name = "self"),
    },
    {
      when: "a certificate is of an issuer that a namespace has itself",
      saying: /of Issuer public-ov/,
      finds: [idOf("certificate")],
      change: (fleet) => (fleet.object("certificate").spec.issuerRef.kind = "Issuer"),
    },
    {
      when: "a secret is another client's",
      saying: /fetches verne\/production\/password, which is not below zorgplein\/production\//,
      finds: FETCHED,
      change: secret(({ data }) => (data[0].remoteRef.key = "verne/production/password")),
    },
    {
      when: "a secret is another stage's, by a way around",
      saying: /which is not below/,
      finds: FETCHED,
      change: secret(({ data }) => (data[0].remoteRef.key = "zorgplein/production/../test/password")),
    },
    {
      when: "a secret is fetched from another store",
      saying: /fetched from SecretStore vault/,
      finds: FETCHED,
      change: secret(({ secretStoreRef }) => (secretStoreRef.kind = "SecretStore")),
    },
    {
      when: "all of a path is fetched",
      saying: /does not say one by one/,
      finds: FETCHED,
      change: secret((spec) => (spec["dataFrom"] = [{ extract: { key: "zorgplein/production/all" } }])),
    },
    {
      when: "what is fetched has no name",
      saying: /under no name/,
      finds: FETCHED,
      change: secret(({ data }) => delete data[0].secretKey),
    },
  ],
  allows: [
    { when: "a secret is its own stage's", change: secret(() => undefined) },
    {
      when: "an exposure says another issuer of the cluster",
      change: (fleet) => {
        fleet.tenant.model["kubernetes"].exposures[0].issuer = "public-ev";
        fleet.object("certificate").spec.issuerRef.name = "public-ev";
      },
    },
  ],
});

describeRule("allow-list-everywhere", {
  judges: GATEWAY,
  breaches: [
    {
      when: "a route that nobody guards yet is for everybody",
      saying: /a route of it that no policy guards is for everybody/,
      finds: GATEWAY,
      change: (fleet) => delete fleet.tenant.objects["closed"],
    },
    {
      when: "what guards other routes lets somebody in",
      saying: /no policy guards is for everybody/,
      finds: GATEWAY,
      change: (fleet) => {
        fleet.object("closed").spec.authorization.rules = [
          { action: "Allow", principal: { clientCIDRs: ["198.51.100.0/24"] } },
        ];
      },
    },
    {
      when: "a redirect is guarded by nothing of its own",
      saying: /0 policies say who may come to portaal-redirect/,
      finds: GATEWAY,
      change: (fleet) => delete fleet.tenant.objects["access_redirect"],
    },
    {
      when: "a redirect answers whoever comes",
      saying: /who is not named may come to its route/,
      finds: GATEWAY,
      change: redirect({ defaultAction: "Allow" }),
    },
    {
      when: "a redirect answers somebody else",
      saying: /its route lets 198.51.100.0\/24 in, for whom it is not/,
      finds: GATEWAY,
      change: redirect({
        defaultAction: "Deny",
        rules: [{ action: "Allow", principal: { clientCIDRs: ["198.51.100.0/24"] } }],
      }),
    },
  ],
  allows: [
    {
      when: "a redirect answers its audience",
      change: redirect({
        defaultAction: "Deny",
        rules: [{ action: "Allow", principal: { clientCIDRs: ["203.0.113.0/24"] } }],
      }),
    },
    {
      when: `another host name stands beside ${HOSTNAME}`,
      change: (fleet) => fleet.object("certificate").spec.dnsNames.push("www.zorgplein.nl"),
    },
  ],
});

function redirect(authorization: object) {
  return (fleet: TenantFleet) => {
    fleet.tenant.objects["access_redirect"] = {
      apiVersion: "gateway.envoyproxy.io/v1alpha1",
      kind: "SecurityPolicy",
      metadata: { name: "portaal-redirect", namespace: NAMESPACE },
      spec: {
        targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "portaal-redirect" }],
        authorization,
      },
    };
  };
}

const POLICIES = ["access", "access_redirect", "closed", "traffic"];

describeRule("gateway-settings-are-one", {
  judges: [...POLICIES, "proxies"].map((name) => idOf(name)),
  breaches: [
    {
      when: "an older policy is about the same route",
      saying: /2 of its kind are about HTTPRoute portaal/,
      finds: [idOf("access"), idOf("more")],
      change: (fleet) => {
        const more = structuredClone(fleet.object("access"));
        more["metadata"].name = "more";
        fleet.tenant.objects["more"] = more;
      },
    },
    ...(["closed", "traffic"] as const).map((name) => ({
      when: `${name} is about a part of a gateway`,
      saying: /part http, which is not there as a whole/,
      finds: [idOf(name)],
      change: (fleet: TenantFleet) => {
        fleet.object(name).spec.targetRefs[0].sectionName = "http";
      },
    })),
    {
      when: "a policy is about nothing that is there",
      saying: /about HTTPRoute nobody, which is not there/,
      finds: [idOf("access")],
      change: (fleet) => (fleet.object("access").spec.targetRefs[0].name = "nobody"),
    },
    {
      when: "a policy is about two routes",
      saying: /about 2 things, not one/,
      finds: [idOf("access"), idOf("access_redirect")],
      change: (fleet) => {
        const redirect = fleet.object("access_redirect").spec.targetRefs[0];
        fleet.object("access").spec.targetRefs.push(redirect);
      },
    },
    {
      when: "proxies are set up for nobody",
      saying: /sets up no gateway that is there/,
      finds: [idOf("more")],
      change: (fleet) => {
        const more = structuredClone(fleet.object("proxies"));
        more["metadata"].name = "more";
        fleet.tenant.objects["more"] = more;
      },
    },
  ],
});
