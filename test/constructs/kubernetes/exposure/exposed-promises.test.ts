import { describe, expect, test } from "@jest/globals";
import { Exposure, Peer } from "../../../../lib";
import { WebService } from "../../../../lib/constructs/kubernetes/workloads/web-service";
import { pathOf } from "../../../../lib/constructs/path";
import { findingsOf } from "../../../../lib/controls/assessment";
import { judgeStack } from "../../../../lib/testing/judge-stack";
import { tenantOf } from "../../../support/cluster-site";
import { whitelisted } from "./answering";

/** Rules that only hold something against what is exposed. */
const OURS = [
  "allow-list-everywhere",
  "certificate-key",
  "exposed-as-modelled",
  "exposed-over-tls",
  "gateway-address",
  "gateways-speak-strong-tls",
  "hsts",
];

const app = tenantOf(
  (tenant, environment) => {
    const { stage, audience } = environment;
    const service = (id: string) =>
      new WebService(tenant, id, {
        image: `registry.example.nl/verne/${id}:1.0.0@sha256:${"a".repeat(64)}`,
        resources: { cpu: "100m", memory: "128Mi", ephemeralStorage: "64Mi" },
        health: { ready: "/ready", live: "/live" },
      });
    service("web").expose(audience, { hostname: `${stage}.example.nl`, why: "visitors" });
    service("admin").expose(Peer.vpn(), { hostname: `${stage}.example.nl`, path: "/admin", why: "editors" });
    service("api").expose(Peer.networks("203.0.113.0/24"), {
      hostname: `api.${stage}.example.nl`,
      why: "a partner",
    });
  },
  { exposure: Exposure.PUBLIC, whitelist: whitelisted("198.51.100.0/24") },
);

describe("what is exposed keeps the promises that rules read from the output by themselves", () => {
  test("nothing is wrong with the declarations", () => {
    expect(app.complaint).toBe("");
  });

  test.each(["verne/street", "verne/development", "verne/test", "verne/acceptance", "verne/production"])(
    "%s",
    (path) => {
      const stack = app.straatStacks.find((candidate) => pathOf(candidate) === path);
      if (stack === undefined) throw new Error(`there is no ${path}`);
      const assessment = judgeStack(stack);
      expect(findingsOf(assessment).filter(({ level }) => level === "error")).toEqual([]);
      const kept = assessment.verdicts
        .filter((verdict) => verdict.kept.length > 0)
        .map(({ rule }) => rule.id);
      if (path !== "verne/street") expect(kept).toEqual(expect.arrayContaining(OURS));
    },
  );
});
