/** Beside starting: finding a node, fetching the image and waiting for room, in seconds. */
const AROUND_STARTING_SECONDS = 180;
/** Of these, for room. */
const ROOM_SECONDS = 60;

/**
 * After how many seconds without a new pod that is ready a release has failed. A pod that ends takes its share of the quota until it is
 * gone, so at a peak the next one waits for it.
 *
 * @param startup how long a pod may take to start, in seconds
 * @param ending how long one may take to end, where the next does not wait for it anyway
 */
export function progressDeadline(startup: number, ending = 0): number {
  return startup + AROUND_STARTING_SECONDS + Math.max(0, ending - ROOM_SECONDS);
}

/**
 * How long Terraform waits for a release, which goes pod by pod: for all of them at their slowest. What hangs is told earlier, by the
 * deadline of a single pod.
 *
 * @param each how long one pod may take, in seconds
 */
export function rolloutTimeouts(pods: number, each: number) {
  const time = `${Math.ceil((pods * each) / 60)}m`;
  return { create: time, update: time };
}
