type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What Terraform is let to know of its own: values of variables, credentials of a state and of registries, where its settings and
 * programs of providers are. A stack's only variables are secrets on their way to the cluster, as the rule variables-carry-secrets
 * holds. All else under its names is left out, also what later versions may read: more arguments, another state, another folder of
 * data, providers nobody looked at or whose checksums nobody asked for, a log of every value.
 */
const OF_TERRAFORM =
  /^TF_(?:VAR_.+|TOKEN_.+|HTTP_(?:USERNAME|PASSWORD|CLIENT_\w+|RETRY_\w+)|CLI_CONFIG_FILE|PLUGIN_CACHE_DIR|REGISTRY_\w+|ENCRYPTION|STATE_PERSIST_INTERVAL)$/;
/** Of clusters only where they are described: a stack names the context, and each of the others would lead past it. */
const OF_CLUSTERS = /^KUBE_CONFIG_PATHS?$/;
/** Certificates that nobody proves, and a log with passwords in it. */
const OF_VCENTER = /^VSPHERE_(?!ALLOW_UNVERIFIED_SSL$|CLIENT_DEBUG)/;

const FAMILIES: readonly (readonly [family: RegExp, allowed: RegExp])[] = [
  [/^(?:TF|TOFU|OPENTOFU)_/i, OF_TERRAFORM],
  [/^KUBE_/i, OF_CLUSTERS],
  [/^VSPHERE_/i, OF_VCENTER],
];

/**
 * The environment in which a stack is planned and applied: that of who does it, without what would make of the stack something else
 * than its files say. Its state is the default workspace's, also where somebody selected another in its folder.
 */
export function environmentFor(environment: Environment): Environment {
  const kept = Object.entries(environment).filter(([name]) =>
    FAMILIES.every(([family, allowed]) => !family.test(name) || allowed.test(name)),
  );
  return {
    ...Object.fromEntries(kept),
    TF_WORKSPACE: "default",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
  };
}
