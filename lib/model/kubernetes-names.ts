/** Names as the API of Kubernetes takes them. A value that is none of these was never on a cluster. */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/** A DNS label (RFC 1123) of at most 63 characters: the name of a namespace, of a Service. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

/** DNS labels with dots between them, at most 253 characters: the name of most objects. */
export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && SUBDOMAIN.test(text);
}

/** The key of a label: a name of at most 63 characters, and before it a domain and a slash where one is needed. */
export function isLabelKey(text: string): boolean {
  const [name = "", prefix, ...more] = text.split("/").reverse();
  return more.length === 0 && isQualified(name) && (prefix === undefined || isDnsSubdomain(prefix));
}

/** The value of a label: empty, or at most 63 characters. */
export function isLabelValue(text: string): boolean {
  return text === "" || isQualified(text);
}

/** The name of a port (RFC 6335): at most 15 letters, digits and single hyphens inside, with a letter somewhere. */
export function isPortName(text: string): boolean {
  return text.length <= 15 && PORT_NAME.test(text);
}

function isQualified(text: string): boolean {
  return text.length <= 63 && QUALIFIED.test(text);
}
