import { test } from "@jest/globals";
import { Exposure, Peer } from "../../../../lib";
import { WebService } from "../../../../lib/constructs/kubernetes/workloads/web-service";
import { tenantOf } from "../../../support/cluster-site";
import { judgeStack } from "../../../../lib/testing/judge-stack";
test("x", () => {
  const image = `registry.example.nl/verne/web:1.0.0@sha256:${"a".repeat(64)}`;
  const app = tenantOf((tenant, environment) => {
    const make = (id: string) => new WebService(tenant, id, { image, resources: { cpu: "100m", memory: "128Mi", ephemeralStorage: "64Mi" }, health: { ready: "/ready", live: "/live" } } as never);
    const s = environment.stage.name;
    make("web").expose(environment.audience, { hostname: `${s}.example.nl`, why: "visitors" });
    make("api").expose(Peer.networks("203.0.113.0/24"), { hostname: `api-${s}.example.nl`, why: "a partner" });
    make("admin").expose(Peer.vpn(), { hostname: `${s}.example.nl`, path: "/admin", why: "administrators" });
  }, { exposure: Exposure.PUBLIC });
  process.stderr.write(app.complaint);
  const stack = app.straatStacks.find((s) => s.node.id === (process.env.ST ?? "verne-production")) as any;
  const assessment = judgeStack(stack) as any;
  for (const v of assessment.verdicts) {
    for (const f of v.findings) process.stderr.write(`${v.rule.id}: ${JSON.stringify(f, (k, x) => (k === "rule" ? undefined : x))}\n`);
    if (/gateway|allow|tls|hsts|expos|host|certif/.test(v.rule.id)) process.stderr.write(`KEPT ${v.rule.id} ${v.kept.length}\n`);
  }
});
