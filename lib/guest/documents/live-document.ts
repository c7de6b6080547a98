import { createHash } from "node:crypto";
import { InvalidError } from "../../model/mistake";
import { encodeGuestinfo } from "../boot/guestinfo";

/**
 * Documents a running server reads, in the order in which it applies them: who it is before what it lets in, what it
 * lets in before who may come.
 */
export const DOCUMENT_NAMES = [
  "identity",
  "firewall",
  "keepalived",
  "ssh",
  "sudoers",
  "vpn",
  "patch",
  "backup",
  "logs",
] as const;

export type DocumentName = (typeof DOCUMENT_NAMES)[number];

export interface LiveDocument {
  readonly name: DocumentName;
  /** What the document says; lines of text. */
  readonly payload: string;
  /**
   * Raised when an older document must never come back, for example after access was withdrawn: a server refuses a
   * document of a lower revision than the one it has. Going back within a revision is an ordinary change.
   *
   * @default 1
   */
  readonly revision?: number;
}

/** The key of a document in a server's `guestinfo`. */
export function documentKey(name: DocumentName): string {
  return `guestinfo.straat.${name}`;
}

/** The first line names what follows, so that a server notices a document that is not its own, cut short or changed. */
export function renderDocument({ name, payload, revision = 1 }: LiveDocument): string {
  const sha256 = createHash("sha256").update(payload).digest("hex");
  return `straat-document 1 ${name} ${revision} ${sha256}\n${payload}`;
}

/**
 * A document as `guestinfo` carries it.
 *
 * @throws InvalidError when it is larger than a guest can read, saying by how much, or its revision is no number from 1
 */
export function encodeDocument(document: LiveDocument): string {
  const { name, revision = 1 } = document;
  if (!Number.isInteger(revision) || revision < 1 || revision > 999_999) {
    throw new InvalidError({
      property: name,
      value: String(revision),
      problem: "is not the revision of a document",
      remedy: "write a whole number from 1 to 999999",
    });
  }
  const text = renderDocument(document);
  const before = latest.get(name);
  if (before?.text === text) return before.encoded;
  const encoded = encodeGuestinfo(name, text);
  latest.set(name, { text, encoded });
  return encoded;
}

/** Who may come, and much else, is the same on one server after the other, so it is compressed once. */
const latest = new Map<DocumentName, { readonly text: string; readonly encoded: string }>();
