import { recent } from "../guest/recent";
import { assignmentsIn } from "./assignments";
import { withoutPublic } from "./public-text";
import { randomTextsIn } from "./random-text";
import { shapesIn } from "./shapes";

/** What may be a secret in a text. */
export interface Suspicion {
  /** What it looks like, for people. */
  readonly what: string;
  /** The text itself where it is only random: it may be known to be public. Never told. */
  readonly token?: string;
}

/** Texts in base64 that are texts again; a secret may be written so. */
const ENCODED = /[A-Za-z0-9+/]{16,}={0,2}/g;
const READABLE = /^[\t\n\r -~]{8,}$/;

/** Shorter texts are looked at sooner than they are remembered. */
const REMEMBERED_FROM = 400;

/** What in a text may be a secret. Long texts are remembered: members of a group are told the same. */
export function scan(text: string): readonly Suspicion[] {
  return text.length < REMEMBERED_FROM ? look(text) : lookOnce(text);
}

function look(text: string): readonly Suspicion[] {
  if (text.length < 8) return [];
  const open = withoutPublic(text);
  const named = [...shapesIn(text), ...assignmentsIn(text).map((name) => `a value for ${name}`)];
  const random = randomTextsIn(open).map((token) => ({ what: "a text like a key, drawn by lot", token }));
  return [...named.map((what) => ({ what })), ...random, ...encoded(open)];
}

const lookOnce = recent(2048, look);

function encoded(text: string): readonly Suspicion[] {
  return (text.match(ENCODED) ?? []).flatMap((token) => {
    const inner = Buffer.from(token, "base64").toString("latin1");
    if (!READABLE.test(inner)) return [];
    const found = [...shapesIn(inner), ...assignmentsIn(inner).map((name) => `a value for ${name}`)];
    return found.map((what) => ({ what: `${what}, in base64` }));
  });
}
