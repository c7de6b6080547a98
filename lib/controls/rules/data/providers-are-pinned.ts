import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Fields, isObject } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

interface Pinned extends Subject {
  readonly kind: string;
  /** What is required of it; undefined where nothing is, and Terraform takes the newest of that name. */
  readonly provider: Fields | undefined;
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
/** Of `terraform_data` and the like. */
const BUILT_IN = "terraform";

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
  subjects: (stack) => {
    const required = new Fields(stack.others, stack.name).map("terraform").map("required_providers");
    const kinds = new Set([...Object.keys(required.values), ...usedIn(stack)]);
    return [...kinds].map((kind) => ({
      id: `${stack.name}/required_providers.${kind}`,
      kind,
      provider: required.has(kind) ? required.map(kind) : undefined,
    }));
  },
  judge({ kind, provider }) {
    if (provider === undefined) return "it is used, and nothing says of which source and version";
    const [source, version] = [provider.text("source"), provider.text("version")];
    const path = source.startsWith(REGISTRY) ? source.slice(REGISTRY.length) : source;
    const name = path.includes("/") ? path : `${ITS_OWN}/${path}`;
    return [
      ...(SOURCES[kind]?.includes(name) ? [] : [`it comes from ${source}, which is no source that is known`]),
      ...(/^=?\s*\d+\.\d+\.\d+$/.test(version) ? [] : [`its version may be any of ${version}`]),
    ];
  },
});

/** Providers that are set up, or of which something is made. Terraform brings its own. */
function usedIn({ others, resources }: StackOutput): readonly string[] {
  const setUp = isObject(others.provider) ? Object.keys(others.provider) : [];
  const kinds = resources.map(({ type }) => type.split("_", 1)[0] ?? type);
  return [...setUp, ...kinds.filter((kind) => kind !== BUILT_IN)];
}
