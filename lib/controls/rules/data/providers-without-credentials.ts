import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Fields, isObject } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

interface Provider extends Subject {
  readonly block: Fields;
  readonly isSecond: boolean;
  /** The cluster it has to name; undefined for a provider of something else. */
  readonly context: string | undefined;
}

/** By which a provider says which of the applier's clusters is meant. */
const CONTEXT = "config_context";

/** What a provider takes from the environment of who applies. */
const CREDENTIALS =
  /^(user|username|password|token|.*_token|.*_key|.*_secret|secret|kubeconfig|config_path|config_paths|client_certificate|client_key|cluster_ca_certificate|exec|session|vim_session_path|rest_session_path|persist_session|api_.*|credentials?)$/;

/** Settings that let anybody answer in the place of who was asked. */
const TRUSTS = [
  "allow_unverified_ssl",
  "insecure",
  "insecure_skip_verify",
  "skip_tls_verify",
  "skip_credentials_validation",
];

/** Who is asked. */
const SERVERS = ["vsphere_server", "vcenter_server", "host"];

/** V-03, V-10, I-05: who may change vSphere is who applies, by credentials of their own and over TLS that is checked. */
export const providersWithoutCredentials = stackRule<Provider>({
  id: "providers-without-credentials",
  info: "the block of every provider is empty, but for which cluster of the site is meant: whom it asks, and with whose credentials, is for who applies",
  explanation:
    "Credentials in a stack are in version control and in every plan, for whoever reads it. A block that names another server, or takes any certificate, hands the credentials of who applies to a stranger.",
  remedy:
    "leave the block empty: VSPHERE_USER, VSPHERE_PASSWORD and VSPHERE_SERVER come from the environment of who applies",
  promises: ["V-03", "V-10", "I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would hand the whole house to whoever reads the repository" },
  notOnPlan: "a plan's values do not tell how providers are set up",
  subjects: ({ name, model, others: { provider } }) => {
    if (!isObject(provider)) throw new Unreadable("it sets up no provider");
    return Object.entries(provider).flatMap(([kind, blocks]) =>
      (Array.isArray(blocks) ? blocks : [blocks]).map((block, index) => {
        const where = `${name}/provider.${kind}[${index}]`;
        if (!isObject(block)) throw new Unreadable(`${where} is no block`);
        const context = kind === "kubernetes" ? model.site.kubernetes?.context : undefined;
        return { id: where, block: new Fields(block, where), isSecond: index > 0, context };
      }),
    );
  },
  judge: ({ block, isSecond, context }) => [
    ...(isSecond ? ["it is a second provider of its kind, and may be another vCenter"] : []),
    ...Object.keys(block.values)
      .filter((key) => block.has(key) && !(key === CONTEXT && saysContext(block, context)))
      .map((key) => `${key} stands in the block${meaningOf(key)}`),
    ...(context === undefined || saysContext(block, context)
      ? []
      : [`it does not say ${context}, the cluster of its site`]),
  ],
});

function saysContext(block: Fields, context: string | undefined): boolean {
  return context !== undefined && block.values[CONTEXT] === context;
}

function meaningOf(key: string): string {
  if (TRUSTS.includes(key)) return ": whoever answers is taken for who was asked";
  if (SERVERS.includes(key)) return ": who applies hands their password to whoever that is";
  if (key.startsWith("client_debug")) return ": what is said to vCenter, passwords too, is written to a file";
  return CREDENTIALS.test(key) ? "" : ", and nobody knows what it does to who applies";
}
