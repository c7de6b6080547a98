import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Fields } from "../../terraform/fields";

interface Pinned extends Subject {
  readonly provider: Fields;
}

/** Where providers come from, by the name under which stacks use them. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  vsphere: ["vmware/vsphere", "hashicorp/vsphere"],
  kubernetes: ["hashicorp/kubernetes"],
  helm: ["hashicorp/helm"],
  random: ["hashicorp/random"],
};
const REGISTRY = "registry.terraform.io/";
/** Whose a provider is where nobody says it. */
const ITS_OWN = "hashicorp";

/** I-08, B-07: the program that makes everything is the one that was looked at. */
export const providersArePinned = stackRule<Pinned>({
  id: "providers-are-pinned",
  info: "every provider is of one exact version, from a source that is known",
  explanation:
    "A provider is a program that runs with the credentials of the whole house. Under a range of versions it can be another one tomorrow, and under another name anybody's.",
  remedy: 'write the exact version, such as "2.15.0", and the source vmware/vsphere',
  promises: ["I-08", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  notOnPlan: "a plan tells the versions that were taken, not which were asked for",
  subjects: ({ name, others }) => {
    const required = new Fields(others, name).map("terraform").map("required_providers");
    return Object.keys(required.values).map((kind) => ({
      id: `${name}/required_providers.${kind}`,
      provider: required.map(kind),
    }));
  },
  judge({ id, provider }) {
    const kind = id.slice(id.lastIndexOf(".") + 1);
    const [source, version] = [provider.text("source"), provider.text("version")];
    const path = source.startsWith(REGISTRY) ? source.slice(REGISTRY.length) : source;
    const name = path.includes("/") ? path : `${ITS_OWN}/${path}`;
    return [
      ...(SOURCES[kind]?.includes(name) ? [] : [`it comes from ${source}, which is no source that is known`]),
      ...(/^=?\s*\d+\.\d+\.\d+$/.test(version) ? [] : [`its version may be any of ${version}`]),
    ];
  },
});
