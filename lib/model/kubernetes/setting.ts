import { InvalidError } from "../mistake";
import { secretIn, shownUnlessSecret } from "./secret-text";

/** Most bytes of one setting: what is longer is a file. */
const VALUE_MAX = 4096;

/**
 * A plain setting of a container, as an environment variable. Everybody who may look at the cluster or at the state reads it, so it is
 * no place for a secret.
 *
 * @throws InvalidError for a name that shells do not take, a value that is no text, and for what looks like a secret
 */
export function checkSetting(name: string, value: unknown): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) {
    throw new InvalidError({
      value: JSON.stringify(name),
      problem: "is not the name of an environment variable: letters, digits and underscores, no digit first",
      remedy: "write for example LOG_LEVEL",
    });
  }
  if (typeof value !== "string" || Buffer.byteLength(value) > VALUE_MAX || value.includes("\0")) {
    throw new InvalidError({
      value:
        typeof value === "string" ? `(${Buffer.byteLength(value)} bytes)` : shownUnlessSecret(value, name),
      problem: `is not a text of at most ${VALUE_MAX} bytes`,
      remedy: 'write the value in quotes, for example "8080"; what is longer belongs in the image',
    });
  }
  const found = secretIn(name, value);
  if (found === undefined) return value;
  throw new InvalidError({
    value: "(not shown)",
    problem: `${found}; settings stand in the state, and everybody who looks at the cluster reads them`,
    remedy: `take it out, replace it at its source, and declare it in secrets; the program reads it from /run/secrets`,
  });
}
