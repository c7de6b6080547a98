import { describe, expect, test } from "@jest/globals";
import type { StreetProps } from "../../../../lib";
import { Secret } from "../../../../lib/constructs/kubernetes/workloads/secret";
import { Worker } from "../../../../lib/constructs/kubernetes/workloads/worker";
import { clusterSiteWith, tenantOf } from "../../../support/cluster-site";
import { judgedBySchemas } from "../../../support/kubernetes-schemas";
import { declaredIn, mistakeIn, POD } from "./declared";

const health = { ready: ["bin/ready"], live: ["bin/live"] };
type Secrets = Readonly<Record<string, Secret>>;

const worker = (secrets: Secrets) =>
  declaredIn((tenant) => new Worker(tenant, "web", { ...POD, health, secrets }));

const refused = (secrets: object, property: string, changes: Partial<StreetProps> = {}) =>
  mistakeIn(
    tenantOf((tenant) => new Worker(tenant, "web", { ...POD, health, secrets: secrets as Secrets }), changes),
    property,
  );

const BOTH = {
  "database-password": Secret.fromVariable("database-password", { revision: 3 }),
  mail: Secret.fromStore("mail/relay", { property: "password" }),
};

describe("secrets are files, and what they hold is written nowhere (V-10)", () => {
  test("all of them are in one folder that the program's group may read and nobody may write", () => {
    const { template, container } = worker(BOTH);
    expect(template["spec"].volumes).toEqual([
      {
        name: "secrets",
        projected: {
          defaultMode: 0o440,
          sources: [
            {
              secret: {
                name: "web--database-password",
                items: [{ key: "database-password", path: "database-password" }],
              },
            },
            { secret: { name: "web--mail", items: [{ key: "mail", path: "mail" }] } },
          ],
        },
      },
    ]);
    expect(container["volumeMounts"]).toMatchObject([
      { name: "secrets", mountPath: "/run/secrets", readOnly: true },
    ]);
    expect(template["spec"].securityContext.fsGroup).toBe(10001);
  });

  test("none is in the environment of a process", () => {
    const text = JSON.stringify(worker(BOTH).container);
    expect(text).not.toContain("secretKeyRef");
    expect(text).not.toContain("secretRef");
    expect(worker(BOTH).container["env"]).toBeUndefined();
  });

  test("a value from who applies passes Terraform by an ephemeral variable and a write-only attribute", () => {
    const { stack } = worker(BOTH);
    expect(stack.json["variable"]).toEqual({
      database_password: expect.objectContaining({
        type: "string",
        ephemeral: true,
        sensitive: true,
        nullable: false,
      }),
    });
    expect(stack.json["variable"].database_password).not.toHaveProperty("default");
    const secret = stack.resources("kubernetes_secret_v1")["apps_web_secret-database-password"];
    expect(secret).toMatchObject({
      type: "Opaque",
      data_wo: { "database-password": "${var.database_password}" },
      data_wo_revision: 3,
    });
    expect(secret).not.toHaveProperty("data");
  });

  test("raising its revision restarts the pods, which read their secrets when they start", () => {
    const { template } = worker(BOTH);
    expect(template["metadata"].annotations).toEqual({ "straat/secret.database-password": "revision 3" });
  });

  test("a value from the store is fetched by External Secrets, below the client's stage and nowhere else (B-09)", () => {
    expect(worker(BOTH).one("ExternalSecret")).toEqual({
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: expect.objectContaining({ name: "web--mail", namespace: "verne-production" }),
      spec: {
        refreshInterval: "1h",
        secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
        target: { creationPolicy: "Owner", deletionPolicy: "Retain" },
        data: [
          { secretKey: "mail", remoteRef: { key: "verne/production/mail/relay", property: "password" } },
        ],
      },
    });
  });

  test("pods are made once their secrets are there", () => {
    const deployment = worker(BOTH).stack.resources("kubernetes_deployment_v1")["apps_web"];
    expect(deployment?.["depends_on"]).toEqual([
      "kubernetes_network_policy_v1.apps_default-deny",
      "kubernetes_network_policy_v1.apps_allow-dns",
      "kubernetes_network_policy_v1.apps_web_wall",
      "kubernetes_service_account_v1.apps_web",
      "kubernetes_secret_v1.apps_web_secret-database-password",
      "kubernetes_manifest.apps_web_secret-mail",
    ]);
  });

  test("workloads that name the same variable are given the same value, asked for once", () => {
    const { stack } = declaredIn((tenant) => {
      const secrets = { database: Secret.fromVariable("database") };
      for (const name of ["web", "mail"]) new Worker(tenant, name, { ...POD, health, secrets });
    });
    expect(Object.keys(stack.json["variable"])).toEqual(["database"]);
    expect(Object.keys(stack.resources("kubernetes_secret_v1"))).toHaveLength(2);
  });

  test("secrets of workloads whose names begin alike are told apart", () => {
    const { stack } = declaredIn((tenant) => {
      const secret = Secret.fromVariable("any");
      new Worker(tenant, "web", { ...POD, health, secrets: { "a-b": secret } });
      new Worker(tenant, "web-a", { ...POD, health, secrets: { b: secret } });
    });
    const names = Object.values(stack.resources("kubernetes_secret_v1")).map(({ metadata }) => metadata.name);
    expect(names).toEqual(["web--a-b", "web-a--b"]);
  });

  test("what the schemas of the API know of it, they take", () => {
    const { bodies } = worker(BOTH);
    const known = bodies.filter(({ kind }) => kind !== "ExternalSecret");
    expect(known).toHaveLength(bodies.length - 1);
    expect(judgedBySchemas(known).flat()).toEqual([]);
  });
});

describe("what is no reference to a secret is refused, and never repeated", () => {
  test.each([
    [{ mail: "hunter2" }, "secrets.mail", "(not shown)", "is not a reference"],
    [{ mail: { value: "hunter2" } }, "secrets.mail", "(not shown)", "is not a reference"],
    [{ Mail: Secret.fromVariable("mail") }, "secrets.Mail", '"Mail"', "is a DNS label"],
    [{ mail: Secret.fromVariable("MAIL_PASSWORD") }, "secrets.mail", '"MAIL_PASSWORD"', "is a DNS label"],
    [
      { mail: Secret.fromVariable(undefined as never) },
      "secrets.mail",
      "(missing)",
      "is no name of a variable",
    ],
    [{ mail: Secret.fromStore(undefined as never) }, "secrets.mail", "(missing)", "is not a path in a store"],
    [{ mail: Secret.fromVariable("mail", { revision: 0 }) }, "secrets.mail", "0", "is not a revision"],
    [{ mail: Secret.fromStore("/mail") }, "secrets.mail", '"/mail"', "is not a path in a store"],
    [
      { mail: Secret.fromStore("../other/mail") },
      "secrets.mail",
      '"../other/mail"',
      "is not a path in a store",
    ],
    [
      { mail: Secret.fromStore("a/../../mail") },
      "secrets.mail",
      '"a/../../mail"',
      "is not a path in a store",
    ],
    [{ mail: Secret.fromStore("mail", { property: "" }) }, "secrets.mail", '""', "is not a path in a store"],
  ])("%j", (secrets, property, value, problem) => {
    const mistake = refused(secrets, property);
    expect(mistake).toMatchObject({ value, problem: expect.stringContaining(problem) });
    expect(mistake.remedy).not.toBe("");
    expect(JSON.stringify(mistake)).not.toContain("hunter2");
  });

  test("a store is needed to fetch from one", () => {
    const site = clusterSiteWith({ secretStore: undefined as never });
    const mistake = refused({ mail: Secret.fromStore("mail") }, "secrets.mail", { site });
    expect(mistake).toMatchObject({
      value: '"mail"',
      problem: expect.stringContaining("the site's cluster has none"),
    });
    expect(mistake.remedy).toContain("kubernetes.secretStore");
  });
});
