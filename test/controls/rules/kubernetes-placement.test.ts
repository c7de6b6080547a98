import { describeRule } from "../support/tenant-cases";
import { idOf, type TenantFleet } from "../support/tenant-fleet";

const WEB = [idOf("web")];

const breach = (when: string, saying: RegExp, more: object) => ({
  when,
  saying,
  finds: WEB,
  change: (fleet: TenantFleet) => Object.assign(fleet.pod("web"), more),
});

const affinity = (fleet: TenantFleet, nodeAffinity: object) => {
  const pod = fleet.pod("web");
  pod["affinity"] = { ...pod["affinity"], nodeAffinity };
};

describeRule("pods-are-placed-like-others", {
  judges: [...WEB, idOf("nightly"), idOf("index"), idOf("proxies")],
  breaches: [
    breach("pods name their node", /past the scheduler/, { nodeName: "node-1" }),
    breach("pods select nodes", /choose their nodes/, { nodeSelector: { disk: "fast" } }),
    breach("pods tolerate a taint", /nodes that keep pods away/, {
      tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists" }],
    }),
    breach("another scheduler places them", /scheduler of their own/, { schedulerName: "mine" }),
    breach("they are more important than others", /displace pods/, { priorityClassName: "high" }),
    breach("they are more important by a number", /displace pods/, { priority: 1_000_000 }),
    breach("another runtime runs them", /in another way/, { runtimeClassName: "runc-debug" }),
    breach("they have names of their own", /addresses of their own/, {
      hostAliases: [{ ip: "192.0.2.1", hostnames: ["database.internal"] }],
    }),
    breach("they ask another resolver", /resolvers of their own/, {
      dnsConfig: { nameservers: ["192.0.2.1"] },
    }),
    breach("they ask the resolver of their node", /resolvers of their own/, { dnsPolicy: "Default" }),
    {
      when: "pods of a job name their node",
      saying: /past the scheduler/,
      finds: [idOf("nightly")],
      change: (fleet) => (fleet.pod("nightly")["nodeName"] = "node-1"),
    },
    {
      when: "proxies of a gateway choose their nodes",
      saying: /choose their nodes/,
      finds: [idOf("proxies")],
      change: (fleet) => {
        const { envoyDeployment } = fleet.object("proxies")["spec"].provider.kubernetes;
        envoyDeployment.pod.nodeSelector = { edge: "true" };
      },
    },
    {
      when: "pods would rather be on some nodes",
      saying: /choose their nodes/,
      finds: WEB,
      change: (fleet) =>
        affinity(fleet, { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1 }] }),
    },
  ],
  allows: [
    {
      when: "what holds anyhow is written",
      change: (fleet) =>
        Object.assign(fleet.pod("web"), { schedulerName: "default-scheduler", dnsPolicy: "ClusterFirst" }),
    },
    {
      when: "nothing is written in full",
      change: (fleet) => {
        Object.assign(fleet.pod("web"), { tolerations: [], nodeSelector: {}, nodeName: "", dnsConfig: {} });
        affinity(fleet, {});
      },
    },
    {
      when: "programs of the platform go to every node",
      change: (fleet) =>
        (fleet.ofPlatform("kured").spec.template.spec.tolerations = [{ operator: "Exists" }]),
    },
  ],
});
