import { ERROR_EVERYWHERE } from "../../level";
import { listed } from "../../report/text";
import { stackRule } from "../../rule";
import { inner, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

const STORED = "external-secrets.io";

/** B-09, V-10: gateways, certificates and secrets of a tenant come from what its site has set up, and secrets from its own part of the store. */
export const servedByTheSite = stackRule<MadeObject>({
  id: "served-by-the-site",
  info: "gateways are of the site's class, certificates of its issuer or the one an exposure names, and secrets are fetched from its store, under the client's and the stage's own name",
  explanation:
    "A gateway of another class is run by nobody, or by a controller that keeps none of these rules, and another issuer's certificate is one that visitors do not trust. A path of the store that begins with another client's name is that client's password.",
  remedy:
    "leave them to the library, which takes them from the site; a secret's path is written below its client and stage",
  promises: ["B-09", "V-10"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a client could be given another's secrets" },
  subjects: (stack) => [
    ...ofKind(stack, GROUPS.gateway, "Gateway"),
    ...ofKind(stack, GROUPS.certificates, "Certificate"),
    ...ofKind(stack, STORED, "ExternalSecret"),
  ],
  judge: (made, stack) => {
    const site = stack.model.site.kubernetes;
    if (site === undefined) return `${stack.model.site.name} has no cluster`;
    switch (made.object.kind) {
      case "Gateway":
        return unless(
          textIn(made.spec, "gatewayClassName") === site.gatewayClass,
          `it is of the class ${textIn(made.spec, "gatewayClassName") ?? "of no name"}, and the site's is ${site.gatewayClass}`,
        );
      case "Certificate":
        return wrongIssuer(made, stack, site.issuer);
      default:
        return wrongSecret(made, stack, site.secretStore);
    }
  },
});

/** An exposure may say another issuer than the site's, which a review then shows; both are the cluster's, never a namespace's own. */
function wrongIssuer(made: MadeObject, { model }: StackOutput, ofSite: string): readonly string[] {
  const [kind, name] = nameIn(made, "issuerRef");
  const names = textsIn(made.spec, "dnsNames");
  const declared = (model.kubernetes?.exposures ?? []).filter(({ hostname }) => names.includes(hostname));
  const wanted = new Set(declared.map(({ issuer }) => issuer));
  if (wanted.size === 0) wanted.add(ofSite);
  return problemsOf(
    unless(
      kind === "ClusterIssuer" && wanted.size === 1 && wanted.has(name),
      `it is of ${kind} ${name}, and what is declared for ${listed(names)} is ClusterIssuer ${listed([...wanted])}`,
    ),
  );
}

function wrongSecret(
  made: MadeObject,
  { model: { client, stage } }: StackOutput,
  store: string | undefined,
): readonly string[] {
  const [kind, name] = nameIn(made, "secretStoreRef");
  const data = made.spec.blocks("data");
  const own = `${client?.name}/${stage?.name}/`;
  return problemsOf(
    unless(
      kind === "ClusterSecretStore" && name === store,
      `it is fetched from ${kind} ${name}, and the site's is ClusterSecretStore ${store}`,
    ),
    unless(data.length > 0 && !made.spec.has("dataFrom"), "it does not say one by one what it fetches"),
    ...data.map((one) => {
      const key = textIn(inner(one, "remoteRef"), "key") ?? "nothing";
      return unless(
        key.startsWith(own) && !key.includes(".."),
        `it fetches ${key}, which is not below ${own}`,
      );
    }),
    ...data.map((one) => unless(one.has("secretKey"), "it keeps what it fetches under no name")),
  );
}

function nameIn({ spec }: MadeObject, key: string): readonly [string, string] {
  const reference = inner(spec, key);
  return [textIn(reference, "kind") ?? "no kind", textIn(reference, "name") ?? "of no name"];
}
