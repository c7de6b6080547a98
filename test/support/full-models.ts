import {
  Classification,
  Exposure,
  Peer,
  Port,
  Profile,
  RedundantVms,
  SitePlatform,
  Software,
  Street,
} from "../../lib";
import { Tenant } from "../../lib/constructs/kubernetes/tenant";
import type { KubernetesRecord } from "../../lib/model/kubernetes-record";
import type { ModelFile } from "../../lib/model/model-file";
import { Stage } from "../../lib/model/stage";
import { VmSize } from "../../lib/model/vm-size";
import { allowDns, defaultDeny } from "../../lib/network/tenant-policies";
import { admins } from "../../stacks/admins";
import { ed25519Key } from "../controls/support/keys";
import { buildApp, clientProps } from "./app";
import { clusterSite } from "./cluster-site";
import { west } from "./sites";
import { addPods } from "./street-with-pods";

const list = { name: "Detectify", source: "https://example.nl/ips", date: "2027-01-02" };
const uptime = { ...list, networks: ["192.0.2.0/28"] };
const otherList = { ...list, name: "Uptime", networks: ["192.0.2.16/28"] };
const quota = { pods: 20, cpu: "8", memory: "16Gi", ephemeralStorage: "20Gi" };
const [FIRST] = admins as readonly [(typeof admins)[number]];

/** A waiver of a rule that is right. */
export const ruleWaiver = {
  rule: "redundant-members",
  resource: "verne/production/web",
  reason: "the second server comes with the new rack",
  owner: "Jo de Vries",
  ticket: "OPS-123",
  until: "2027-06-30",
};

/**
 * What every stack of a house with one client means, in which everything occurs that a model file has a place for: every
 * kind of peer, both kinds of storage, both families of addresses, and all that may be left out.
 */
export function fullModels(): readonly ModelFile[] {
  const people = [
    { ...FIRST, login: "rsa", sshKey: rsaKey(), wireguardKey: Buffer.alloc(32, 7).toString("base64") },
  ];
  const built = buildApp((app) => {
    for (const [site, other] of [[clusterSite, west] as const, [west, clusterSite] as const])
      new SitePlatform(app, {
        site,
        otherSites: [other],
        admins: [...admins, ...people],
        sshAuthorities: [ed25519Key(40)],
        waivers: [ruleWaiver],
      });
    const street = new Street(app, "verne", {
      ...clientProps({ site: clusterSite }),
      classification: Classification.INTERNAL,
      classificationWaiver: { owner: "CISO", reason: "open data only", until: "2027-12-31" },
      network6: "2001:db8:77::/48",
      exposure: Exposure.RESTRICTED,
      publicAddresses: { production: "203.0.113.10" },
      whitelist: [
        { network: "198.51.100.0/28", owner: "Gemeente", reason: "office", until: "2027-12-31" },
        { network: "2a00:1:2::/48", owner: "Agency", reason: "shows", until: "2027-12-31", list: "offices" },
      ],
      profiles: [Profile.BIO2],
      waivers: [ruleWaiver, { ...ruleWaiver, ticket: "OPS-124", until: "next summer" }],
    });
    street.forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL, runs: Software.NGINX });
      const votes = new RedundantVms(environment, "votes", { size: VmSize.SMALL, quorum: true, data: true });
      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
      web.connections.allowFrom(Peer.country("NL", "BE"), Port.HTTPS, { why: "visitors of two countries" });
      web.connections.allowFrom(Peer.internet(), Port.HTTP, { why: "sent on to https" });
      web.connections.allowFrom(Peer.admins(FIRST), Port.tcp(9000), { why: "profiling" });
      web.connections.allowFrom(Peer.vpn(), Port.udpRange(6000, 6010), { why: "a range" });
      web.connections.allowFrom(Peer.checkpoints(uptime), Port.HTTPS, {
        why: "every minute",
      });
      web.connections.allowFrom(Peer.scanners({ ...list, networks: ["192.0.2.32/28"] }), Port.HTTPS, {
        why: "scans",
      });
      web.connections.allowTo(Peer.networks("192.0.2.64/28"), Port.HTTPS, { why: "a partner" });
      web.connections.allowTo(Peer.service("logs"), Port.LOGSTASH, { why: "more logs" });
      votes.connections.allowFrom(web, Port.PING, { why: "is it there" });
      // One public address leads to one place, and in production that is a group of servers.
      if (environment.stage !== Stage.PRODUCTION)
        addPods(new Tenant(environment, "apps", { quota }), environment, Peer.checkpoints(otherList));
    });
  });
  if (built.complaint !== "") throw new Error(built.complaint);
  const models = built.straatStacks.map((stack) => stack.toModel());
  return models.map((model) =>
    model.stack === "platform-oost" ? { ...model, kubernetes: platformPods() } : model,
  );
}

/** What a platform has in the cluster: a program on every node, which nobody counts. */
function platformPods(): KubernetesRecord {
  const pods = clusterSite.kubernetes?.pods;
  if (pods === undefined) throw new Error("the site has no cluster");
  const policies = [defaultDeny("logs"), allowDns("logs")];
  return {
    namespaces: [{ name: "logs", labels: { "straat/site": "oost", empty: "" } }],
    workloads: [
      {
        path: "platform-oost/cluster/logs",
        kind: "platform",
        namespace: "logs",
        labels: { "app.kubernetes.io/name": "logs" },
        pods: [pods],
        front: [],
        ports: [],
        replicas: undefined,
        data: false,
      },
    ],
    exposures: [],
    policies: policies.map((policy) => JSON.parse(JSON.stringify(policy))),
  };
}

/** The longest key an administrator may have is of this kind: 4096 bits, of which nobody has the other half. */
function rsaKey(): string {
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.alloc(512, 0xc5)]);
  const fields = [Buffer.from("ssh-rsa"), Buffer.from([1, 0, 1]), modulus].flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return `ssh-rsa ${Buffer.concat(fields).toString("base64")}`;
}
