import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { describeInLab } from "./support/describe-in-lab";
import { Lab, type Network, type Probe } from "./support/lab";
import { type LabCluster, type LabPod, policyRuleset } from "./support/policy-ruleset";

jest.setTimeout(30_000);

const ADDRESSES = { web: "10.1.0.2", friend: "10.1.0.3", namesake: "10.1.0.4", proxy: "10.1.0.5" } as const;
const OUTSIDER = "10.2.0.6";
const FRONT = "10.3.0.5";

const pod = (
  name: keyof typeof ADDRESSES,
  namespace: string,
  labels: LabPod["labels"],
  ports: LabPod["ports"] = [],
): LabPod => {
  const sources = [ADDRESSES[name]];
  return { namespace, labels, sources, destinations: name === "proxy" ? [FRONT] : sources, ports };
};

const WEB = pod("web", "ours", { app: "web" }, [{ name: "http", port: 8080, target: 8080 }]);
const PROXY = pod("proxy", "gateways", { app: "proxy" }, [{ name: "https", port: 443, target: 10_443 }]);
const PODS = [
  WEB,
  pod("friend", "ours", { app: "friend", tier: "inner" }, [{ name: "http", port: 443, target: 443 }]),
  pod("namesake", "theirs", { app: "friend" }),
  PROXY,
];
const NAMESPACES = [
  { name: "ours", labels: { team: "one" } },
  { name: "theirs", labels: { team: "other" } },
  { name: "gateways", labels: {} },
];

const NETWORK: Network = {
  links: ["lan"],
  hosts: [
    ...Object.entries(ADDRESSES).map(([name, address]) => ({
      name,
      interfaces: [{ link: "lan", addresses: [`${address}/8`, ...(name === "proxy" ? [`${FRONT}/8`] : [])] }],
    })),
    { name: "outsider", interfaces: [{ link: "lan", addresses: [`${OUTSIDER}/8`] }] },
  ],
};

/** Everybody but the pod whose policies are tried, with the address at which peers connect to them. */
const OTHERS = [
  ["friend", ADDRESSES.friend, ADDRESSES.friend],
  ["namesake", ADDRESSES.namesake, ADDRESSES.namesake],
  ["proxy", ADDRESSES.proxy, FRONT],
  ["outsider", OUTSIDER, OUTSIDER],
] as const;
const TRIED = [
  ...[443, 8080, 8081].map((port) => ({ protocol: "tcp" as const, port })),
  { protocol: "udp", port: 8080 } as const,
  { protocol: "icmp" } as const,
];

type Spec = Readonly<Record<string, unknown>>;

const EVERY_WAY = ["tcp/443", "tcp/8080", "tcp/8081", "udp/8080"];
const EVERYBODY = OTHERS.map(([name]) => name);
const all = (names: readonly string[], ways: readonly string[]) =>
  names.flatMap((name) => ways.map((way) => `${name} ${way}`));
const WITH_PING = [...EVERY_WAY, "icmp"];

/** What comes in where only that is governed, in the words of the API. */
const INGRESS: readonly (readonly [string, Spec, readonly string[]])[] = [
  ["a rule without anything is for everyone and every port", { ingress: [{}] }, all(EVERYBODY, EVERY_WAY)],
  ["empty lists mean the same", { ingress: [{ from: [], ports: [] }] }, all(EVERYBODY, EVERY_WAY)],
  ["no rule lets nobody in", { ingress: [] }, []],
  ["and neither does a missing list", {}, []],
  [
    "pods without a namespace are those of the policy's own",
    { ingress: [{ from: [{ podSelector: { matchLabels: { app: "friend" } } }] }] },
    all(["friend"], EVERY_WAY),
  ],
  [
    "an empty selector is every pod of the namespace, and nobody else",
    { ingress: [{ from: [{ podSelector: {} }] }] },
    all(["friend"], EVERY_WAY),
  ],
  [
    "a namespace alone is all of its pods",
    { ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: "other" } } }] }] },
    all(["namesake"], EVERY_WAY),
  ],
  [
    "both in one peer have to hold",
    {
      ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { tier: "inner" } } }] }],
    },
    all(["friend"], EVERY_WAY),
  ],
  [
    "as two peers either is enough",
    { ingress: [{ from: [{ podSelector: {} }, { namespaceSelector: { matchLabels: { team: "other" } } }] }] },
    all(["friend", "namesake"], EVERY_WAY),
  ],
  [
    "a namespace is known by its name too",
    {
      ingress: [
        { from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateways" } } }] },
      ],
    },
    all(["proxy"], EVERY_WAY),
  ],
  [
    "a label that is missing is also not in a list",
    {
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchExpressions: [{ key: "team", operator: "In", values: ["other"] }] },
              podSelector: { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["inner"] }] },
            },
          ],
        },
      ],
    },
    all(["namesake"], EVERY_WAY),
  ],
  [
    "there or not there is asked of the key",
    {
      ingress: [
        {
          from: [
            { podSelector: { matchExpressions: [{ key: "tier", operator: "Exists" }] } },
            { namespaceSelector: { matchExpressions: [{ key: "team", operator: "DoesNotExist" }] } },
          ],
        },
      ],
    },
    all(["friend", "proxy"], EVERY_WAY),
  ],
  [
    "a block has holes",
    { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }] }] },
    all(["outsider"], EVERY_WAY),
  ],
  [
    "a port is TCP unless it says otherwise, and a range ends where it says",
    { ingress: [{ ports: [{ port: 8080, endPort: 8081 }] }] },
    all(EVERYBODY, ["tcp/8080", "tcp/8081"]),
  ],
  [
    "a protocol alone is all of its ports",
    { ingress: [{ ports: [{ protocol: "UDP" }] }] },
    all(EVERYBODY, ["udp/8080"]),
  ],
  [
    "a name is that of the pod's own port",
    { ingress: [{ ports: [{ port: "http" }] }] },
    all(EVERYBODY, ["tcp/8080"]),
  ],
  ["a name that no port has is none", { ingress: [{ ports: [{ port: "metrics" }] }] }, []],
];

const EGRESS: readonly (readonly [string, Spec, readonly string[]])[] = [
  [
    "a name is that of the peer's port, of whichever number",
    { egress: [{ ports: [{ port: "http" }] }] },
    all(["friend"], ["tcp/443"]),
  ],
  [
    "a gateway is meant by the port that its container listens on, and reached by that in front",
    { egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 10_443 }] }] },
    all(["proxy"], ["tcp/443"]),
  ],
  [
    "a block has no names of ports",
    { egress: [{ to: [{ ipBlock: { cidr: "10.2.0.0/16" } }], ports: [{ port: "http" }, { port: 8081 }] }] },
    all(["outsider"], ["tcp/8081"]),
  ],
  ["everyone is everyone", { egress: [{}] }, all(EVERYBODY, EVERY_WAY)],
];

describeInLab("policies of a pod in the lab, as the API's documentation has it", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.create(NETWORK);
  });
  afterAll(async () => await lab?.destroy());

  const load = async (cluster: LabCluster) => {
    expect(lab.loadRuleset("web", policyRuleset(WEB, cluster))).toEqual({ ok: true, stderr: "" });
    await lab.forget(["web"]);
  };
  const clusterWith = (spec: Spec, namespace = "ours"): LabCluster => ({
    namespaces: NAMESPACES,
    pods: PODS,
    policies: [{ metadata: { namespace }, spec: { podSelector: { matchLabels: { app: "web" } }, ...spec } }],
  });
  const passing = async (ends: (other: (typeof OTHERS)[number]) => Omit<Probe, "protocol" | "port">) => {
    const probes = OTHERS.flatMap((other) => TRIED.map((tried) => ({ ...ends(other), ...tried }) as Probe));
    const open = await lab.probe(probes);
    const names = OTHERS.flatMap(([name]) => TRIED.map(() => name));
    return probes.flatMap((probe, index) =>
      open[index]
        ? [`${names[index]} ${probe.protocol === "icmp" ? "icmp" : `${probe.protocol}/${probe.port}`}`]
        : [],
    );
  };
  const comingIn = () => passing(([from, source]) => ({ from, source, destination: ADDRESSES.web }));
  const goingOut = () =>
    passing(([, , destination]) => ({ from: "web", source: ADDRESSES.web, destination }));

  test.each(INGRESS)("coming in: %s", async (_, spec, expected) => {
    await load(clusterWith(spec));
    expect(await comingIn()).toEqual(expected);
  });

  test.each(EGRESS)("going out: %s", async (_, spec, expected) => {
    await load(clusterWith({ policyTypes: ["Egress"], ...spec }));
    expect(await goingOut()).toEqual(expected);
    expect(await comingIn()).toEqual(all(EVERYBODY, WITH_PING));
  });

  test("a direction is governed by its type, or by what a policy without types has rules for", async () => {
    const open = all(EVERYBODY, WITH_PING);
    for (const [spec, isClosedIn, isClosedOut] of [
      [{}, true, false],
      [{ egress: [{ ports: [{ port: 1 }] }] }, true, true],
      [{ policyTypes: ["Egress"] }, false, true],
      [{ policyTypes: ["Ingress", "Egress"] }, true, true],
    ] as const) {
      await load(clusterWith(spec));
      expect([spec, await comingIn()]).toEqual([spec, isClosedIn ? [] : open]);
      expect([spec, await goingOut()]).toEqual([spec, isClosedOut ? [] : open]);
    }
  });

  test("policies of other pods and other namespaces are not the pod's, and several add up", async () => {
    await load(clusterWith({}, "theirs"));
    expect(await comingIn()).toEqual(all(EVERYBODY, WITH_PING));
    await load(clusterWith({ podSelector: { matchLabels: { app: "friend" } } }));
    expect(await comingIn()).toEqual(all(EVERYBODY, WITH_PING));
    const [friends, tls] = [
      clusterWith({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 8080 }] }] }),
      clusterWith({ podSelector: {}, ingress: [{ ports: [{ port: 443 }] }] }),
    ];
    await load({ ...friends, policies: [...friends.policies, ...tls.policies] });
    expect((await comingIn()).toSorted()).toEqual(
      [...all(EVERYBODY, ["tcp/443"]), "friend tcp/8080"].toSorted(),
    );
  });
});
