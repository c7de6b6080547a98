import { InvalidError } from "../../model/mistake";
import { text } from "../../model/read-record";
import { shownValue } from "../../model/text";

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
/** RFC 6335: letters, digits and single hyphens inside, with a letter somewhere. */
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** A DNS label (RFC 1123) of at most 63 characters: the name of a namespace. */
export function dnsLabel(value: unknown): string {
  if (isLike(text(value), LABEL, 63)) return value as string;
  throw refusal(value, "is not a DNS label (RFC 1123)", "write a name like verne-production");
}

/** DNS labels with dots between them, at most 253 characters: the name of most objects. */
export function dnsSubdomain(value: unknown): string {
  if (isLike(text(value), SUBDOMAIN, 253)) return value as string;
  throw refusal(value, "is not DNS labels with dots between them (RFC 1123)", "write a name like verne-web");
}

/** The key of a label: a name of at most 63 characters, and before it a domain and a slash where one is needed. */
export function labelKey(value: unknown): string {
  const [name = "", prefix, ...more] = text(value).split("/").reverse();
  const isKey =
    more.length === 0 &&
    isLike(name, QUALIFIED, 63) &&
    (prefix === undefined || isLike(prefix, SUBDOMAIN, 253));
  if (isKey) return value as string;
  throw refusal(value, "is not the key of a label", "write a key like app or app.kubernetes.io/name");
}

/** The value of a label: empty, or at most 63 characters. */
export function labelValue(value: unknown): string {
  if (text(value) === "" || isLike(value as string, QUALIFIED, 63)) return value as string;
  throw refusal(
    value,
    "is not the value of a label",
    "write letters, digits, and - _ . between them, at most 63 characters",
  );
}

/** The name of a container's port. Digits alone are none: `"80"` would be looked up as a name. */
export function portName(value: unknown): string {
  if (isLike(text(value), PORT_NAME, 15)) return value as string;
  throw refusal(
    value,
    "is not the name of a port (RFC 6335)",
    "write the number without quotes, or a name like https of at most 15 characters with a letter in it",
  );
}

/** What is thrown for a value in an object of Kubernetes. */
export function refusal(value: unknown, problem: string, remedy: string): InvalidError {
  return new InvalidError({ value: shownValue(value), problem, remedy });
}

function isLike(value: string, pattern: RegExp, max: number): boolean {
  return value.length <= max && pattern.test(value);
}
