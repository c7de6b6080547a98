import { InvalidError } from "./mistake";
import { shownValue } from "./text";

/** Longest name of a client or server group, so that `<client>-<stage>-<group>-<n>` stays one DNS label (63). */
export const NAME_MAX = 20;

/** Longest name of an inventory object in vSphere, in characters. */
export const VSPHERE_NAME_MAX = 80;

/**
 * A name as a DNS label (RFC 1123): lower-case letters, digits and single hyphens, starting with a letter.
 * Names become host names, stack names and addresses in Terraform state.
 *
 * @throws InvalidError with the normal form as remedy, and for what is no text
 */
export function checkName(kind: string, text: unknown): string {
  if (typeof text !== "string") {
    throw new InvalidError({
      value: shownValue(text),
      problem: `is no name of ${kind}`,
      remedy: "write a text, such as web",
    });
  }
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length <= NAME_MAX) return text;
  const normal = normalName(text);
  throw new InvalidError({
    value: JSON.stringify(text),
    problem:
      text.length > NAME_MAX
        ? `the name of ${kind} has at most ${NAME_MAX} characters, this one has ${text.length}`
        : `the name of ${kind} is a DNS label: lower-case letters, digits and single hyphens, a letter first`,
    remedy: normal === "" || normal === text ? "choose a name like web or zorgplein" : `write ${normal}`,
  });
}

/** The normal form of a name; two names with the same normal form are the same name. Empty when nothing is left. */
export function normalName(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, NAME_MAX)
    .replace(/-+$/, "");
}

/**
 * The name of something that exists in vSphere already (a datacenter, a cluster, a template). vSphere stores
 * `/`, `\` and `%` escaped and looks names up without regard to case.
 *
 * @throws InvalidError for a name that vSphere would refuse or store differently
 */
export function checkVsphereName(kind: string, text: string): string {
  if (text.trim() === text && text !== "" && text.length <= VSPHERE_NAME_MAX && !/[/\\%\p{C}]/u.test(text))
    return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: `the name of ${kind} in vSphere has 1 to ${VSPHERE_NAME_MAX} characters, without / \\ % or spaces around it`,
    remedy: "write the name exactly as vCenter shows it",
  });
}
