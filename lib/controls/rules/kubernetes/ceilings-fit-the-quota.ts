import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import {
  amountOfPod,
  type Demand,
  demandsIn,
  type Part,
  RESOURCES,
  type ResourceName,
} from "../../subjects/kubernetes/demand";
import { amountIn, inner, numberIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind, shownObject } from "../../subjects/kubernetes/objects";

/** A key of a quota, and the sum that it bounds. */
type Bound = (demand: Demand) => bigint | undefined;

/** B-21: at the peak of everything at once there is room for every pod that a scaler asks for. */
export const ceilingsFitTheQuota = stackRule<MadeObject>({
  id: "ceilings-fit-the-quota",
  info: "all workloads of a tenant together, each at its ceiling and in the middle of an update, fit its quota",
  explanation:
    "A quota that is smaller than what scalers may ask for is met at the peak, when new pods are refused one after the other, and after a lost node, when nothing comes back.",
  remedy: "make the quota larger or the ceilings lower; straat tells what all of them come to",
  promises: ["B-21", "B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => (stack.model.kind === "platform" ? [] : ofKind(stack, GROUPS.core, "ResourceQuota")),
  judge(quota, stack) {
    const demands = demandsIn(stack, quota.object.namespace ?? "");
    const hard = inner(quota.spec, "hard");
    return Object.keys(hard.values).flatMap((key) => {
      const bound = BOUNDS[key];
      const room = bound === undefined ? undefined : amountIn(hard, key);
      if (bound === undefined || room === undefined) return [];
      const boundless = demands.find((demand) => bound(demand) === undefined);
      if (boundless !== undefined)
        return [`what ${shownObject(boundless.maker)} takes of ${key} has no bound`];
      const sum = demands.reduce((all, demand) => all + (bound(demand) as bigint), 0n);
      return sum <= room
        ? []
        : [`its workloads come to ${shown(sum)} of ${key}, and it has room for ${shown(room)}`];
    });
  },
});

const ofPods =
  (part: Part, name: ResourceName): Bound =>
  ({ maker, pods }) => {
    const amount = amountOfPod(maker.pod, part, name);
    return amount === undefined ? undefined : pods * amount;
  };

const BOUNDS: Readonly<Record<string, Bound>> = {
  pods: ({ pods }) => pods * 1000n,
  "count/pods": ({ pods }) => pods * 1000n,
  ...Object.fromEntries(
    RESOURCES.flatMap((name) => [
      [name, ofPods("requests", name)],
      [`requests.${name}`, ofPods("requests", name)],
      [`limits.${name}`, ofPods("limits", name)],
    ]),
  ),
  "requests.storage": claimed,
};

/** What is claimed of volumes that outlive pods, by those a StatefulSet has. */
function claimed({ maker: { spec, object } }: Demand): bigint {
  if (object.kind !== "StatefulSet") return 0n;
  const claims = spec
    .blocks("volumeClaimTemplates")
    .map((claim) => amountIn(inner(claim, "spec", "resources", "requests"), "storage") ?? 0n);
  return BigInt(numberIn(spec, "replicas") ?? 1) * claims.reduce((all, one) => all + one, 0n);
}

/** Thousandths as a person reads them. */
function shown(thousandths: bigint): string {
  const units = [
    [1024n ** 3n, "Gi"],
    [1024n ** 2n, "Mi"],
  ] as const;
  for (const [size, suffix] of units) {
    if (thousandths >= size * 1000n && thousandths % (size * 1000n) === 0n)
      return `${thousandths / (size * 1000n)}${suffix}`;
  }
  return thousandths % 1000n === 0n ? `${thousandths / 1000n}` : `${thousandths}m`;
}
