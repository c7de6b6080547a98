import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AGENT, logAgentConfig } from "../../../../lib/constructs/kubernetes/cluster/log-agent-config";
import { IpAddress } from "../../../../lib/model/ip";
import type { Body } from "../../../support/app";
import { COLLECTOR, LogLab, lackingForLogs, SENDER, until } from "../../../support/log-lab";
import { describeUnless } from "../../../support/tool";
import { clusterSite, platformOf } from "./platform-view";

const view = platformOf();
const agent = view.object("DaemonSet", "log-agent");
const pod = agent["spec"].template.spec as Body;

describe("the agent that sends the logs of a cluster", () => {
  test("runs on every node, reads logs of containers only, and writes where what waits outlives it (B-01)", () => {
    expect(pod["tolerations"]).toEqual([{ operator: "Exists", effect: "NoSchedule" }]);
    const mounts = Object.fromEntries(
      pod["containers"][0].volumeMounts.map((mount: Body) => [
        mount["mountPath"],
        mount["readOnly"] === true,
      ]),
    );
    expect(mounts).toEqual({
      "/etc/straat": true,
      "/run/straat/tls": true,
      "/var/log/containers": true,
      "/var/log/pods": true,
      "/var/spool/straat-logs": false,
    });
  });

  test("has its certificate from a Secret that is there, by name", () => {
    const certificate = pod["volumes"].find((volume: Body) => volume["name"] === "certificate");
    expect(certificate.secret).toEqual({ secretName: "log-agent", defaultMode: 0o400 });
    expect(view.objects.filter(({ kind, name }) => kind === "Secret" && name === "log-agent")).toEqual([]);
  });

  test("may ask whose a pod is, and nothing else", () => {
    expect(view.object("ClusterRole", "straat-logs-log-agent")["rules"]).toEqual([
      { apiGroups: [""], resources: ["namespaces", "pods"], verbs: ["get"] },
    ]);
  });

  test("reaches the site's first collector and the API server, and nobody reaches it (V-09)", () => {
    const { spec } = view.object("NetworkPolicy", "log-agent");
    expect(spec.ingress).toBeUndefined();
    const reached = spec.egress.map(({ to, ports }: Body) => [
      to.map((peer: Body) => peer["ipBlock"].cidr).join(),
      ports.map((port: Body) => port["port"]),
    ]);
    expect(reached).toEqual([
      ["172.31.0.44/32", [5044]],
      ["172.20.0.11/32,172.20.0.12/32,172.20.0.13/32", [6443]],
    ]);
  });

  test("starts anew when what it reads changes, and only then", () => {
    const markOf = (changes: Parameters<typeof clusterSite>[0]) =>
      platformOf({}, clusterSite(changes)).object("DaemonSet", "log-agent")["spec"].template.metadata
        .annotations;
    expect(markOf({})).toEqual(agent["spec"].template.metadata.annotations);
    expect(markOf({ logCollector: "other.example.nl" })).not.toEqual(
      agent["spec"].template.metadata.annotations,
    );
  });
});

describeUnless(lackingForLogs(), "what it sends", () => {
  const LABELS = {
    "straat/client": "verne",
    "straat/stage": "production",
    "straat/class": "special-personal-data",
  };
  let lab: LogLab;
  let sender: ChildProcess;
  let config: string;

  /** What the API server says of a namespace is said by the test; whose file it is, by the file's own name. */
  function standIn(text: string): string {
    const name = (group: number) =>
      `re_extract($!metadata!filename, '/([^/_]+)_([^/_]+)_([^/_]+)-[0-9a-f]{64}[.]log$', 0, ${group}, "")`;
    const labels = JSON.stringify(LABELS).replaceAll("/", "\\/");
    return text.replace('module(load="mmkubernetes")\n', "").replace(
      /action\(type="mmkubernetes"[^)]*\)/,
      () => `set $!kubernetes!pod_name = ${name(1)};
  set $!kubernetes!namespace_name = ${name(2)};
  set $!kubernetes!container_name = ${name(3)};
  if $!kubernetes!namespace_name == "verne-production" then
    set $.ok = parse_json('${labels.replaceAll("\\", "\\\\")}', "\\$!kubernetes!namespace_labels");
  if $!kubernetes!namespace_name == "kube-system" then
    set $.ok = parse_json('{"kubernetes.io/metadata.name":"kube-system"}', "\\$!kubernetes!namespace_labels");`,
    );
  }

  function say(container: string, line: string): void {
    const file = `var/log/containers/${container}-${"0a".repeat(32)}.log`;
    lab.append(file, `2027-01-15T12:00:00.123456789Z ${line}\n`);
  }

  beforeAll(async () => {
    lab = await LogLab.make();
    const spool = join(lab.folder, "agent");
    const certificate = (file: string) => join(lab.folder, "ours", file);
    mkdirSync(spool);
    mkdirSync(join(lab.root, "var/log/containers"), { recursive: true });
    const collector = IpAddress.parse("127.0.0.1");
    config = standIn(logAgentConfig({ collector, collectorName: COLLECTOR, site: "oost" }))
      .replaceAll(AGENT.spool, spool)
      .replaceAll(`${AGENT.certificate}/ca.crt`, certificate("ca.pem"))
      .replaceAll(`${AGENT.certificate}/tls.crt`, certificate(`${SENDER}.pem`))
      .replaceAll(`${AGENT.certificate}/tls.key`, certificate(`${SENDER}.key`))
      .replaceAll("/var/log/containers/", `${lab.root}/var/log/containers/`)
      .replaceAll('port="5044"', `port="${lab.port}"`)
      .replace(/(resumeInterval(Max)?)="\d+"/g, '$1="1"')
      .replace('interval="60"', 'interval="1"')
      .replace('sizeLimit="4096"', 'sizeLimit="512"');
    writeFileSync(join(lab.folder, "agent.conf"), config);
    await lab.startCollector();
    sender = spawn("rsyslogd", ["-n", "-iNONE", "-f", join(lab.folder, "agent.conf")], {
      stdio: "ignore",
      env: { LC_ALL: "C", NODE_NAME: "node-7", PATH: `${process.env["PATH"]}:/usr/sbin` },
    });
  }, 60_000);

  afterAll(async () => {
    sender?.kill("SIGKILL");
    await lab?.remove();
  });

  test("is made by a configuration that rsyslog takes", () => {
    const { status, stderr } = spawnSync("rsyslogd", ["-N1", "-f", join(lab.folder, "agent.conf")], {
      encoding: "utf8",
      env: { PATH: `${process.env["PATH"]}:/usr/sbin` },
    });
    expect(stderr).not.toMatch(/error/i);
    expect(status).toBe(0);
  });

  test("is labelled with what the namespace is, whatever the line says of itself (B-01)", async () => {
    say(
      "web-1_verne-production_web",
      'stdout F {"message":"order 7 is paid","client":"other","straat/client":"x"}',
    );
    const message = await lab.arrival("the line", (one) => one.message.includes("order 7"));
    expect(message).toMatchObject({
      "@timestamp": "2027-01-15T12:00:00.123456789Z",
      event: { dataset: "application" },
      labels: { client: "verne", stage: "production", class: "4", site: "oost" },
      host: { name: "node-7" },
      orchestrator: { namespace: "verne-production", resource: { name: "web-1" } },
      container: { name: "web" },
      log: { level: "info" },
      message: '{"message":"order 7 is paid","client":"other","straat/client":"x"}',
    });
    expect(message.event.id).not.toBe("");
  }, 30_000);

  test("is one of three kinds: of visitors, of applications, of the cluster itself", async () => {
    say("envoy-verne-1_envoy-gateway-system_envoy", 'stdout F {"kind":"a visit","path":"/orders?name=Fogg"}');
    say("coredns-1_kube-system_coredns", "stderr F the third kind");
    const visit = await lab.arrival("a visit", (one) => one.message.includes("a visit"));
    const cluster = await lab.arrival("the cluster", (one) => one.message.includes("the third kind"));
    expect(visit.event.dataset).toBe("access");
    expect(visit.message).not.toContain("Fogg");
    expect(cluster).toMatchObject({
      event: { dataset: "system" },
      labels: { client: "platform", stage: "platform", class: "3" },
      log: { level: "error" },
    });
  }, 30_000);

  test("is of an unknown client when the API server did not say whose it is", async () => {
    say("web-1_phantom-production_web", "stdout F whose is this");
    const message = await lab.arrival("it", (one) => one.message.includes("whose is this"));
    expect(message.labels).toMatchObject({ client: "unknown", stage: "unknown" });
    expect(message).toMatchObject({ orchestrator: { namespace: "phantom-production" } });
  }, 30_000);

  test("holds no secrets and says nothing of persons (I-09)", async () => {
    say(
      "web-1_verne-production_web",
      "stdout F login of aouda@example.nl with password=hunter2 and bsn 111222333 over",
    );
    const message = await lab.arrival("it", (one) => one.message.includes("over"));
    expect(message.message).not.toMatch(/aouda|hunter2|111222333/);
    expect(message.message).toContain("<scrubbed:");
  }, 30_000);

  test("says of a part of a line that it is one", async () => {
    say("web-1_verne-production_web", "stdout P the first half");
    const message = await lab.arrival("it", (one) => one.message.includes("the first half"));
    expect(message.labels).toMatchObject({ cut: "true" });
  }, 30_000);

  test("is not all there is: it writes a sign of life, in a file that does not grow", async () => {
    const sizes: number[] = [];
    await until("it is begun anew", () => {
      sizes.push(statSync(join(lab.folder, "agent/alive"), { throwIfNoEntry: false })?.size ?? 0);
      return sizes.some((size, at) => size > 0 && size < (sizes[at - 1] ?? 0));
    });
    expect(Math.max(...sizes)).toBeLessThan(2048);
  }, 30_000);

  test("waits on the node's disk for a collector that is away, and then all of it arrives", async () => {
    await lab.stopCollector("one", "SIGKILL");
    const numbers = Array.from({ length: 20 }, (_, number) => number);
    for (const number of numbers) say("web-1_verne-production_web", `stdout F sent anyway ${number};`);
    await lab.startCollector();
    for (const number of numbers) {
      await lab.arrival(`${number}`, (one) => one.message.includes(`sent anyway ${number};`));
    }
  }, 60_000);
});
