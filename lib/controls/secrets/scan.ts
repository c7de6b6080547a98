import { assignmentsIn } from "../../model/secrets/assignments";
import { withoutPublic } from "../../model/secrets/public-text";
import { shapesIn } from "../../model/secrets/shapes";
import { recent } from "../guest/recent";
import { randomTextsIn } from "./random-text";
import { characters, runsIn } from "./runs";

/** What may be a secret in a text. */
export interface Suspicion {
  /** What it looks like, for people. */
  readonly what: string;
  /** The text itself where it is only random: it may be known to be public. Never told. */
  readonly token?: string;
}

/** Texts in base64 that are texts again; a secret may be written so. */
const ENCODED = characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const ENCODED_MIN = 16;
const READABLE = /^[\t\n\r -~]{8,}$/;

/** What in a text may be a secret. Remembered: the same names and values stand in every stack of a house. */
export function scan(text: string): readonly Suspicion[] {
  return text.length < SHORTEST ? NONE : remembered(text);
}

/** Nothing shorter is told apart from a word. */
const SHORTEST = 8;
const NONE: readonly Suspicion[] = [];

const remembered = recent(4096, look);

function look(text: string): readonly Suspicion[] {
  const open = withoutPublic(text);
  const named = [...shapesIn(text), ...assignmentsIn(text).map((name) => `a value for ${name}`)];
  const random = randomTextsIn(open).map((token) => ({ what: "a text like a key, drawn by lot", token }));
  return [...named.map((what) => ({ what })), ...random, ...encoded(open)];
}

function encoded(text: string): readonly Suspicion[] {
  return runsIn(text, ENCODED, ENCODED_MIN).flatMap((token) => {
    const inner = Buffer.from(token, "base64").toString("latin1");
    if (!READABLE.test(inner)) return [];
    const found = [...shapesIn(inner), ...assignmentsIn(inner).map((name) => `a value for ${name}`)];
    return found.map((what) => ({ what: `${what}, in base64` }));
  });
}
