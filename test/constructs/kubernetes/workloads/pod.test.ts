import { describe, expect, test } from "@jest/globals";
import type { Tenant } from "../../../../lib/constructs/kubernetes/tenant";
import type { PodProps } from "../../../../lib/constructs/kubernetes/workloads/pod";
import { ScheduledJob } from "../../../../lib/constructs/kubernetes/workloads/scheduled-job";
import { StatefulService } from "../../../../lib/constructs/kubernetes/workloads/stateful-service";
import { WebService } from "../../../../lib/constructs/kubernetes/workloads/web-service";
import { Worker } from "../../../../lib/constructs/kubernetes/workloads/worker";
import { tenantOf } from "../../../support/cluster-site";
import { judgedBySchemas } from "../../../support/kubernetes-schemas";
import { declaredIn, IMAGE, mistakeIn, POD } from "./declared";

const health = { ready: "/ready", live: "/live" };

/** Every kind of workload, by what makes its pods. */
const KINDS: readonly (readonly [string, (tenant: Tenant, props: PodProps) => unknown])[] = [
  ["a web service", (tenant, props) => new WebService(tenant, "web", { ...props, health })],
  ["a worker", (tenant, props) => new Worker(tenant, "web", { ...props, health: { ...health, port: 8080 } })],
  [
    "a scheduled job",
    (tenant, props) => new ScheduledJob(tenant, "web", { ...props, schedule: "0 3 * * *" }),
  ],
  [
    "a stateful service",
    (tenant, props) =>
      new StatefulService(tenant, "web", {
        ...props,
        health,
        port: 5432,
        why: "it is an index that is built from the database",
        data: { path: "/data", size: "10Gi" },
      }),
  ],
];

const job = (changes: Partial<PodProps>) =>
  declaredIn((tenant) => new ScheduledJob(tenant, "web", { ...POD, schedule: "0 3 * * *", ...changes }));

const refused = (changes: Partial<PodProps>, property: string) =>
  mistakeIn(
    tenantOf((tenant) => new ScheduledJob(tenant, "web", { ...POD, schedule: "0 3 * * *", ...changes })),
    property,
  );

describe.each(KINDS)("the pods of %s are as restricted as Pod Security can have them (H-22)", (_, build) => {
  const declared = declaredIn((tenant) => build(tenant, { ...POD, scratch: { "/tmp": "64Mi" } }));
  const { template, container } = declared;

  test("they are nobody on the node, in the pod and in the container", () => {
    const user = { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001 };
    const seccompProfile = { type: "RuntimeDefault" };
    expect(template["spec"].securityContext).toEqual({
      ...user,
      fsGroup: 10001,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile,
    });
    expect(container["securityContext"]).toEqual({
      ...user,
      seccompProfile,
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  test("they are somebody to the cluster who may nothing, and get no token to show it", () => {
    expect(template["spec"]).toMatchObject({
      serviceAccountName: "web",
      automountServiceAccountToken: false,
      enableServiceLinks: false,
    });
    expect(declared.one("ServiceAccount").automountServiceAccountToken).toBe(false);
    expect(template["spec"]).not.toHaveProperty("priorityClassName");
  });

  test("they run exactly the image that was declared, and fetch it with the node's rights every time", () => {
    expect(container).toMatchObject({ name: "web", image: IMAGE, imagePullPolicy: "Always" });
  });

  test("they get what they ask for and take no more, of the node's disk too", () => {
    const amounts = { cpu: "250m", memory: "256Mi", "ephemeral-storage": "1Gi" };
    expect(container["resources"]).toEqual({ requests: amounts, limits: amounts });
  });

  test("they write to what is declared and to nothing else", () => {
    expect(template["spec"].volumes).toEqual([{ name: "at-tmp", emptyDir: { sizeLimit: "64Mi" } }]);
    expect(container["volumeMounts"]).toContainEqual(
      expect.objectContaining({ name: "at-tmp", mountPath: "/tmp", readOnly: false }),
    );
  });

  test("they have the labels by which policies and people know them", () => {
    expect(template["metadata"].labels).toMatchObject({
      "app.kubernetes.io/name": "web",
      "straat/client": "verne",
      "straat/stage": "production",
    });
  });

  test("they are what the schemas of the API take", () => {
    expect(judgedBySchemas(declared.bodies).flat()).toEqual([]);
  });
});

describe("what an author says of a pod", () => {
  test("settings and words reach it as they are written, whatever Terraform and nodes make of such text", () => {
    const { container } = job({
      config: { GREETING: "dear ${name}, %{ if } $${x}", LEVEL: "info" },
      command: ["bin/run", "--format=${time}"],
      args: ["%{done}", "$(LEVEL)"],
    });
    expect(container["env"]).toEqual([
      { name: "GREETING", value: "dear ${name}, %{ if } $$$${x}" },
      { name: "LEVEL", value: "info" },
    ]);
    expect(container["command"]).toEqual(["bin/run", "--format=${time}"]);
    expect(container["args"]).toEqual(["%{done}", "$$(LEVEL)"]);
  });

  test("an option that sounds like a secret may be there, with none behind it", () => {
    const args = [
      "--require-token",
      "--port=8080",
      "--token-file",
      "/run/secrets/token",
      "--no-password",
      "-v",
    ];
    expect(job({ args }).container["args"]).toEqual(args);
  });

  test("a request may be below its limit", () => {
    const cpu = { request: "100m", limit: "1" };
    const { resources } = job({ resources: { ...POD.resources, cpu } }).container;
    expect([resources.requests.cpu, resources.limits.cpu]).toEqual(["100m", "1"]);
  });

  test("folders whose names are no names of volumes are told apart", () => {
    const folders = [
      "/tmp",
      "/var/cache/app",
      "/var/cache-app",
      "/var/run/app",
      "/Var/x",
      "/var/x",
      `/long/${"x".repeat(60)}`,
    ];
    const { template } = job({ scratch: Object.fromEntries(folders.map((path) => [path, "1Mi"])) });
    const names: string[] = template["spec"].volumes.map(({ name }: { name: string }) => name);
    expect(new Set(names).size).toBe(folders.length);
    expect(names.slice(0, 2)).toEqual(["at-tmp", "at-var-cache-app"]);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  test("the size of a folder is written as the cluster tells it back", () => {
    const { template } = job({ scratch: { "/tmp": "0.5Gi" } });
    expect(template["spec"].volumes).toMatchObject([{ emptyDir: { sizeLimit: "512Mi" } }]);
  });

  test("a default that is left shows its reason on the object", () => {
    const declared = job({
      user: 999,
      optOut: {
        readOnlyRootFilesystem: "it writes ${beside} its code",
        highUser: "the image is made for 999",
      },
    });
    expect(declared.container["securityContext"]).toMatchObject({
      readOnlyRootFilesystem: false,
      runAsUser: 999,
    });
    expect(declared.one("CronJob").metadata.annotations).toEqual({
      "straat/opt-out.readOnlyRootFilesystem": "it writes ${beside} its code",
      "straat/opt-out.highUser": "the image is made for 999",
    });
    expect(declared.container["securityContext"].runAsNonRoot).toBe(true);
  });
});

const resources = (changes: object) => ({
  resources: { ...POD.resources, ...changes } as PodProps["resources"],
});

describe("a pod that would be no good neighbour is refused", () => {
  test.each([
    [{ image: "web:2.4.1" }, "image", '"web:2.4.1"', "names no registry"],
    [{ image: "registry.example.nl/web:2.4.1" }, "image", '"registry.example.nl/web:2.4.1"', "has no digest"],
    [{ image: IMAGE.replace("2.4.1", "latest") }, "image", expect.any(String), "whatever was made last"],
    [{ user: 0 }, "user", "0", "is root"],
    [{ user: 1000 }, "user", "1000", "may be the number of somebody on the node"],
    [{ user: -1 }, "user", "-1", "is not the number of a user"],
    [{ user: "web" as never }, "user", '"web"', "is not the number of a user"],
    [{ user: 0, optOut: { highUser: "the image wants root" } }, "user", "0", "is root"],
    [{ user: 20000, optOut: { highUser: "once" } }, "user", "highUser", "is high enough"],
    [{ resources: undefined as never }, "resources.cpu", "(missing)", "nobody said how much"],
    [resources({ memory: undefined }), "resources.memory", "(missing)", "nobody said how much"],
    [
      resources({ ephemeralStorage: undefined }),
      "resources.ephemeralStorage",
      "(missing)",
      "nobody said how much",
    ],
    [resources({ cpu: "lots" }), "resources.cpu", '"lots"', "is not an amount"],
    [resources({ cpu: "512Mi" }), "resources.cpu", '"512Mi"', "is more than any machine has"],
    [resources({ memory: "512m" }), "resources.memory", '"512m"', "is next to nothing"],
    [resources({ cpu: { request: "2", limit: "1" } }), "resources.cpu", "2 of 1", "is more than the limit"],
    [
      resources({ memory: { request: "1Gi", limit: "1000Mi" } }),
      "resources.memory",
      "1Gi of 1000Mi",
      "is more than the limit",
    ],
    [resources({ memory: { limit: "1Gi" } }), "resources.memory", "(missing)", "is not an amount"],
    [
      { config: { "LOG-LEVEL": "info" } },
      "config.LOG-LEVEL",
      '"LOG-LEVEL"',
      "name of an environment variable",
    ],
    [{ config: { DB_PASSWORD: "hunter2" } }, "config.DB_PASSWORD", "(not shown)", "is a secret, by its name"],
    [{ command: "run" as never }, "command", '"run"', "is not a command"],
    [{ command: [] }, "command", "[]", "is not a command"],
    [{ args: ["--password=hunter2"] }, "args", "(not shown)", "is a secret, by its name"],
    [{ args: ["--api-key", "hunter2"] }, "args", "(not shown)", "is a secret, by its name"],
    [{ args: ["amqp://a:hunter2@queue"] }, "args", "(not shown)", "a password in it"],
    [{ args: ["--db.password", "hunter2"] }, "args", "(not shown)", "is a secret, by its name"],
    [
      { command: ["sh", "-c", "export DB_PASSWORD=hunter2; run"] },
      "command",
      "(not shown)",
      "by a name in it",
    ],
    [{ command: "run --password=hunter2" as never }, "command", "(not shown)", "is not a command"],
    [{ command: { run: "hunter2" } as never }, "command", "(not shown)", "is not a command"],
    [{ scratch: { tmp: "1Mi" } }, 'scratch["tmp"]', '"tmp"', "is not a folder"],
    [{ scratch: { "/tmp/": "1Mi" } }, 'scratch["/tmp/"]', '"/tmp/"', "is not a folder"],
    [{ scratch: { "/a/../etc": "1Mi" } }, 'scratch["/a/../etc"]', '"/a/../etc"', "is not a folder"],
    [{ scratch: { "/etc": "1Mi" } }, 'scratch["/etc"]', "/etc", "is the system's"],
    [{ scratch: { "/run": "1Mi" } }, 'scratch["/run"]', "/run", "is the system's"],
    [{ scratch: { "/var/run": "1Mi" } }, 'scratch["/var/run"]', "/var/run", "is the system's"],
    [
      { scratch: { "/var/run/secrets": "1Mi" } },
      'scratch["/var/run/secrets"]',
      "/var/run/secrets",
      "is the system's",
    ],
    [
      { scratch: { "/var/run/secrets/own": "1Mi" } },
      'scratch["/var/run/secrets/own"]',
      "/var/run/secrets/own",
      "is the system's",
    ],
    [
      { scratch: { "/run/secrets/own": "1Mi" } },
      'scratch["/run/secrets/own"]',
      "/run/secrets/own",
      "is the system's",
    ],
    [{ scratch: { "/tmp": "1Mi", "/tmp/in": "1Mi" } }, 'scratch["/tmp/in"]', "/tmp/in", "lies in /tmp"],
    [{ scratch: { "/tmp": "some" } }, 'scratch["/tmp"]', '"some"', "is not an amount"],
    [{ scratch: { "/tmp": "600Mi", "/var/x": "600Mi" } }, "scratch", "600Mi + 600Mi", "is more than the 1Gi"],
    [{ optOut: { readOnlyRootFilesystem: "" } }, "optOut.readOnlyRootFilesystem", '""', "is missing"],
    [
      { optOut: { readOnlyRootFilesystem: "x".repeat(161) } },
      "optOut.readOnlyRootFilesystem",
      expect.any(String),
      "160",
    ],
    [
      { optOut: { runAsRoot: "why not" } as never },
      "optOut.runAsRoot",
      "runAsRoot",
      "is no default that can be left",
    ],
    [
      { optOut: { liveness: "it ends" } },
      "optOut.liveness",
      "liveness",
      "is no default that can be left here",
    ],
  ] as const)("%j", (changes, property, value, problem) => {
    const mistake = refused(changes as Partial<PodProps>, property);
    expect(mistake).toMatchObject({ value, problem: expect.stringContaining(problem) });
    expect(mistake.remedy).not.toBe("");
    expect(JSON.stringify(mistake)).not.toContain("hunter2");
  });

  test("a value that only Terraform knows is none", () => {
    const mistake = refused({ image: "${TfToken[TOKEN.1]}" }, "image");
    expect(mistake.problem).toContain("known at synth");
  });
});
