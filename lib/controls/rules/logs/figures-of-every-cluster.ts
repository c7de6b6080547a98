import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { textsIn } from "../../subjects/kubernetes/fields";
import { type PodMaker, podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import { problemsOf, unless } from "../../subjects/problems";

/** Of what there are figures, at least: what runs, what should, and what it takes. */
const KINDS = [
  ...["cronjobs", "daemonsets", "deployments", "jobs", "pods", "replicasets", "statefulsets"],
  ...["horizontalpodautoscalers", "limitranges", "poddisruptionbudgets", "resourcequotas", "services"],
  ...["namespaces", "nodes", "persistentvolumeclaims", "persistentvolumes"],
];

/** By which figures are told apart. */
const LABELS = ["straat/client", "straat/stage", "straat/class"];

/** Beside which nothing is told to it: another option leaves namespaces or figures out. */
const OPTIONS = ["port", "telemetry-port", "resources", "metric-labels-allowlist"];

/** B-20: what does not run as it should in a cluster is told before somebody calls. */
export const figuresOfEveryCluster = stackRule<Subject>({
  id: "figures-of-every-cluster",
  info: "one program tells figures of everything that runs in a cluster and should, whoever's it is, with the client and the stage",
  explanation:
    "A pod that does not start, a job that failed and a scaler at its ceiling say nothing themselves. Of a namespace that is left out no alarm is ever raised.",
  remedy: "leave the figures to the platform's cluster",
  promises: ["B-20"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: ({ model: { kind, site }, name }) =>
    kind === "platform" && site.kubernetes !== undefined ? [{ id: `${name}/cluster` }] : [],
  judge(_, stack) {
    const tellers = podMakers(stack)
      .map(optionsOf)
      .filter((options) => options.has("resources"));
    const [options] = tellers;
    return options === undefined || tellers.length > 1
      ? `${tellers.length} programs tell figures of what runs in it, not one`
      : wrongOptions(options);
  },
});

type Options = ReadonlyMap<string, string>;

/** `--name=value`, and a name alone. */
function optionsOf({ pod }: PodMaker): Options {
  const words = runningContainers(pod).flatMap((container) => textsIn(container, "args"));
  const told = words.map((word) => /^--([a-z-]+)(?:=(.*))?$/.exec(word) ?? ["", word, ""]);
  return new Map(told.map(([, name = "", value = ""]) => [name, value]));
}

function wrongOptions(options: Options): readonly string[] {
  const kinds = (options.get("resources") ?? "").split(",");
  const labels = /^namespaces=\[([^\]]*)\]$/.exec(options.get("metric-labels-allowlist") ?? "")?.[1];
  return problemsOf(
    ...KINDS.map((kind) => unless(kinds.includes(kind), `there are no figures of its ${kind}`)),
    ...LABELS.map((label) =>
      unless(labels?.split(",").includes(label) === true, `its figures do not say ${label}`),
    ),
    unless(!kinds.includes("secrets"), "there are figures of its secrets"),
    ...[...options.keys()]
      .filter((name) => !OPTIONS.includes(name))
      .map((name) => `what tells figures is told ${name}, and no rule knows what that leaves out`),
  );
}
