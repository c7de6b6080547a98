import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Fields, isObject, UNKNOWN } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

interface Provider extends Subject {
  readonly block: Fields;
}

/** What a provider takes from the environment of who applies. */
const CREDENTIALS =
  /^(user|username|password|token|.*_token|.*_key|.*_secret|secret|kubeconfig|config_path|config_paths|client_certificate|client_key|cluster_ca_certificate|exec|session|vim_session_path|rest_session_path|persist_session|api_.*|credentials?)$/;

/** Settings that let anybody answer in the place of who was asked, true where they do. */
const TRUSTS = [
  "allow_unverified_ssl",
  "insecure",
  "insecure_skip_verify",
  "skip_tls_verify",
  "skip_credentials_validation",
];

/** V-03, V-10, I-05: who may change vSphere is who applies, by credentials of their own and over TLS that is checked. */
export const providersWithoutCredentials = stackRule<Provider>({
  id: "providers-without-credentials",
  info: "no provider has credentials in its block, and each checks whom it talks to",
  explanation:
    "Credentials in a stack are in version control and in every plan, for whoever reads it. A provider that takes any certificate hands them to whoever stands between.",
  remedy:
    "leave the block empty: VSPHERE_USER, VSPHERE_PASSWORD and VSPHERE_SERVER come from the environment of who applies",
  promises: ["V-03", "V-10", "I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would hand the whole house to whoever reads the repository" },
  notOnPlan: "a plan's values do not tell how providers are set up",
  subjects: ({ name, others: { provider } }) => {
    if (!isObject(provider)) throw new Unreadable("it sets up no provider");
    return Object.entries(provider).flatMap(([kind, blocks]) =>
      (Array.isArray(blocks) ? blocks : [blocks]).map((block, index) => {
        const where = `${name}/provider.${kind}[${index}]`;
        if (!isObject(block)) throw new Unreadable(`${where} is no block`);
        return { id: where, block: new Fields(block, where) };
      }),
    );
  },
  judge: ({ block }) =>
    Object.keys(block.values).flatMap((key) => {
      if (!block.has(key)) return [];
      if (CREDENTIALS.test(key)) return [`${key} stands in the block`];
      if (!TRUSTS.includes(key)) return [];
      const value = block.values[key];
      return value === UNKNOWN || value === false || value === "false"
        ? []
        : [`${key} takes whoever answers for who was asked`];
    }),
});
