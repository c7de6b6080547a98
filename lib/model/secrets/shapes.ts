/** A kind of secret that can be told by how it looks. */
export interface Shape {
  /** For people; what was found is never repeated. */
  readonly name: string;
  readonly form: RegExp;
  /** What is in every such text, where looking for that first is quicker. */
  readonly needs?: string;
}

/** Secrets by their look, from the keys of this house to those of services that its applications use. */
export const SHAPES: readonly Shape[] = [
  {
    name: "a private key",
    form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|\bb3BlbnNzaC1rZXktdjE/,
  },
  { name: "a private key of PuTTY", form: /PuTTY-User-Key-File-\d/ },
  {
    name: "a key that reads backups (age)",
    form: /AGE-SECRET-KEY-(?:PQ-)?1[02-9A-Z]{20,}|age-secret-key-1[02-9a-z]{20,}/,
  },
  { name: "a key of WireGuard", form: /\b(?:PrivateKey|PresharedKey)\s*=\s*[A-Za-z0-9+/]{42,43}=/ },
  { name: "a key of AWS", form: /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/ },
  {
    name: "a key of Google",
    form: /\bAIza[0-9A-Za-z_-]{35}|\bya29\.[0-9A-Za-z_-]{20,}|\bGOCSPX-[0-9A-Za-z_-]{20,}/,
  },
  { name: "a token of GitHub", form: /\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{22,}/ },
  { name: "a token of GitLab", form: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt|oas)-[A-Za-z0-9_-]{20,}/ },
  {
    name: "a token of Slack",
    form: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9/]{10,}/,
  },
  { name: "a token of npm", form: /\bnpm_[A-Za-z0-9]{30,}/ },
  { name: "a token of PyPI", form: /\bpypi-[A-Za-z0-9_-]{40,}/ },
  { name: "a token of a registry of images", form: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/ },
  {
    name: "a key of Stripe or Mollie",
    form: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9+/=]{20,}|\b(?:live|test|access)_[A-Za-z0-9]{30,}\b/,
  },
  {
    name: "a token of Sentry",
    form: /\bsntry[su]_[A-Za-z0-9_=+/-]{20,}|https?:\/\/[0-9a-f]{32}(?::[0-9a-f]{32})?@[^\s/]+\/\d/,
  },
  { name: "a token of a vault", form: /\bhv[bsr]\.[A-Za-z0-9_-]{20,}/ },
  {
    name: "a token of Terraform's cloud",
    form: /\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{40,}/,
    needs: ".atlasv1.",
  },
  {
    name: "a key for sending mail",
    form: /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|\bkey-[0-9a-f]{32}\b|\bpmak-[0-9a-f-]{30,}/i,
  },
  {
    name: "a key of a model's service",
    form: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}|\bhf_[A-Za-z0-9]{30,}/,
  },
  {
    name: "a token of Shopify, DigitalOcean or Azure",
    form: /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|\bdo[opr]_v1_[0-9a-f]{64}|AccountKey=[A-Za-z0-9+/=]{40,}/,
  },
  { name: "a JSON web token", form: /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/ },
  {
    name: "an address with a password in it",
    needs: "://",
    form: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>()[\]]*:[^\s/@"'<>()[\]$%{}]+@[A-Za-z0-9[]/i,
  },
  { name: "credentials for HTTP", form: /\b(?:Bearer|Basic)\s+[A-Za-z0-9+/._~-]{16,}/ },
  {
    name: "the hash of a password",
    form: /\$[156]\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{22,}|\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}|\$(?:y|gy|7)\$[./A-Za-z0-9]+\$[./A-Za-z0-9]+\$[./A-Za-z0-9]{40,}|\$argon2i?d?\$|\$apr1\$[./A-Za-z0-9]{1,8}\$|SCRAM-SHA-\d+\$\d+:[A-Za-z0-9+/=]+|\{S?SHA\}[A-Za-z0-9+/=]{20,}/,
  },
  { name: "a password for a machine", form: /\bmachine\s+\S+\s+login\s+\S+\s+password\s+\S+/ },
];

/** From here on each form by itself is quicker: for most of them the engine can skip through a text. */
const LONG = 200;

/** One look at a short text for all of them; most texts have none. */
const ANY = new RegExp(SHAPES.map(({ form }) => `(?:${form.source})`).join("|"), "i");

/** Names of the shapes in a text. */
export function shapesIn(text: string): readonly string[] {
  if (text.length < LONG && !ANY.test(text)) return [];
  const found = SHAPES.filter(({ form, needs = "" }) => text.includes(needs) && form.test(text));
  return found.map(({ name }) => name);
}
