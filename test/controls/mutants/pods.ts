import type { Body } from "../../support/app";
import type { Weakening } from "./objects";

/** The specification of the pods an object makes. */
function podIn({ spec }: Body): Body {
  return (spec.job_template ?? { spec }).spec.template.spec;
}

const container = (edit: (container: Body, pod: Body) => unknown) => (body: Body) =>
  edit(podIn(body)["container"][0], podIn(body));

const STRONG = ["SYS_ADMIN", "NET_ADMIN"];

/** Ways in which a pod becomes more than a container should be, or less than it was said to be. */
export const OF_PODS: readonly Weakening[] = [
  { what: "shares its node's network", change: (body) => (podIn(body)["host_network"] = true) },
  { what: "shares its node's memory", change: (body) => (podIn(body)["host_ipc"] = true) },
  {
    what: "sees its node's processes",
    change: (body) => {
      if (podIn(body)["host_pid"] === true) return false;
      podIn(body)["host_pid"] = true;
      return true;
    },
  },
  {
    what: "writes its node's root",
    change: container((one, pod) => {
      pod["volume"] = [
        ...(pod["volume"] ?? []),
        { name: "root", host_path: { path: "/", type: "Directory" } },
      ];
      one["volume_mount"] = [...(one["volume_mount"] ?? []), { name: "root", mount_path: "/host" }];
    }),
  },
  { what: "is privileged", change: container((one) => (one["security_context"].privileged = true)) },
  ...STRONG.map((right) => ({
    what: `has the right ${right}`,
    change: container((one) => (one["security_context"].capabilities.add = [right])),
  })),
  {
    what: "is root",
    change: container(({ security_context }) => {
      if (security_context.run_as_user === "0") return false;
      return Object.assign(security_context, { run_as_user: "0", run_as_non_root: false });
    }),
  },
  {
    what: "is of root's group",
    change: (body) => {
      const pod = podIn(body);
      const [{ security_context }] = pod["container"];
      if (security_context.run_as_group === "0") return false;
      security_context.run_as_group = "0";
      return true;
    },
  },
  {
    what: "goes before the cluster's own programs",
    change: (body) => (podIn(body)["priority_class_name"] = "system-node-critical"),
  },
  { what: "looks names up elsewhere", change: (body) => (podIn(body)["dns_policy"] = "Default") },
  {
    what: "has an image by tag",
    change: container((one) => (one["image"] = String(one["image"]).replace(/@.*$/, ""))),
  },
  {
    what: "has an image of nobody's",
    change: container((one) => (one["image"] = "nginx:latest")),
  },
  {
    what: "has a secret in its environment",
    change: container((one) => {
      one["env"] = [
        ...(one["env"] ?? []),
        { name: "KEY", value_from: { secret_key_ref: { name: "key", key: "key" } } },
      ];
    }),
  },
  {
    what: "has a password in its environment",
    change: container((one) => {
      one["env"] = [...(one["env"] ?? []), { name: "DB_PASSWORD", value: "winter-in-delft-7" }];
    }),
  },
  {
    what: "has a container more, without bounds",
    change: (body) =>
      podIn(body)["container"].push({ name: "more", image: podIn(body)["container"][0].image }),
  },
  {
    what: "may use all memory of its node",
    change: container(({ resources }) => {
      delete resources.limits.memory;
    }),
  },
];
