import { describe, expect, test } from "@jest/globals";
import { FIGURES } from "../../../../lib/model/promises/figures";
import type { Body } from "../../../support/app";
import { platformOf } from "./platform-view";

const view = platformOf();

/** Who may come, and to which ports. */
function comers(name: string, namespace: string): unknown {
  const { ingress = [] } = view.object("NetworkPolicy", name, namespace)["spec"];
  return ingress.map(({ from, ports }: Body) => [
    from.map((peer: Body) => [
      peer["namespaceSelector"].matchLabels["kubernetes.io/metadata.name"],
      peer["podSelector"].matchLabels["app.kubernetes.io/name"],
    ]),
    ports.map((port: Body) => port["port"]),
  ]);
}

describe("figures of a cluster", () => {
  test("are of what runs and of what should, and never of secrets (B-20)", () => {
    const { args } = view.object("Deployment", "kube-state-metrics")["spec"].template.spec.containers[0];
    const resources =
      (args as string[])
        .find((one) => one.startsWith("--resources="))
        ?.split("=")[1]
        ?.split(",") ?? [];
    expect(resources).toEqual(
      expect.arrayContaining(["deployments", "horizontalpodautoscalers", "jobs", "pods"]),
    );
    expect(resources).not.toContain("secrets");
    expect(resources).not.toContain("configmaps");
    const rules = view.object("ClusterRole", "straat-metrics-kube-state-metrics")["rules"] as Body[];
    expect(rules.flatMap((rule) => rule["resources"]).toSorted()).toEqual([...resources]);
    for (const rule of rules) expect(rule["verbs"]).toEqual(["list", "watch"]);
  });

  test("are told apart by client, stage and class", () => {
    const { args } = view.object("Deployment", "kube-state-metrics")["spec"].template.spec.containers[0];
    expect(args).toContain("--metric-labels-allowlist=namespaces=[straat/client,straat/stage,straat/class]");
  });

  test("are for who fetches them, and for nobody else (V-09)", () => {
    const scraper = [["monitoring", "prometheus"]];
    expect(comers("kube-state-metrics", "straat-metrics")).toEqual([[scraper, [8080]]]);
    expect(comers("trivy-operator", "straat-scanner")).toEqual([[scraper, [8080]]]);
    expect(comers("kured", "straat-reboots")).toEqual([[scraper, [8080]]]);
    expect(comers("proxies", "envoy-gateway-system")).toEqual([[scraper, [19_001]]]);
    expect(comers("log-agent", "straat-logs")).toEqual([]);
    expect(comers("trivy-scan", "straat-scanner")).toEqual([]);
  });
});

describe("the wall of all gateways", () => {
  test("lets proxies ask names and their controller, and nothing else goes out of them (H-05)", () => {
    const { podSelector, policyTypes, egress } = view.object(
      "NetworkPolicy",
      "proxies",
      "envoy-gateway-system",
    )["spec"];
    expect(podSelector.matchLabels["app.kubernetes.io/component"]).toBe("proxy");
    expect(policyTypes).toEqual(["Ingress", "Egress"]);
    expect(
      egress.map(({ ports }: Body) => ports.map((port: Body) => `${port["protocol"]}/${port["port"]}`)),
    ).toEqual([["UDP/53", "TCP/53"], ["TCP/18000"]]);
  });
});

describe("the inventory of leaks", () => {
  const settings = (name: string): Record<string, string> =>
    view.object("ConfigMap", name, "straat-scanner")["data"];

  test("runs Trivy by its digest, with the site's own database (H-20)", () => {
    const trivy = settings("trivy-operator-trivy-config");
    expect(`${trivy["trivy.repository"]}:${trivy["trivy.tag"]}`).toBe(
      `registry.example.nl/house/trivy:0.73.0@sha256:${"a1".repeat(32)}`,
    );
    expect(trivy["trivy.dbRepository"]).toBe("packages.example.nl/trivy-db:2");
    expect(trivy["trivy.severity"]).toBe("UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL");
    expect(trivy["trivy.ignoreUnfixed"]).toBe("false");
  });

  test("leaves nothing out, and is new four times a day (I-04)", () => {
    const operator = settings("trivy-operator-config");
    expect(operator["OPERATOR_TARGET_NAMESPACES"]).toBe("");
    expect(operator["OPERATOR_EXCLUDE_NAMESPACES"]).toBe("");
    expect(operator["OPERATOR_SCANNER_REPORT_TTL"]).toBe(`${FIGURES.vulnerabilityScanHours}h`);
    expect(operator["OPERATOR_METRICS_VULN_ID_ENABLED"]).toBe("true");
    expect(settings("trivy-operator")["scanJob.excludeImages"]).toBeUndefined();
  });

  test("has scans that are nobody, have no token, and reach the registry alone (H-22, V-09)", () => {
    const scan = settings("trivy-operator");
    expect(JSON.parse(scan["scanJob.podTemplateContainerSecurityContext"] ?? "")).toEqual({
      runAsNonRoot: true,
      runAsUser: 10_001,
      runAsGroup: 10_001,
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(scan["scanJob.automountServiceAccountToken"]).toBe("false");
    expect(scan["scanJob.podTemplateLabels"]).toContain("app.kubernetes.io/name=trivy-scan");
    const { podSelector, egress } = view.object("NetworkPolicy", "trivy-scan")["spec"];
    expect(podSelector.matchLabels).toEqual({ "app.kubernetes.io/name": "trivy-scan" });
    expect(egress.flatMap(({ to }: Body) => to.map((peer: Body) => peer["ipBlock"].cidr))).toEqual([
      "172.31.0.80/32",
    ]);
    const other = platformOf({ registries: ["172.25.0.0/24"] }).object("NetworkPolicy", "trivy-scan")["spec"];
    expect(other.egress[0].to.map((peer: Body) => peer["ipBlock"].cidr)).toEqual([
      "172.25.0.0/24",
      "172.31.0.80/32",
    ]);
  });

  test("sees no Secret of a tenant", () => {
    expect(settings("trivy-operator-config")["OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS"]).toBe(
      "false",
    );
    const rules = view.object("ClusterRole", "straat-scanner-trivy-operator")["rules"] as Body[];
    const seen = rules.filter((rule) => rule["apiGroups"].includes("")).flatMap((rule) => rule["resources"]);
    expect(seen).toContain("pods");
    expect(seen).not.toContain("secrets");
    expect(seen).not.toContain("serviceaccounts");
  });
});
