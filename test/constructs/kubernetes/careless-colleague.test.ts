import { describe, expect, test } from "@jest/globals";
import {
  type Environment,
  Peer,
  Port,
  ScheduledJob,
  Secret,
  StatefulService,
  Tenant,
  WebService,
  Worker,
} from "../../../lib";
import { tenantOf } from "../../support/cluster-site";

const IMAGE = `registry.example.nl/verne/web:2.4.1@sha256:${"0a".repeat(32)}`;
const POD = { image: IMAGE, resources: { cpu: "250m", memory: "256Mi", ephemeralStorage: "1Gi" } };
const WEB = { ...POD, health: { ready: "/ready", live: "/live" } };
const WORKER = { ...POD, health: { ready: ["bin/ready"], live: ["bin/live"] } };
const JOB = { ...POD, schedule: "0 5 * * *" };
const DATA = { ...WEB, port: 5432, why: "an index", data: { path: "/data", size: "10Gi" } };

type Add = (tenant: Tenant, id: string) => unknown;

const web =
  (more: object): Add =>
  (tenant, id) =>
    new WebService(tenant, id, { ...WEB, ...more });
const worker =
  (more: object): Add =>
  (tenant, id) =>
    new Worker(tenant, id, { ...WORKER, ...more });
const job =
  (more: object): Add =>
  (tenant, id) =>
    new ScheduledJob(tenant, id, { ...JOB, ...more });
const stateful =
  (more: object): Add =>
  (tenant, id) =>
    new StatefulService(tenant, id, { ...DATA, ...more });
const exposed =
  (more: object, audience: () => unknown = () => Peer.vpn()): Add =>
  (tenant, id) => {
    const props = { hostname: `${id}.example.nl`, why: "administrators", ...more };
    new WebService(tenant, id, WEB).expose(audience() as Peer, props);
  };

/** What somebody in a hurry writes, one thing wrong in each: the property, the value that is shown, and what to write. */
const SLIPS: readonly (readonly [Add, string, string, RegExp])[] = [
  [
    web({ image: "registry.example.nl/verne/web:latest" }),
    "image",
    '"registry.example.nl/verne/web:latest"',
    /tag/,
  ],
  [web({ image: "web" }), "image", '"web"', /registry/],
  [web({ resources: { ...POD.resources, memory: undefined } }), "resources.memory", "(missing)", /256Mi/],
  [web({ resources: { ...POD.resources, cpu: "512Mi" } }), "resources.cpu", '"512Mi"', /250m/],
  [web({ resources: { ...POD.resources, memory: 512 } }), "resources.memory", "512", /512Mi/],
  [web({ config: { DB_PASSWORD: "hunter2" } }), "config.DB_PASSWORD", "(not shown)", /secrets/],
  [
    web({ config: { DATABASE_URL: "postgres://a:hunter2@db/a" } }),
    "config.DATABASE_URL",
    "(not shown)",
    /secrets/,
  ],
  [
    web({ config: { MAIL: Secret.fromVariable("mail") } }),
    "config.MAIL",
    "(a reference to a secret)",
    /declare it in secrets/,
  ],
  [web({ config: { PORT: 8080 } }), "config.PORT", "8080", /in quotes/],
  [web({ secrets: { mail: "hunter2" } }), "secrets.mail", "(not shown)", /Secret\.fromVariable/],
  [web({ env: { LOG_LEVEL: "info" } }), "env", "", /config/],
  [web({ nodeSelector: { gpu: "true" } }), "nodeSelector", "", /take it out/],
  [web({ tolerations: [] }), "tolerations", "", /take it out/],
  [web({ health: { ready: "/ready" } }), "health.live", "(missing)", /optOut/],
  [web({ health: { ready: "/up", live: "/up" } }), "health", '"/up"', /let live ask/],
  [web({ health: { ready: "up", live: "/live" } }), "health.ready", '"up"', /\/ready/],
  [web({ replicas: { min: 3, max: 2 } }), "replicas", "3 to 2", /ceiling/],
  [web({ replicas: 3 }), "replicas", "3", /min: 2, max: 6/],
  [web({ replicas: { prod: { min: 2, max: 4 } } }), "replicas.prod", '"prod"', /production/],
  [web({ targetCpu: 0.7 }), "targetCpu", "0.7", /percents/],
  [web({ targetCpu: 60, optOut: { scaling: "sessions" } }), "targetCpu", "scaling", /take optOut/],
  [worker({ health: { ...WORKER.health, port: 8081 } }), "health.port", "8081", /take it out/],
  [web({ user: 0 }), "user", "0", /10001/],
  [web({ user: 1000 }), "user", "1000", /10001/],
  [web({ scratch: { "/etc": "1Mi" } }), 'scratch["/etc"]', "/etc", /\/tmp/],
  [web({ drain: { seconds: 0 } }), "drain.seconds", "0", /1 to 60/],
  [web({ grace: "30s" }), "grace", '"30s"', /1 to 600/],
  [web({ port: 80 }), "port", "80", /8080/],
  [web({ optOut: { runAsRoot: "the image" } }), "optOut.runAsRoot", "runAsRoot", /readOnlyRootFilesystem/],
  [web({ optOut: { drain: "" } }), "optOut.drain", '""', /one line/],
  [worker({ args: ["--token=hunter2"] }), "args", "(not shown)", /\/run\/secrets/],
  [worker({ command: "bin/worker --all" }), "command", '"bin/worker --all"', /list|\[/],
  [worker({ health: { ready: "/ready", live: ["bin/live"] } }), "health.ready", "/ready", /health\.port/],
  [job({ schedule: "@daily" }), "schedule", '"@daily"', /30 3/],
  [job({ schedule: "0 2 * * *" }), "schedule", '"0 2 * * *"', /another hour/],
  [job({ deadline: "1h" }), "deadline", '"1h"', /10 to 86400/],
  [job({ health: { live: "/live" } }), "health", "", /take it out/],
  [stateful({ why: undefined }), "why", "(missing)", /one line/],
  [stateful({ data: { path: "/data", size: "10GB" } }), "data.size", '"10GB"', /512Mi|20Gi/],
  [stateful({ quorum: true, members: 2.5 }), "members", "2.5", /whole/],
  [exposed({ hostname: "https://www.example.nl" }), "expose.hostname", '"https://www.example.nl"', /www/],
  [exposed({ why: undefined }), "expose.why", "(missing)", /one line/],
  [
    (tenant, id) => new WebService(tenant, id, WEB).expose(Peer.vpn(), undefined as never),
    "expose",
    "(missing)",
    /hostname/,
  ],
  [exposed({ tls: false }), "expose.tls", "", /take it out/],
  [exposed({ timeout: "60s" }), "expose.timeout", '"60s"', /whole seconds/],
  [exposed({}, () => "everyone"), "expose audience", "everyone", /./],
];

const idOf = (index: number) => `slip-${index + 1}`;

describe("each of many slips in one tenant", () => {
  const app = tenantOf(
    (tenant) => {
      for (const [index, [add]] of SLIPS.entries()) add(tenant, idOf(index));
    },
    { stages: ["development"] },
    { quota: { pods: 128, cpu: "100", memory: "200Gi", ephemeralStorage: "500Gi", storage: "5Ti" } },
  );

  test("is told once, at its place, and nothing else is", () => {
    const places = SLIPS.map(([, property], index) => `verne/development/apps/${idOf(index)} ${property}`);
    expect(app.mistakes.map(({ path, property }) => `${path} ${property}`)).toEqual(places);
  });

  test.each(SLIPS.map(([, property, value, remedy], index) => [index, property, value, remedy] as const))(
    "number %d, of %s = %s",
    (index, property, value, remedy) => {
      const found = app.mistakes.find(({ path }) => path === `verne/development/apps/${idOf(index)}`);
      expect(found).toMatchObject({ property, value });
      expect(found?.remedy).toMatch(remedy);
      expect(found?.problem).toMatch(/\w+ \w+/);
    },
  );

  test("repeats no secret", () => {
    expect(app.complaint).not.toContain("hunter2");
  });
});

test("without its slips the same tenant is legal", () => {
  const app = tenantOf(
    (tenant) => {
      const all = [web({}), worker({}), job({}), stateful({}), exposed({})];
      for (const [index, add] of all.entries()) add(tenant, idOf(index));
      new Worker(tenant, "mail", {
        ...WORKER,
        secrets: { mail: Secret.fromVariable("mail") },
      });
    },
    { stages: ["development"] },
  );
  expect(app.complaint).toBe("");
});

describe("slips around workloads", () => {
  const told = (build: (tenant: Tenant) => void, props: object = {}) =>
    tenantOf(build, { stages: ["development"] }, props).mistakes.map(
      ({ path, property, value }) => `${path} ${property} = ${value}`,
    );

  test("a name that is none, and one that is taken", () => {
    const add = (id: string) => (tenant: Tenant) => void new WebService(tenant, id, WEB);
    expect(told(add("My_Web"))).toEqual(['verne/development/apps/My_Web  = "My_Web"']);
    expect(
      told((tenant) => {
        for (const id of ["web", "web"]) add(id)(tenant);
      }),
    ).toEqual(["verne/development/apps/web  = "]);
  });

  test("a workload that stands in no tenant, and a tenant that stands in no environment", () => {
    const build = (make: (tenant: Tenant, environment: Environment) => unknown) =>
      tenantOf((tenant, environment) => void make(tenant, environment), { stages: ["development"] })
        .complaint;
    expect(build((_, environment) => new WebService(environment as never, "web", WEB))).toMatch(
      /^verne\/development\/web {2}Environment\n.*is no Tenant.*\n.*new Tenant\(environment/,
    );
    expect(build(({ node }) => new Tenant(node.root as never, "more", {} as never))).toMatch(
      /more {2}App\n.*is no Environment.*\n.*forEachEnvironment/,
    );
    expect(build(() => new Worker(undefined as never, "mail", WORKER))).toMatch(
      /^mail {2}\(no construct\)\n.*is no Tenant/,
    );
  });

  test("a name that every namespace has for its account", () => {
    expect(told((tenant) => void new WebService(tenant, "default", WEB))).toEqual([
      "verne/development/apps/default  = default",
    ]);
    expect(told((tenant) => void new WebService(tenant, "default-web", WEB))).toEqual([]);
  });

  test("a flow without its reason", () => {
    const flow = (tenant: Tenant) => {
      const [one, other] = ["one", "other"].map((id) => new WebService(tenant, id, WEB)) as [
        WebService,
        WebService,
      ];
      one.connections.allowFrom(other, Port.tcp(8080), { why: "" });
    };
    expect(told(flow)).toEqual([expect.stringMatching(/^verne\/development\/apps\/one .*why.* = ""$/)]);
  });

  test("a tenant of which nothing is said", () => {
    expect(told(() => {}, { quota: undefined, access: { operate: "team-tech" } })).toEqual([
      "verne/development/apps quota = (missing)",
      'verne/development/apps access.operate = "team-tech"',
    ]);
  });
});
