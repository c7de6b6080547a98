import { describe, expect, test } from "@jest/globals";
import { Peer, Port, RedundantVms, ScheduledJob, VmSize, WebService } from "../../../lib";
import { Tenant } from "../../../lib/constructs/kubernetes/tenant";
import { buildStreet } from "../../support/app";
import { clusterSite, tenantOf } from "../../support/cluster-site";
import { PlainWorkload } from "../../support/plain-workload";

const IMAGE = `registry.example.nl/verne/web:2.4.1@sha256:${"0a".repeat(32)}`;
const QUOTA = { pods: 20, cpu: "8", memory: "16Gi", ephemeralStorage: "20Gi" };

describe("a tenant", () => {
  const app = tenantOf(
    () => {},
    {},
    { quota: QUOTA, access: { view: ["verne-developers"], operate: ["team-tech"] } },
  );
  const { json, model } = app.stack("verne/production");
  const only = (type: string) => Object.values<Record<string, never>>(json.resource[type]);

  test("has a namespace in which nothing may be more than restricted, in a pinned version", () => {
    const [namespace] = only("kubernetes_namespace_v1");
    expect(namespace).toMatchObject({
      metadata: {
        name: "verne-production",
        labels: {
          "pod-security.kubernetes.io/enforce": "restricted",
          "pod-security.kubernetes.io/enforce-version": "v1.34",
          "pod-security.kubernetes.io/audit": "restricted",
          "pod-security.kubernetes.io/warn": "restricted",
          "straat/client": "verne",
          "straat/stage": "production",
          "straat/class": "sensitive",
          "straat/owner": "team-passepartout",
        },
      },
    });
    expect(model.kubernetes?.namespaces.map(({ name }) => name)).toEqual(["verne-production"]);
  });

  test("speaks to the cluster of its site, by the context of whoever applies and without credentials", () => {
    expect(json.provider.kubernetes).toEqual([{ config_context: "oost" }]);
  });

  test("gives its pods addresses of its stage, which nobody gets who does not ask for them", () => {
    const pools = only("kubernetes_manifest").map(({ manifest }) => manifest as unknown as { spec: object });
    expect(pools.map(({ spec }) => spec)).toEqual([
      expect.objectContaining({
        cidr: "10.0.11.128/25",
        allowedUses: ["Workload"],
        assignmentMode: "Manual",
      }),
      expect.objectContaining({ cidr: "10.0.13.128/25", allowedUses: ["LoadBalancer"], natOutgoing: false }),
    ]);
    expect(only("kubernetes_namespace_v1")[0]).toMatchObject({
      metadata: { annotations: { "cni.projectcalico.org/ipv4pools": '["verne-production-pods"]' } },
    });
  });

  test("is closed both ways but for names", () => {
    const policies = json.resource.kubernetes_network_policy_v1;
    expect(policies["apps_default-deny"].spec).toMatchObject({
      policy_types: ["Ingress", "Egress"],
      pod_selector: {},
    });
    expect(policies["apps_default-deny"].spec.ingress ?? []).toEqual([]);
    expect(policies["apps_default-deny"].spec.egress ?? []).toEqual([]);
    expect(JSON.stringify(policies["apps_allow-dns"].spec.egress)).toContain('"port":"53"');
    expect(policies["apps_allow-dns"].spec.ingress ?? []).toEqual([]);
  });

  test("has a quota without doors beside its gateways, and limits for what says nothing", () => {
    const [quota] = only("kubernetes_resource_quota_v1");
    expect(quota).toMatchObject({
      spec: {
        hard: {
          pods: "20",
          "limits.cpu": "8",
          "requests.memory": "16Gi",
          "services.loadbalancers": "0",
          "services.nodeports": "0",
          "requests.storage": "0",
        },
      },
    });
    expect(only("kubernetes_limit_range_v1")[0]).toMatchObject({
      spec: { limit: [{ type: "Container", max: { cpu: "8" } }] },
    });
  });

  test("has limits as the cluster tells them back, or every plan would find a change", () => {
    const written = { ...QUOTA, cpu: "2.5", memory: "16384Mi", ephemeralStorage: "1.5Gi" };
    const { json: other } = tenantOf(() => {}, { stages: ["development"] }, { quota: written }).stack(
      "verne/development",
    );
    const [range] = Object.values<{ spec: { limit: object[] } }>(other.resource.kubernetes_limit_range_v1);
    expect(range?.spec.limit).toMatchObject([
      { max: { cpu: "2500m", memory: "16Gi", "ephemeral-storage": "1536Mi" } },
    ]);
  });

  test("binds its roles to named groups, and allows nothing by a star", () => {
    const bindings = only("kubernetes_role_binding_v1") as unknown as readonly {
      subject: readonly object[];
    }[];
    expect(bindings.flatMap(({ subject }) => subject)).toEqual([
      { api_group: "rbac.authorization.k8s.io", kind: "Group", name: "verne-developers" },
      { api_group: "rbac.authorization.k8s.io", kind: "Group", name: "team-tech" },
    ]);
    const roles = JSON.stringify(only("kubernetes_role_v1"));
    expect(roles).not.toContain('"*"');
    expect(roles).not.toContain("secrets");
    expect(roles).not.toContain("exec");
  });

  test("gives no pod a token it did not ask for", () => {
    expect(only("kubernetes_default_service_account_v1")).toEqual([
      expect.objectContaining({ automount_service_account_token: false }),
    ]);
  });
});

describe("what a tenant says that it realises", () => {
  const pod = { image: IMAGE, resources: { cpu: "500m", memory: "256Mi", ephemeralStorage: "1Gi" } };
  const health = { ready: "/ready", live: "/live" };
  const said = (build: (tenant: Tenant) => unknown, stage = "production") => {
    const view = tenantOf((tenant) => void build(tenant));
    const { realises } = view.stack(`verne/${stage}`).model;
    return ["B-06", "H-03", "B-21", "V-10"].filter((id) => realises.some((one) => one === id));
  };
  const web = (more: object) => (tenant: Tenant) =>
    new WebService(tenant, "web", { ...pod, health, ...more });

  test("is redundancy where pods stand in for each other, and scaling where their number follows the load", () => {
    expect(said(web({}))).toEqual(["B-06", "H-03", "B-21"]);
    expect(said(web({}), "test")).toEqual(["B-21"]);
    expect(said(web({ optOut: { scaling: "it keeps sessions" } }))).toEqual(["B-06", "H-03"]);
  });

  test("is neither for a job, nor for no workload at all", () => {
    const none = said(() => {});
    expect(none.filter((id) => id !== "V-10")).toEqual([]);
    expect(said((tenant) => new ScheduledJob(tenant, "sweep", { ...pod, schedule: "0 5 * * *" }))).toEqual(
      none,
    );
  });

  test("is no scaling where nothing but the gateway does", () => {
    const exposed = said((tenant) => {
      const { environment } = tenant;
      const hostname = `${environment.stage}.example.nl`;
      web({ optOut: { scaling: "it keeps sessions" } })(tenant).expose(Peer.vpn(), {
        hostname,
        why: "a look",
      });
    });
    expect(exposed).toEqual(["B-06", "H-03", "V-10"]);
  });
});

describe("what is refused of a tenant", () => {
  const complaint = (props: object) =>
    tenantOf(() => {}, { stages: ["development"] }, props as never).complaint;

  test("a site without a cluster", () => {
    const app = buildStreet({}, (environment) => {
      new Tenant(environment, "apps", { quota: QUOTA });
    });
    expect(app.complaint).toMatch(
      /oost[\s\S]*without a Kubernetes cluster[\s\S]*give the site its kubernetes/,
    );
  });

  test("a second one in an environment", () => {
    const app = buildStreet({ site: clusterSite, stages: ["development"] }, (environment) => {
      new Tenant(environment, "apps", { quota: QUOTA });
      new Tenant(environment, "more", { quota: QUOTA });
    });
    expect(app.complaint).toMatch(
      /verne\/development\/more[\s\S]*one namespace, verne-development[\s\S]*in apps/,
    );
  });

  test.each([
    ["no quota", { quota: undefined }, /quota = \(missing\)[\s\S]*nobody said how much/],
    ["an amount that is none", { quota: { ...QUOTA, cpu: "many" } }, /quota.cpu = "many"[\s\S]*250m/],
    [
      "more pods than addresses",
      { quota: { ...QUOTA, pods: 1000 } },
      /quota.pods = 1000[\s\S]*128 addresses/,
    ],
    [
      "everybody as a group",
      { access: { view: ["system:authenticated"] } },
      /access.view\[0\][\s\S]*named groups/,
    ],
    ["a star as a group", { access: { operate: ["*"] } }, /access.operate\[0\] = "\*"[\s\S]*named groups/],
  ])("%s", (_, props, told) => {
    expect(complaint(props)).toMatch(told);
  });

  test("workloads that at their ceilings take more than the quota, with what takes most", () => {
    const demand = { pods: 2, cpu: 6000n, memory: 1000n, ephemeralStorage: 1000n, storage: 0n };
    const build = (tenant: Tenant) => {
      new PlainWorkload(tenant, "small", [8080]);
      new PlainWorkload(tenant, "large", [8080], demand);
    };
    const stages = { stages: ["development"] } as const;
    const over = tenantOf(build, stages, { quota: { ...QUOTA, cpu: "6" } });
    expect(over.complaint).toMatch(
      /development\/apps {2}quota.cpu = 6\n.*take 6100m of processor time[\s\S]*write 6100m or more[\s\S]*most take large 6000m, small 100m/,
    );
    expect(tenantOf(build, stages, { quota: { ...QUOTA, cpu: "6100m" } }).complaint).toBe("");
  });

  test("workloads that fit at their ceilings and not in an update, or beside a job, with what would be enough", () => {
    const pod = { image: IMAGE, resources: { cpu: "500m", memory: "256Mi", ephemeralStorage: "1Gi" } };
    const health = { ready: "/ready", live: "/live" };
    const of = (quota: object) =>
      tenantOf(
        (tenant) => {
          new WebService(tenant, "web", { ...pod, health, replicas: { min: 1, max: 4 } });
          new ScheduledJob(tenant, "sweep", { ...pod, schedule: "0 3 * * *" });
        },
        { stages: ["development"] },
        { quota: { ...QUOTA, ...quota } },
      ).mistakes.map(({ property, value, problem, remedy }) =>
        [property, value, problem, remedy].join(" | "),
      );
    const enough = { pods: 6, cpu: "3", memory: "1536Mi", ephemeralStorage: "6Gi" };
    expect(of(enough)).toEqual([]);
    expect(of({ ...enough, pods: 5 })).toEqual([
      expect.stringMatching(/^quota\.pods \| 5 \| .* take 6 pods .*write 6 or more.*web 5, sweep 1$/),
    ]);
    expect(of({ ...enough, cpu: "2999m" })).toEqual([
      expect.stringMatching(/^quota\.cpu \| 2999m \| .*write 3000m or more.*web 2500m, sweep 500m$/),
    ]);
    expect(of({ ...enough, memory: "1535Mi" })).toEqual([expect.stringMatching(/write 1536Mi or more/)]);
    expect(of({ ...enough, ephemeralStorage: "6143Mi" })).toEqual([
      expect.stringMatching(/write 6144Mi or more/),
    ]);
  });

  test("more pods than there are addresses, of which a larger quota would make no more", () => {
    const demand = { pods: 129, cpu: 100n, memory: 1000n, ephemeralStorage: 1000n, storage: 0n };
    const app = tenantOf(
      (tenant) => void new PlainWorkload(tenant, "crowd", [8080], demand),
      { stages: ["development"] },
      { quota: { ...QUOTA, pods: 128 } },
    );
    expect(app.complaint).toMatch(
      /quota\.pods = 128\n.*take 129 pods .*\n.*larger block, for this stage has 128 addresses of pods, or lower/,
    );
  });

  test("a quota that nobody can read, once, and nothing is held against it", () => {
    const app = tenantOf(
      (tenant) => void new PlainWorkload(tenant, "web"),
      { stages: ["development"] },
      { quota: { ...QUOTA, cpu: "many" } },
    );
    expect(app.mistakes.map(({ property }) => property)).toEqual(["quota.cpu"]);
  });
});

describe("flows of pods", () => {
  const declare = (tenant: Tenant, environment: Tenant["environment"]) => {
    const web = new PlainWorkload(tenant, "web");
    const worker = new PlainWorkload(tenant, "worker", []);
    const database = new RedundantVms(environment, "database", { size: VmSize.MEDIUM, data: true });
    web.connections.allowFrom(worker, Port.tcp(8080), { why: "jobs" });
    database.connections.allowFrom(web, Port.POSTGRES, { why: "application data" });
    worker.connections.allowTo(Peer.service("logs"), Port.LOGSTASH, { why: "its own log" });
    environment.expect.open(worker, web, Port.tcp(8080));
    environment.expect.open(web, database, Port.POSTGRES);
    environment.expect.open(worker, Peer.service("logs"), Port.LOGSTASH);
    environment.expect.closed(worker, database, Port.POSTGRES);
    environment.expect.closed(web, worker, Port.tcp(8080));
    environment.expect.closed(database, web, Port.tcp(8080));
    environment.expect.closed(web, Peer.service("logs"), Port.LOGSTASH);
    environment.expect.closed(Peer.internet(), web, Port.tcp(8080));
    environment.expect.closed(Peer.vpn(), web, Port.tcp(8080));
  };
  const app = tenantOf(declare);

  test("are in every wall on their way, and in no other", () => {
    expect(app.complaint).toBe("");
    const walls = (path: string) => app.stack(path).model.walls;
    const edge = walls("verne/street").find(({ hook }) => hook === "forward");
    const host = walls("verne/production").find(
      ({ at, hook }) => at.endsWith("database") && hook === "input",
    );
    const isPods = ({ from }: { readonly from: readonly string[] }) =>
      from.join() === "10.0.11.128-10.0.11.255";
    expect(edge?.rules.filter(isPods)).toEqual([
      expect.objectContaining({ port: "tcp/5432", inInterface: "ens192", outInterface: "ens225" }),
      expect.objectContaining({ port: "tcp/5044", inInterface: "ens192", outInterface: "ens192" }),
    ]);
    expect(host?.rules.filter(isPods).map(({ port }) => port)).toEqual(["tcp/5432"]);
  });

  test("are told where they are not as expected, with the wall that is in the way", () => {
    const wrong = tenantOf((tenant, environment) => {
      declare(tenant, environment);
      const stray = new PlainWorkload(tenant, "stray");
      const database = environment.node.findChild("database") as RedundantVms;
      environment.expect.open(stray, database, Port.POSTGRES);
      environment.expect.closed(stray, stray, Port.tcp(1));
    });
    expect(wrong.mistakes).toHaveLength(4);
    expect(wrong.complaint).toMatch(
      /apps\/stray → verne\/production\/database tcp\/5432[\s\S]*is closed, at verne\/production\/apps\/stray egress/,
    );
  });

  test.each([
    [
      "a server to pods",
      (t: Tenant) => {
        const vms = new RedundantVms(t.environment, "old", { size: VmSize.SMALL });
        new PlainWorkload(t, "web").connections.allowFrom(vms, Port.tcp(8080), { why: "the old way" });
      },
      /leads to pods[\s\S]*service\.expose/,
    ],
    [
      "everyone to pods",
      (t: Tenant) =>
        new PlainWorkload(t, "web").connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "visitors" }),
      /internet → [\s\S]*leads to pods/,
    ],
    [
      "a ping",
      (t: Tenant) => {
        const [one, other] = [new PlainWorkload(t, "one"), new PlainWorkload(t, "other")];
        one.connections.allowFrom(other, Port.PING, { why: "is it there" });
      },
      /nothing a NetworkPolicy can allow/,
    ],
    [
      "SSH to pods",
      (t: Tenant) => {
        const [one, other] = [new PlainWorkload(t, "one"), new PlainWorkload(t, "other")];
        one.connections.allowFrom(other, Port.SSH, { why: "a look inside" });
      },
      /opens SSH/,
    ],
  ])("from %s are refused", (_, build, told) => {
    expect(tenantOf(build as never, { stages: ["development"] }).complaint).toMatch(told);
  });

  test("end at their own stage", () => {
    const { model } = app.stack("verne/development");
    expect(JSON.stringify(model.kubernetes?.policies)).not.toContain("production");
  });
});
