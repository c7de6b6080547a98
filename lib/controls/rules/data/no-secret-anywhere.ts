import type { ModelFile } from "../../../model/model-file";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { findSecrets } from "../../secrets/find-secrets";
import { isObject } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

interface Part extends Subject {
  readonly value: unknown;
}

/** Each resource and data source, whole, and everything that stands beside them, with the model file. */
function parts(stack: StackOutput): readonly Part[] {
  const whole: Readonly<Record<string, unknown>> = isObject(stack.whole)
    ? stack.whole
    : { whole: stack.whole };
  const { resource, data, ...others } = stack.kind === "synth" ? whole : { resource: {}, data: {}, ...whole };
  const model: unknown = JSON.parse(JSON.stringify(stack.model));
  return [
    ...named(stack, resource, ""),
    ...named(stack, data, "data."),
    ...(stack.kind === "plan"
      ? stack.resources.map(({ address, values }) => ({ id: stack.subjectId(address), value: values }))
      : []),
    { id: stack.name, value: { ...others, "straat.json": model } },
  ];
}

function named(stack: StackOutput, section: unknown, prefix: string): readonly Part[] {
  if (!isObject(section)) return [];
  return Object.entries(section).flatMap(([type, resources]) =>
    Object.entries(isObject(resources) ? resources : {}).map(([name, value]) => ({
      id: stack.subjectId(`${prefix}${type}.${name}`),
      value,
    })),
  );
}

/** V-02, B-07: what everybody who reads the repository, a plan or a server may read has no secret in it. */
export const noSecretAnywhere = stackRule<Part>({
  id: "no-secret-anywhere",
  info: "no text of a stack, a model file or what servers are told has a secret in it",
  explanation:
    "Version control keeps a secret for ever, a state and a plan hold it in the clear, and every user of a server reads its guestinfo. A key that has been in any of these is everybody's.",
  remedy:
    "take it out, replace the secret itself, and let the server make it or the application fetch it; what only looks like one gets a name that says what it is",
  promises: ["V-02", "V-03", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a secret that may be read is none" },
  subjects: parts,
  judge({ value }, _, house) {
    const open = publicKeysOf(house);
    const secret = findSecrets(value).filter(({ token }) => token === undefined || !open.has(token));
    return [...new Set(secret.map(({ where, what }) => `it${where} holds ${what}`))];
  },
});

const known = new WeakMap<House, ReadonlySet<string>>();

/** Public halves of WireGuard's keys, which look like the private ones: those that model files name as such. */
function publicKeysOf(house: House): ReadonlySet<string> {
  const keys = known.get(house) ?? new Set(house.models.flatMap(keysOf));
  known.set(house, keys);
  return keys;
}

function keysOf({ site, backupSite, admins }: ModelFile): readonly string[] {
  const gateways = [site, backupSite].flatMap((one) => one?.vpn.publicKey ?? []);
  return [...gateways, ...admins.map(({ wireguardKey }) => wireguardKey)];
}
