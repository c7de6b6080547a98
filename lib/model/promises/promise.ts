import type { FigureName } from "./figures";

/**
 * What the house does about a promise: `realise` makes it so, `verify` checks what somebody else makes, `record` keeps
 * evidence of what is contractual, physical or done by people.
 */
export type PromiseClass = "realise" | "verify" | "record";

/** The norms that promises are mapped to, in the edition whose numbers are used. */
export type Framework =
  | "ISO 27001:2022"
  | "BIO2"
  | "NEN 7510-2:2017"
  | "CIS Debian 12"
  | "CIS Kubernetes 1.12"
  | "OWASP Kubernetes 2025"
  | "NIST SP 800-207";

/** A measure of a norm. */
export interface Control {
  readonly framework: Framework;
  /** Its number, for example `A.8.13`; an `x` stands for all numbers below, as in `6.2.x`. */
  readonly id: string;
  /** What it is about. Left out where the number's own words were not at hand. */
  readonly title?: string;
  /** Set where number, title or fit has still to be checked with the norm, before anybody relies on it. */
  readonly doubtful?: true;
}

/** A statement of the sheet, without what it is mapped to. */
export interface Statement {
  /** The sheet's own words. Shortened only by whole sentences or an ellipsis. */
  readonly quote: string;
  /** What is promised, in a sentence. */
  readonly meaning: string;
  /** The first is what it is mostly about. */
  readonly classes: readonly PromiseClass[];
  /** The figures that carry its numbers. */
  readonly figures: readonly FigureName[];
  /** Where the sheet contradicts itself or its time, by the number of the finding (C1 to C14), and what follows. */
  readonly note?: string;
}

/** Statements by id. */
export type Statements = Readonly<Record<string, Statement>>;
