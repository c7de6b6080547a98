import { Port } from "../../../model/port";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { inner, mapIn, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { bodyOf, GROUPS, objectNamed } from "../../subjects/kubernetes/objects";
import { type PodMaker, podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import { leftInLines, rulesetIn } from "../../subjects/log-scrubbing";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** Where a node keeps what its containers say. */
const CONTAINERS = "/var/log/containers";
const SETTINGS = "rsyslog.conf";

/** Ways in and out of rsyslog. One file is written, as a sign of life. */
const WAYS = /\b(?:om(?!relp\b)[a-z]+|im(?!file\b|pstats\b)[a-z]+)\b/g;

/** B-01, V-10, I-09: what a cluster's containers say arrives where that of servers does, as servers send it. */
export const logsOfEveryCluster = stackRule<Subject>({
  id: "logs-of-every-cluster",
  info: "on every node of a cluster one program sends what containers say to a collector of the site, over TLS, scrubbed, and keeps what is not acknowledged",
  explanation:
    "What a container said is gone with it. Sent in the clear, or to somebody else, it tells a stranger who visits; sent as it is, it tells everybody who reads logs what a visitor kept secret.",
  remedy: "leave the log agent to the platform's cluster, and the collector to logCollector of the site",
  promises: ["B-01", "V-10", "I-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: ({ model: { kind, site }, name }) =>
    kind === "platform" && site.kubernetes !== undefined && site.logCollector !== undefined
      ? [{ id: `${name}/cluster` }]
      : [],
  judge(_, stack) {
    const agents = podMakers(stack).filter(readsLogs);
    const [agent] = agents;
    if (agent === undefined || agents.length > 1) {
      return `${agents.length} programs read what containers say, not one`;
    }
    const pipeline = pipelineOf(agent, stack);
    if (pipeline === undefined) return `its log agent is not told what this stack has for it in ${SETTINGS}`;
    return [
      ...problemsOf(unless(agent.object.kind === "DaemonSet", "its log agent is not on every node")),
      ...[...wrongWays(pipeline), ...wrongConnection(pipeline, stack), ...wrongLines(pipeline)].map(
        (problem) => `its log agent ${problem}`,
      ),
    ];
  },
});

function readsLogs({ pod }: PodMaker): boolean {
  return pod.blocks("volumes").some((volume) => textIn(inner(volume, "hostPath"), "path") === CONTAINERS);
}

/** What the program is started with, where that is a ConfigMap of the stack. */
function pipelineOf({ pod, object: { namespace } }: PodMaker, stack: StackOutput): string | undefined {
  const words = runningContainers(pod).flatMap((container) => textsIn(container, "command"));
  const file = words[words.indexOf("-f") + 1] ?? "";
  const mount = runningContainers(pod)
    .flatMap((container) => container.blocks("volumeMounts"))
    .find((one) => `${textIn(one, "mountPath")}/${SETTINGS}` === file);
  const volume = pod.blocks("volumes").find((one) => mount !== undefined && isOf(one, mount));
  const name = volume === undefined ? undefined : textIn(inner(volume, "configMap"), "name");
  if (name === undefined) return undefined;
  const map = objectNamed(stack, GROUPS.core, "ConfigMap", { namespace, name });
  const text = map && mapIn(bodyOf(map), "data")[SETTINGS];
  return text === undefined ? undefined : `\n${text}`.replace(/^\s*#.*$/gm, "");
}

function isOf(volume: Fields, mount: Fields): boolean {
  return volume.text("name") === textIn(mount, "name");
}

function wrongWays(pipeline: string): readonly string[] {
  const ways = [...pipeline.matchAll(WAYS)].map(([way]) => way).filter((way) => way !== "omfile");
  const files = [...pipeline.matchAll(/action\(type="omfile" file="([^"]*)"/g)].map(([, file]) => file);
  const inputs = [...pipeline.matchAll(/\binput\(type="imfile" file="([^"]*)"/g)].map(([, file]) => file);
  return problemsOf(
    ...[...new Set(ways)].map((way) => `has another way, ${way}`),
    unless(
      files.length === 1 && files[0]?.endsWith("/alive") === true,
      `writes to ${files.join(" and ") || "nothing"}, not to a sign of life alone`,
    ),
    unless(inputs.join() === `${CONTAINERS}/*.log`, `reads ${inputs.join(" and ") || "nothing"}`),
    unless(!/^\s*(\$|include\()/m.test(pipeline), "includes what nobody sees"),
  );
}

function wrongConnection(pipeline: string, { model: { site } }: StackOutput): readonly string[] {
  const actions = [...pipeline.matchAll(/action\(type="omrelp"([^)]*)\)/g)].map(([, words = ""]) => words);
  const [action = ""] = actions;
  const said = new Map(
    [...action.matchAll(/([\w.]+)=(\["[^"]*"\]|"[^"]*")/g)].map(([, key, value]) => [key, value]),
  );
  const wanted: Readonly<Record<string, readonly string[]>> = {
    target: site.services.logs.map((address) => `"${address}"`),
    port: [`"${Port.LOGSTASH.first}"`],
    tls: ['"on"'],
    "tls.authMode": ['"name"'],
    "tls.permittedPeer": [`["${site.logCollector}"]`],
    "tls.tlsCfgCmd": ['"MinProtocol=TLSv1.2"', '"MinProtocol=TLSv1.3"'],
    "action.resumeRetryCount": ['"-1"'],
  };
  return problemsOf(
    unless(actions.length === 1, `sends in ${actions.length} ways, not in one`),
    ...Object.entries(wanted).map(([key, values]) =>
      unless(
        values.includes(said.get(key) ?? ""),
        `sends with ${key} ${said.get(key) ?? "unsaid"}, not ${values.join(" or ")}`,
      ),
    ),
    unless(
      rulesetIn(pipeline, "straat_send").startsWith('ruleset(name="straat_send" queue.type="Disk"'),
      "forgets what is not acknowledged when it stops",
    ),
  );
}

/** Lines of gateways lose what a visitor asked for, all others what is secret or of a person. */
function wrongLines(pipeline: string): readonly string[] {
  const rules = rulesetIn(pipeline, "straat_container");
  const sends = rules.indexOf("call straat_send\n");
  const scrubbed = ["text", "access"].filter((scope) => {
    const scrubs = rules.indexOf(`call straat_scrub_${scope}\n`);
    return scrubs >= 0 && scrubs < sends;
  });
  return [...(scrubbed.length === 2 ? [] : ["sends lines as they are"]), ...leftInLines(pipeline)];
}
