import type { Rule } from "../../rule";
import { imageByDigest } from "./image-by-digest";
import { namespaceNotDefault } from "./namespace-not-default";
import { notPrivileged } from "./not-privileged";

/** A container is what was tested, in a place of its own, and nothing more. */
export const KUBERNETES: readonly Rule[] = [imageByDigest, namespaceNotDefault, notPrivileged];
