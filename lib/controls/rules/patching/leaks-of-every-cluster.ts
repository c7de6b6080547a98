import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { mapIn, textIn } from "../../subjects/kubernetes/fields";
import { bodyOf, GROUPS, type MadeObject, objectNamed } from "../../subjects/kubernetes/objects";
import { type PodMaker, podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import {
  type KnownSettings,
  SCANNER_SECRETS,
  SCANNER_SETTINGS,
} from "../../subjects/kubernetes/scanner-settings";
import { REFUSED_SCANNERS } from "../../subjects/refused-scanners";
import type { StackOutput } from "../../terraform/stack-output";

/** What the scanner of a cluster reads its settings from, which is also by what it is known. */
const SETTINGS = "trivy-operator-config";

/** H-20, I-04: what leaks in a cluster is known before somebody uses it. */
export const leaksOfEveryCluster = stackRule<Subject>({
  id: "leaks-of-every-cluster",
  info: `everything that runs in a cluster is looked through for known leaks each ${FIGURES.vulnerabilityScanHours} hours, whoever's it is, and all that is found is told`,
  explanation:
    "A namespace that is left out, a leak that is passed over because nothing mends it yet, or a scanner that is switched off is told by nothing: the list is just shorter.",
  remedy:
    "leave the scanner to the platform's cluster, and its database to vulnerabilityDatabase of the site",
  promises: ["H-20", "I-04"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  // Without a database there is nothing to look for, and the promise is not claimed.
  subjects: ({ model: { kind, site, realises }, name }) =>
    kind === "platform" && site.kubernetes !== undefined && realises.includes("H-20")
      ? [{ id: `${name}/cluster` }]
      : [],
  judge(_, stack) {
    const scanners = podMakers(stack).filter(isScanner);
    const [scanner] = scanners;
    return scanner === undefined || scanners.length > 1
      ? `${scanners.length} programs look for leaks in it, not one`
      : wrongScanner(scanner, stack);
  },
});

function isScanner({ pod }: PodMaker): boolean {
  return runningContainers(pod)
    .flatMap((container) => container.blocks("envFrom"))
    .some((one) => one.has("configMapRef") && textIn(one.map("configMapRef"), "name") === SETTINGS);
}

function wrongScanner({ object: { namespace } }: PodMaker, stack: StackOutput): readonly string[] {
  const objectOf = (kind: string, name: string) => objectNamed(stack, GROUPS.core, kind, { namespace, name });
  return [
    ...SCANNER_SECRETS.filter((name) => objectOf("Secret", name) === undefined).map(
      (name) => `its scanner does not start without the Secret ${name}`,
    ),
    ...Object.entries(SCANNER_SETTINGS).flatMap(([name, known]) => {
      const map = objectOf("ConfigMap", name);
      return map === undefined
        ? [`its scanner does not start without the ConfigMap ${name}`]
        : wrongSettings(map, known);
    }),
  ];
}

function wrongSettings(map: MadeObject, { wanted, others }: KnownSettings): readonly string[] {
  const said = mapIn(bodyOf(map), "data");
  const release = said["trivy.tag"]?.split("@")[0]?.replace(/^v/, "") ?? "";
  return [
    ...Object.entries(wanted)
      .filter(([name, form]) => !form.test(said[name] ?? "(unsaid)"))
      .map(([name]) => `its scanner is told ${name} ${JSON.stringify(said[name]) ?? "not at all"}`),
    ...Object.keys(said)
      .filter((name) => !Object.hasOwn(wanted, name) && !others.test(name))
      .map((name) => `its scanner is told ${name}, and no rule knows what that leaves out`),
    ...(REFUSED_SCANNERS.includes(release) ? [`its scanner runs ${release}, which an attacker made`] : []),
  ];
}
