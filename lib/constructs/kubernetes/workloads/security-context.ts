import { InvalidError } from "../../../model/mistake";
import { shownValue } from "../../../model/text";
import { type CheckedOptOuts, refuseNeedless } from "./opt-outs";

/** From here on numbers of users are nobody's on the nodes, so a program that breaks out is a stranger there. */
export const USER_MIN = 10001;
const USER_MAX = 2_000_000_000;

/** @throws InvalidError for root, and for a low number without its opt-out */
export function checkUser(user: unknown, optOuts: CheckedOptOuts): number {
  const isNumber = typeof user === "number" && Number.isInteger(user) && user >= 0 && user <= USER_MAX;
  if (!isNumber) {
    throw new InvalidError({
      value: shownValue(user),
      problem: "is not the number of a user",
      remedy: `write a whole number from ${USER_MIN} up`,
    });
  }
  if (user === 0) {
    throw new InvalidError({
      value: "0",
      problem: "is root, as which nothing runs in the cluster (H-22)",
      remedy: `leave user out for ${USER_MIN}, or write the number the image is made for`,
    });
  }
  if (user >= USER_MIN) {
    if (optOuts.has("highUser")) refuseNeedless("highUser", `${user} is high enough`);
    return user;
  }
  if (optOuts.has("highUser")) return user;
  throw new InvalidError({
    value: String(user),
    problem: "may be the number of somebody on the node, as whom a program that breaks out would act (H-22)",
    remedy: `write a number from ${USER_MIN} up, or optOut: { highUser: "why the image cannot" }`,
  });
}

/** Of all of a pod, as Pod Security's restricted wants it. */
export function podSecurity(user: number) {
  const id = String(user);
  return {
    runAsNonRoot: true,
    runAsUser: id,
    runAsGroup: id,
    // Volumes are the group's, so that what is mounted can be read at all.
    fsGroup: id,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Of a container. Written in full: the provider sends the opposite of what is left out, whatever its pod says. */
export function containerSecurity(user: number, readOnlyRootFilesystem: boolean) {
  const id = String(user);
  return {
    runAsNonRoot: true,
    runAsUser: id,
    runAsGroup: id,
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
}
