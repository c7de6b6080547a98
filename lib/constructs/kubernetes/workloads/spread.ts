const ZONE = "topology.kubernetes.io/zone";
const HOST = "kubernetes.io/hostname";

/**
 * How pods that stand in for each other are spread over zones and hosts (B-06, H-03): evenly, as long as there is room for it.
 *
 * Neither is made a must. Pods are placed when something has failed, and then a must does harm: with a zone lost, or a
 * node too few in it, the pod that is to take the place of another would wait for room in the very place that has none. The
 * scheduler gives way only where there is no other room, and says so in its events. Nodes that are cordoned or cannot be
 * reached do not count, or a lost zone would look like the emptiest.
 *
 * Members that vote are the exception: two on one host would fail together, and a majority is what waits for a third best. An even
 * spread as a must would not see to that: with one of three hosts lost it is even to put the third member beside another.
 *
 * Pods of one release are spread among themselves: counted with those they replace, an update could leave all in one zone.
 */
export function spreadOf(
  podLabels: Readonly<Record<string, string>>,
  { quorum }: { readonly quorum: boolean },
) {
  const matchLabels = { ...podLabels };
  const evenly = (topologyKey: string) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: "ScheduleAnyway",
    nodeTaintsPolicy: "Honor",
    labelSelector: [{ matchLabels }],
    // Only pods of a Deployment have it; for others it is passed over.
    matchLabelKeys: ["pod-template-hash"],
  });
  const apart = (topologyKey: string) => ({ topologyKey, labelSelector: [{ matchLabels }] });
  const preferably = (topologyKey: string, weight: number) => ({
    weight,
    podAffinityTerm: apart(topologyKey),
  });
  const [host, zone] = [preferably(HOST, 100), preferably(ZONE, 50)];
  return {
    topologySpreadConstraint: [evenly(ZONE), evenly(HOST)],
    affinity: {
      podAntiAffinity: {
        ...(quorum ? { requiredDuringSchedulingIgnoredDuringExecution: [apart(HOST)] } : {}),
        preferredDuringSchedulingIgnoredDuringExecution: quorum ? [zone] : [host, zone],
      },
    },
  };
}
