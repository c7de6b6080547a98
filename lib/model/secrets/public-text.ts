/** Blocks of PEM and its like that everybody may read. */
const BLOCK =
  /-----BEGIN ((?:[A-Z0-9]+ )*(?:CERTIFICATE|PUBLIC KEY|PUBLIC KEY BLOCK|X509 CRL))-----[A-Za-z0-9+/=\s.:-]*?-----END \1-----/g;

/** Digests: of what follows in a document or a bundle, and of an image. */
const DIGEST =
  /^straat-(?:document \d+ [a-z]+ \d+|files \d+) [0-9a-f]{64}$|\bsha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})\b/gm;

/** Who can read what is sealed for them. */
const RECIPIENT = /\bage1[02-9ac-hj-np-z]{58}\b/g;

/** A value that Terraform fills in. */
const REFERENCE = /\$\{[A-Za-z0-9_.[\]*-]+\}/g;

const SSH_BLOB = /\bAAAA[A-Za-z0-9+/]{40,}={0,2}/g;

/** How many fields the public half of each kind of SSH key has, its kind included. */
const SSH_FIELDS: Readonly<Record<string, number>> = {
  "ssh-ed25519": 2,
  "ssh-rsa": 3,
  "ecdsa-sha2-nistp256": 3,
  "ecdsa-sha2-nistp384": 3,
  "ecdsa-sha2-nistp521": 3,
  "sk-ssh-ed25519@openssh.com": 3,
  "sk-ecdsa-sha2-nistp256@openssh.com": 4,
};

/** A text without what is public by its own form, so that the rest can be looked at for what is random. */
export function withoutPublic(text: string): string {
  return text
    .replace(BLOCK, " ")
    .replace(DIGEST, " ")
    .replace(RECIPIENT, " ")
    .replace(REFERENCE, " ")
    .replace(SSH_BLOB, (blob) => (isSshPublicKey(blob) ? " " : blob));
}

/** Whether a text is the public half of an SSH key: exactly the fields of its kind. A private key has more. */
function isSshPublicKey(blob: string): boolean {
  const bytes = Buffer.from(blob, "base64");
  const fields: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) return false;
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.length) return false;
    fields.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const kind = fields[0]?.toString("latin1") ?? "";
  return Object.hasOwn(SSH_FIELDS, kind) && fields.length === SSH_FIELDS[kind];
}
