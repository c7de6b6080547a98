import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, type TenantFleet } from "../support/tenant-fleet";
import { HOSTNAME } from "../support/tenant-objects";

const GATEWAY = [idOf("gateway")];
const ROUTE = [idOf("route")];
const APPS = "zorgplein/production/apps";
const OF_GATEWAY = `${APPS}/gateway-restricted`;

const spec = (name: string, edit: (spec: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object(name).spec);
const record = (edit: (kubernetes: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.tenant.model["kubernetes"]);

describeRule("exposed-as-modelled", {
  judges: [...GATEWAY, ...ROUTE, `${OF_GATEWAY}/${HOSTNAME}`],
  breaches: [
    {
      when: "an exposure has no route",
      saying: /no route brings portaal.zorgplein.nl to/,
      finds: [`${OF_GATEWAY}/${HOSTNAME}`],
      change: (fleet) => delete fleet.tenant.objects["route"],
    },
    {
      when: "a route shows another service",
      saying: /to index, which nobody exposed/,
      finds: [...ROUTE, `${OF_GATEWAY}/${HOSTNAME}`],
      change: spec("route", (one) => (one["rules"][0].backendRefs[0].name = "index")),
    },
    {
      when: "a route shows another name",
      saying: /shows intern.zorgplein.nl, which nobody exposed/,
      finds: ROUTE,
      change: spec("route", (one) => one["hostnames"].push("intern.zorgplein.nl")),
    },
    {
      when: "a route is for every name",
      saying: /for every host name/,
      finds: [...ROUTE, `${OF_GATEWAY}/${HOSTNAME}`],
      change: spec("route", (one) => delete one["hostnames"]),
    },
    {
      when: "a gateway is added by hand",
      saying: /no gateway of the model/,
      finds: [idOf("second")],
      change: (fleet) => {
        const gateway = fleet.object("gateway");
        fleet.tenant.objects["second"] = { ...gateway, metadata: { ...gateway.metadata, name: "second" } };
      },
    },
    {
      when: "the model's gateway is not there",
      saying: /there is no gateway/,
      finds: [...GATEWAY, ...ROUTE, idOf("redirect"), `${OF_GATEWAY}/${HOSTNAME}`],
      change: record((kubernetes) => kubernetes["workloads"].pop()),
    },
  ],
});

describeRule("exposed-over-tls", {
  judges: [...GATEWAY, ...ROUTE, idOf("redirect")],
  breaches: [
    {
      when: "a route answers in the clear",
      saying: /answers over HTTP at http/,
      finds: ROUTE,
      change: spec("route", (one) => (one["parentRefs"][0].sectionName = "http")),
    },
    {
      when: "a route hangs on every listener",
      saying: /names no listener/,
      finds: ROUTE,
      change: spec("route", (one) => delete one["parentRefs"][0].sectionName),
    },
    {
      when: "a route hangs on another's gateway",
      saying: /no Gateway of this stack/,
      finds: ROUTE,
      change: spec("route", (one) => (one["parentRefs"][0].namespace = "verne-production")),
    },
    {
      when: "a redirect also answers",
      saying: /answers over HTTP/,
      finds: [idOf("redirect")],
      change: spec("redirect", (one) => (one["rules"][0].backendRefs = [{ name: "web", port: 8080 }])),
    },
    {
      when: "a redirect leads to HTTP",
      saying: /answers over HTTP/,
      finds: [idOf("redirect")],
      change: spec("redirect", (one) => (one["rules"][0].filters[0].requestRedirect = { statusCode: 301 })),
    },
    {
      when: "TLS is passed on",
      saying: /passes TLS on/,
      finds: GATEWAY,
      change: spec("gateway", (one) => (one["listeners"][1].tls.mode = "Passthrough")),
    },
    {
      when: "a listener has no certificate",
      saying: /portaal has no certificate/,
      finds: GATEWAY,
      change: spec("gateway", (one) => (one["listeners"][1].tls.certificateRefs = [])),
    },
    {
      when: "a certificate is nobody's",
      saying: /no certificate of this stack is kept in/,
      finds: GATEWAY,
      change: (fleet) => delete fleet.tenant.objects["certificate"],
    },
    {
      when: "a certificate is for another name",
      saying: /is not for portaal.zorgplein.nl/,
      finds: GATEWAY,
      change: spec("certificate", (one) => (one["dnsNames"] = ["www.zorgplein.nl"])),
    },
    {
      when: "a listener speaks TCP",
      saying: /speaks TCP/,
      finds: [...GATEWAY, idOf("redirect")],
      change: spec("gateway", (one) => (one["listeners"][0].protocol = "TCP")),
    },
    {
      when: "a listener is for every name",
      saying: /under every host name/,
      finds: [...GATEWAY, ...ROUTE],
      change: spec("gateway", (one) => delete one["listeners"][1].hostname),
    },
  ],
});

const header = (value: string) =>
  spec("route", (one) => {
    one["rules"][0].filters[0].responseHeaderModifier.set[0].value = value;
  });

describeRule("hsts", {
  judges: ROUTE,
  breaches: [
    {
      when: "nothing is sent",
      saying: /1 of its 1 rules/,
      finds: ROUTE,
      change: spec("route", (one) => delete one["rules"][0].filters),
    },
    { when: "it is for a day", saying: /for a year/, finds: ROUTE, change: header("max-age=86400") },
    {
      when: "another path does without",
      saying: /1 of its 2 rules/,
      finds: ROUTE,
      change: spec("route", (one) => one["rules"].push({ backendRefs: [{ name: "web" }] })),
    },
    {
      when: "the application may say less",
      saying: /1 of its 1 rules/,
      finds: ROUTE,
      change: spec("route", (one) => {
        const { responseHeaderModifier: modifier } = one["rules"][0].filters[0];
        one["rules"][0].filters[0].responseHeaderModifier = { add: modifier.set };
      }),
    },
  ],
  allows: [
    { when: "it is for two years, with all below", change: header("max-age=63072000; includeSubDomains") },
  ],
});
