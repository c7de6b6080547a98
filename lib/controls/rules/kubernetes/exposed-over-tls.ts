import { ERROR_EVERYWHERE } from "../../level";
import { stackRule, type Wrong } from "../../rule";
import { inner, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { hostnamesOf, isParent, isRedirect, parentsOf } from "../../subjects/kubernetes/gateways";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** V-10: what visitors say and hear is between them and the gateway, whose name is proven. */
export const exposedOverTls = stackRule<MadeObject>({
  id: "exposed-over-tls",
  info: "every route but a redirect hangs on a listener that ends TLS with a certificate of its host name, made in the same stack",
  explanation:
    "A route that also hangs on the listener for HTTP answers in the clear to whoever leaves the s out, passwords and personal data with it. A listener without a certificate answers nobody, or under somebody else's name.",
  remedy:
    "let routes name the section of an HTTPS listener, with mode Terminate and a certificate for the host name; what is left for HTTP redirects",
  promises: ["V-10"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "visitors would speak in the clear" },
  subjects: (stack) => [
    ...ofKind(stack, GROUPS.gateway, "Gateway"),
    ...ofKind(stack, GROUPS.gateway, "HTTPRoute"),
  ],
  judge: (made, stack) =>
    made.object.kind === "Gateway"
      ? made.spec.blocks("listeners").flatMap((listener) => wrongListener(listener, made, stack))
      : wrongRoute(made, stack),
});

function wrongListener(listener: Fields, gateway: MadeObject, stack: StackOutput): readonly string[] {
  const [name, protocol] = [listener.text("name"), listener.text("protocol")];
  if (protocol === "HTTP")
    return problemsOf(unless(!listener.has("tls"), `${name} says TLS and speaks HTTP`));
  if (protocol !== "HTTPS") return [`${name} speaks ${protocol}`];
  const hostname = textIn(listener, "hostname");
  const tls = inner(listener, "tls");
  const secrets = tls.blocks("certificateRefs").map((reference) => reference.text("name"));
  return problemsOf(
    unless(hostname !== undefined, `${name} answers under every host name`),
    unless((textIn(tls, "mode") ?? "Terminate") === "Terminate", `${name} passes TLS on without looking`),
    unless(secrets.length > 0, `${name} has no certificate`),
    ...secrets.map((secret) => wrongCertificate(secret, hostname ?? "", name, gateway, stack)),
  );
}

function wrongCertificate(
  secret: string,
  hostname: string,
  listener: string,
  { object }: MadeObject,
  stack: StackOutput,
): Wrong {
  const made = ofKind(stack, GROUPS.certificates, "Certificate").filter(
    (one) => one.object.namespace === object.namespace && one.spec.text("secretName") === secret,
  );
  if (made.length === 0) return `${listener} uses ${secret}, which no certificate of this stack is kept in`;
  return unless(
    made.some(({ spec }) => textsIn(spec, "dnsNames").includes(hostname)),
    `the certificate of ${listener} is not for ${hostname}`,
  );
}

function wrongRoute(route: MadeObject, stack: StackOutput): readonly string[] {
  const parents = parentsOf(route);
  if (isRedirect(route)) return parents.flatMap((parent) => wrongRedirect(parent, route, stack));
  return [
    ...(parents.length === 0 ? ["it hangs on no gateway"] : []),
    ...parents.flatMap((parent) => wrongParent(parent, route, stack)),
  ];
}

/** On the listener for HTTPS it would send visitors to where they are. */
function wrongRedirect(parent: Fields, route: MadeObject, stack: StackOutput): readonly string[] {
  const gateway = ofKind(stack, GROUPS.gateway, "Gateway").find((one) => isParent(parent, route, one));
  const listener = gateway?.spec
    .blocks("listeners")
    .find((one) => one.text("name") === textIn(parent, "sectionName"));
  return problemsOf(
    unless(listener?.text("protocol") === "HTTP", "it sends visitors on, and hangs on no listener for HTTP"),
  );
}

function wrongParent(parent: Fields, route: MadeObject, stack: StackOutput): readonly string[] {
  const gateway = ofKind(stack, GROUPS.gateway, "Gateway").find((one) => isParent(parent, route, one));
  if (gateway === undefined) return [`it hangs on ${parent.text("name")}, which is no Gateway of this stack`];
  const section = textIn(parent, "sectionName");
  if (section === undefined) return ["it names no listener, and so hangs on that for HTTP too"];
  const listener = gateway.spec.blocks("listeners").find((one) => one.text("name") === section);
  if (listener === undefined) return [`there is no listener ${section}`];
  const hostname = textIn(listener, "hostname");
  return problemsOf(
    unless(
      listener.text("protocol") === "HTTPS",
      `it answers over ${listener.text("protocol")} at ${section}`,
    ),
    ...hostnamesOf(route).map((one) =>
      unless(one === hostname, `it is for ${one}, and ${section} for ${hostname ?? "everything"}`),
    ),
  );
}
