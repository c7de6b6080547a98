import { Stage } from "../../../lib/model/stage";
import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, PLATFORM, STACK, type TenantFleet } from "../support/tenant-fleet";

const ROLE = [idOf("role")];
const BINDING = [idOf("binding")];
const rule = (edit: (rule: Body) => void) => (fleet: TenantFleet) => edit(fleet.object("role").rules[0]);

describeRule("roles-name-what-they-allow", {
  judges: ROLE,
  breaches: [
    ...["apiGroups", "resources", "verbs"].map((key) => ({
      when: `all ${key} are allowed`,
      saying: /a star is no name/,
      finds: ROLE,
      change: rule((one) => (one[key] = ["*"])),
    })),
    {
      when: "a part of every resource is allowed",
      saying: /a star is no name/,
      finds: ROLE,
      change: rule((one) => (one["resources"] = ["*/scale"])),
    },
    ...["escalate", "bind", "impersonate"].map((verb) => ({
      when: `somebody may ${verb}`,
      saying: new RegExp(`allows to ${verb}`),
      finds: ROLE,
      change: rule((one) => (one["verbs"] = ["get", verb])),
    })),
    {
      when: "people read secrets in production",
      saying: /shows Secrets to people where data is/,
      finds: ROLE,
      change: rule((one) => one["resources"].push("secrets")),
    },
    ...["pods/exec", "pods/attach", "pods/portforward", "serviceaccounts/token"].map((resource) => ({
      when: `people have ${resource} in production`,
      saying: /lets people into containers where data is/,
      finds: ROLE,
      change: (fleet: TenantFleet) => {
        fleet.object("role").rules.push({ apiGroups: [""], resources: [resource], verbs: ["create"] });
      },
    })),
    ...(
      [
        ["", "pods", "create"],
        ["", "secrets", "create"],
        ["", "secrets", "deletecollection"],
        ["apps", "deployments", "patch"],
        ["batch", "cronjobs", "create"],
        ["networking.k8s.io", "networkpolicies", "delete"],
        ["rbac.authorization.k8s.io", "rolebindings", "create"],
        ["external-secrets.io", "externalsecrets", "create"],
      ] as const
    ).map(([group, resource, verb]) => ({
      when: `people ${verb} ${resource}`,
      saying: new RegExp(`lets people ${verb} ${resource}`),
      finds: ROLE,
      change: (fleet: TenantFleet) => {
        fleet.object("role").rules.push({ apiGroups: [group], resources: [resource], verbs: [verb] });
      },
    })),
    {
      when: "people make pods in development, where the walls are the same",
      saying: /lets people create pods/,
      finds: ROLE,
      change: (fleet) => {
        fleet.tenant.model["stage"] = Stage.DEVELOPMENT;
        fleet.object("role").rules.push({ apiGroups: [""], resources: ["pods"], verbs: ["create"] });
      },
    },
    {
      when: "a program of a tenant has a right",
      saying: /none of those has anything to ask/,
      finds: ROLE,
      change: (fleet) => {
        fleet.object("binding").subjects = [
          { kind: "ServiceAccount", name: "web", namespace: "zorgplein-production" },
        ];
      },
    },
    {
      when: "a role is given to nobody",
      saying: /it is given to nobody/,
      finds: ROLE,
      change: (fleet) => delete fleet.tenant.objects["binding"],
    },
    {
      when: "a role is made of others",
      saying: /made of other roles/,
      finds: ROLE,
      change: (fleet) => (fleet.object("role").aggregationRule = { clusterRoleSelectors: [{}] }),
    },
  ],
  allows: [
    {
      when: "people look into containers in development, where no data is",
      change: (fleet) => {
        fleet.tenant.model["stage"] = Stage.DEVELOPMENT;
        fleet.object("role").rules.push({ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] });
      },
    },
    {
      when: "people start a pod again, and add some",
      change: (fleet) =>
        fleet
          .object("role")
          .rules.push(
            { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
            { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["patch", "update"] },
          ),
    },
  ],
});

const holder = (subject: object) => (fleet: TenantFleet) => {
  fleet.object("binding").subjects = [subject];
};

describeRule("bindings-to-named-groups", {
  judges: BINDING,
  breaches: [
    ...["system:masters", "system:authenticated", "system:unauthenticated", "system:serviceaccounts"].map(
      (name) => ({
        when: `it is for ${name}`,
        saying: /a group of the API server's own/,
        finds: BINDING,
        change: holder({ kind: "Group", name }),
      }),
    ),
    {
      when: "it is for one person",
      saying: /for the User ada, not for a group/,
      finds: BINDING,
      change: holder({ kind: "User", name: "ada" }),
    },
    {
      when: "it is for another client's program",
      saying: /not of its own/,
      finds: BINDING,
      change: holder({ kind: "ServiceAccount", name: "web", namespace: "verne-production" }),
    },
    {
      when: "it is for a program that is not there",
      saying: /the account shop, which this stack does not make/,
      finds: BINDING,
      change: holder({ kind: "ServiceAccount", name: "shop", namespace: "zorgplein-production" }),
    },
    {
      when: "it is for nobody",
      saying: /to nobody/,
      finds: BINDING,
      change: (fleet) => (fleet.object("binding").subjects = []),
    },
    {
      when: "it gives a role that nobody wrote down",
      saying: /gives the ClusterRole cluster-admin/,
      finds: BINDING,
      change: (fleet) =>
        Object.assign(fleet.object("binding").roleRef, { kind: "ClusterRole", name: "cluster-admin" }),
    },
    {
      when: "it gives the role of another namespace",
      saying: /gives the Role view/,
      finds: BINDING,
      change: (fleet) => (fleet.object("role").metadata.namespace = "verne-production"),
    },
    {
      when: "people see what all clients have",
      saying: /shows zorgplein-developers what is every client's/,
      finds: [idOf("more", PLATFORM)],
      change: (fleet) => {
        const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" };
        fleet.platform.objects["more"] = {
          ...structuredClone(fleet.object("binding")),
          kind: "ClusterRoleBinding",
          metadata: { name: "more" },
          roleRef,
        };
      },
    },
    {
      when: "it holds in the whole cluster",
      saying: /holds in the whole cluster/,
      finds: BINDING,
      change: (fleet) => {
        const binding = fleet.object("binding");
        binding.kind = "ClusterRoleBinding";
        delete binding.metadata.namespace;
        Object.assign(binding.roleRef, { kind: "ClusterRole", name: "view" });
      },
    },
  ],
  allows: [
    {
      when: "it is for a program of its own namespace",
      change: holder({ kind: "ServiceAccount", name: "web", namespace: "zorgplein-production" }),
    },
    {
      when: "it gives the cluster's own role for looking",
      change: (fleet) =>
        Object.assign(fleet.object("binding").roleRef, { kind: "ClusterRole", name: "view" }),
    },
  ],
});

describeRule("object-names", {
  judges: [idOf("web"), idOf("nightly"), idOf("space"), idOf("role")],
  breaches: [
    {
      when: "a Service has an underscore",
      saying: /web_1 is no name for a Service/,
      finds: [idOf("service_web")],
      change: (fleet) => (fleet.object("service_web").metadata.name = "web_1"),
    },
    {
      when: "a name is in capitals",
      saying: /Web is no name/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.object("web").metadata.name = "Web"),
    },
    {
      when: "a workload's name has 64 characters",
      saying: /has 64 characters, and Deployment takes 63/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.object("web").metadata.name = "w".repeat(64)),
    },
    {
      when: "a scheduled job's name leaves no room for its runs",
      saying: /has 53 characters, and CronJob takes 52/,
      finds: [idOf("nightly")],
      change: (fleet) => (fleet.object("nightly").metadata.name = "n".repeat(53)),
    },
    {
      when: "a namespace is no label",
      saying: /is no name for a Namespace/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.object("web").metadata.namespace = "zorgplein.production"),
    },
    {
      when: "a port's name is too long",
      saying: /no name for a port/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.container("web").ports[0].name = "a-very-long-name"),
    },
    {
      when: "a container has no proper name",
      saying: /is no name for a Service/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.container("web").name = "the web"),
    },
  ],
  allows: [
    {
      when: "a scheduled job's name has 52 characters",
      change: (fleet) => (fleet.object("nightly").metadata.name = "n".repeat(52)),
    },
    {
      when: "the name of a policy has dots",
      change: (fleet) => (fleet.object("budget_web").metadata.name = "web.v1"),
    },
  ],
});

describeRule("objects-say-whose", {
  judges: [idOf("web"), idOf("route"), `${STACK}/kubernetes_secret_v1.key`, idOf("kured", PLATFORM)],
  breaches: [
    {
      when: "an object is of another instance",
      saying: /instance is zorgplein-test, and no namespace of zorgplein-production/,
      finds: [idOf("web")],
      change: (fleet) =>
        (fleet.object("web").metadata.labels["app.kubernetes.io/instance"] = "zorgplein-test"),
    },
    {
      when: "what of the platform is says another site",
      saying: /straat\/site is west, not oost/,
      finds: [idOf("kured", PLATFORM)],
      change: (fleet) => (fleet.ofPlatform("kured").metadata.labels["straat/site"] = "west"),
    },
    {
      when: "an object has no labels",
      saying: /straat\/client is not there/,
      finds: [idOf("web")],
      change: (fleet) => delete fleet.object("web").metadata.labels,
    },
    {
      when: "an object has another client's",
      saying: /straat\/client is verne, not zorgplein/,
      finds: [idOf("web")],
      change: (fleet) => (fleet.object("web").metadata.labels["straat/client"] = "verne"),
    },
    ...["straat/stage", "straat/class", "straat/owner"].map((key) => ({
      when: `${key} is another`,
      saying: new RegExp(`${key} is another`),
      finds: [idOf("route")],
      change: (fleet: TenantFleet) => {
        fleet.object("route").metadata.labels[key] = "another";
      },
    })),
  ],
});
