/** Beside starting: finding a node and fetching the image, in seconds. */
const AROUND_STARTING_SECONDS = 180;

/** After how many seconds without a new pod that is ready a release has failed. @param startup how long one may take to start */
export function progressDeadline(startup: number): number {
  return startup + AROUND_STARTING_SECONDS;
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
