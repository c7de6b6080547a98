import { describe, expect, test } from "@jest/globals";
import { stringify } from "yaml";
import type { Body } from "../support/app";
import { ACCEPTED } from "./accepted";
import { compare } from "./compare";
import { type Exported, exportedClusters } from "./exported";
import { judgedByMonokle } from "./monokle";
import { soundCluster } from "./wants/sound";

const IS_MONOKLE = /^(KBP|PSS|LNK)\d+$/;

const asDocuments = (objects: readonly Body[]): readonly Exported[] =>
  objects.map((object) => ({ object, text: stringify(object) }));

/** Rules that find something of an object after a change to a sound cluster. */
function found(spoil: (sound: ReturnType<typeof soundCluster>) => void): readonly string[] {
  const sound = soundCluster();
  spoil(sound);
  const { clusters } = judgedByMonokle([asDocuments(sound.cluster.objects)]);
  return [...new Set(clusters[0]?.map(({ rule, object }) => `${rule} ${object}`))].sort();
}

describe("monokle", () => {
  const examples = exportedClusters();
  const { rules, clusters } = judgedByMonokle([...examples.values()]);

  test("has rules of practices, Pod Security Standards and links, all of them on", () => {
    const counts = ["practices", "pod-security-standards", "resource-links"].map(
      (plugin) => rules.filter((rule) => rule.startsWith(`${plugin}/`)).length,
    );
    expect(counts).toEqual([22, 17, 3]);
  });

  test("is given what the examples have on each site's cluster", () => {
    expect([...examples.keys()].toSorted()).toEqual(["alkmaar", "amsterdam"]);
    for (const documents of examples.values()) expect(documents.length).toBeGreaterThan(10);
  });

  test("finds nothing but what is accepted with a reason; and all of that is still found", () => {
    const isOurs = (rule: string) => IS_MONOKLE.test(rule);
    expect(compare(clusters.flat(), ACCEPTED, isOurs)).toEqual({ unexplained: [], unused: [] });
  });
});

describe("monokle bites", () => {
  test("in no sound cluster", () => {
    expect(found(() => undefined)).toEqual([]);
  });

  test("where a container may do more, by rules that are off unless asked for", () => {
    const findings = found(({ container }) => {
      container.securityContext = {};
      container.resources = {};
    });
    expect(findings).toEqual(
      [
        "KBP002",
        "KBP003",
        "KBP004",
        "KBP005",
        "KBP102",
        "KBP103",
        "KBP104",
        "KBP105",
        "PSS202",
        "PSS203",
        "PSS206",
      ].flatMap((rule) => expect.stringMatching(`^${rule} Deployment verne-production/web$`)),
    );
  });

  test("where a Service is open to the outside", () => {
    expect(
      found(({ the }) => {
        the("Service").spec.type = "LoadBalancer";
      }),
    ).toEqual(["KBP114 Service verne-production/web"]);
  });

  test("where an account, a setting or a pod is named that is not there", () => {
    expect(
      found(({ pod, container, the }) => {
        pod.serviceAccountName = "ghost";
        container.envFrom = [{ configMapRef: { name: "ghost" } }];
        the("Service").spec.selector = { "app.kubernetes.io/name": "ghost" };
      }),
    ).toEqual(["LNK001 Deployment verne-production/web", "LNK001 Service verne-production/web"]);
  });
});
