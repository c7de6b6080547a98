import { checkProperties } from "../../../model/known-properties";
import { InvalidError, Mistakes } from "../../../model/mistake";
import { checkName } from "../../../model/name";
import { shownValue } from "../../../model/text";

/** Where the value of a secret comes from. */
export type SecretSource =
  | { readonly kind: "variable"; readonly name: string; readonly revision: number }
  | { readonly kind: "store"; readonly path: string; readonly property: string | undefined };

/**
 * A reference to a secret (V-10). Its value is in no file of the repository, in no plan and in no state, and never in the environment
 * of a process: the container reads it from `/run/secrets/<name>`.
 */
export class Secret {
  private constructor(
    /** As it was written; see {@link checkSecret}. */
    readonly source: SecretSource,
    /** What was said beside its name. */
    readonly options: object | undefined,
  ) {}

  /**
   * From whoever applies, by an ephemeral variable of Terraform: `database-password` is asked for as
   * `TF_VAR_database_password`. Workloads of a stack that name the same variable are given the same value.
   *
   * @param options.revision to be raised whenever the value changes: nothing else sends it again, and it restarts the pods.
   *   1 unless told
   */
  static fromVariable(name: string, options: { readonly revision?: number } = {}): Secret {
    return new Secret({ kind: "variable", name, revision: options?.revision ?? 1 }, options);
  }

  /**
   * From the site's store, by External Secrets, which looks every hour. A client's stage reads below its own name
   * there and nowhere else: `database` in production of zorgplein is `zorgplein/production/database` (B-09). The file changes
   * with the value; a program that read it when it started has to be restarted.
   *
   * @param options.property of what stands at that path, where it is more than one value
   */
  static fromStore(path: string, options: { readonly property?: string } = {}): Secret {
    return new Secret({ kind: "store", path, property: options?.property }, options);
  }
}

/** @throws InvalidError for what is no reference, such as the secret itself */
export function checkSecret(name: string, secret: unknown, storeName: string | undefined): SecretSource {
  checkName("a secret", name);
  if (!(secret instanceof Secret)) {
    throw new InvalidError({
      value: "(not shown)",
      problem: "is not a reference: a secret that is written down is none",
      remedy: 'replace it at its source, and write Secret.fromVariable("…") or Secret.fromStore("…")',
    });
  }
  const { source } = secret;
  checkOptions(secret);
  if (source.kind === "variable") {
    checkName("a variable", source.name);
    checkNotReserved(source.name);
    if (Number.isInteger(source.revision) && source.revision >= 1) return source;
    throw new InvalidError({
      value: shownValue(source.revision),
      problem: "is not a revision",
      remedy: "write a whole number from 1, one higher whenever the value changes",
    });
  }
  if (storeName === undefined) {
    throw new InvalidError({
      value: shownValue(source.path),
      problem: "is in a store, and the site's cluster has none",
      remedy: 'give the site kubernetes.secretStore, or write Secret.fromVariable("…")',
    });
  }
  const isPath = (text: unknown) =>
    typeof text === "string" && text.length <= 200 && /^\w[\w.-]*(?:\/\w[\w.-]*)*$/.test(text);
  if (isPath(source.path) && (source.property === undefined || isPath(source.property))) return source;
  throw new InvalidError({
    value: shownValue(isPath(source.path) ? source.property : source.path),
    problem: "is not a path in a store: names with slashes between them, none in front",
    remedy: 'write it below the stage, for example Secret.fromStore("database", { property: "password" })',
  });
}

/** A revision that is misspelt is never raised: the new value would not be sent. */
function checkOptions({ source, options }: Secret): void {
  const known = source.kind === "variable" ? { revision: true as const } : { property: true as const };
  const check = new Mistakes();
  checkProperties<object>("", options, known, "a reference to a secret", check);
  check.throwIfAny();
}

/** Names that Terraform keeps for itself, in the block of a module. */
const RESERVED = ["source", "version", "providers", "count", "for-each", "lifecycle", "depends-on", "locals"];

function checkNotReserved(name: string): void {
  if (!RESERVED.includes(name)) return;
  throw new InvalidError({
    value: shownValue(name),
    problem: "is a name that Terraform keeps for itself",
    remedy: `write for example ${name}-secret`,
  });
}
