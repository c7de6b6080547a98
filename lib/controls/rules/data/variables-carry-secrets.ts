import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Fields, isObject } from "../../terraform/fields";

interface Variable extends Subject {
  readonly name: string;
  readonly block: Fields;
  /** Where its value is used, such as `resource.kubernetes_secret_v1.it.data_wo.value`. */
  readonly uses: readonly string[];
}

/** What a block may say, and what it has to be. */
const SAYS: Readonly<Record<string, unknown>> = { ephemeral: true, sensitive: true, nullable: false };
const TEXTS = ["type", "description"];

/** Where a value goes that is kept nowhere: to the API, and into neither plan nor state. */
const WRITE_ONLY = /^resource\.kubernetes_secret_v1\.[^.]+\.data_wo\./;

/** V-02, V-10, I-05: what who applies types is a secret on its way to the cluster, and decides nothing else. */
export const variablesCarrySecrets = stackRule<Variable>({
  id: "variables-carry-secrets",
  info: "a variable is ephemeral and sensitive, has no value of its own, and goes nowhere but into a secret that is written and not kept",
  explanation:
    "Through any other variable whoever applies chooses what no rule has seen. A secret in one that is not ephemeral stands in every plan and in the state.",
  remedy:
    'write Secret.fromVariable("…") for a secret; anything else is decided in the repository, where it is read before it is applied',
  promises: ["V-02", "V-10", "I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what no rule has seen would be applied" },
  notOnPlan: "a plan has the values of variables, and not how they are declared",
  subjects: ({ name: stack, others, whole }) => {
    if (others.variable === undefined) return [];
    const all = new Fields(others, stack).map("variable");
    const texts = [...textsIn(whole, "")];
    return Object.keys(all.values).map((name) => ({
      id: `${stack}/variable.${name}`,
      name,
      block: all.map(name),
      uses: texts.filter(([, text]) => refersTo(name, text)).map(([where]) => where),
    }));
  },
  judge: ({ name, block, uses }) => [
    ...Object.entries(SAYS).flatMap(([key, value]) =>
      block.values[key] === value ? [] : [`its ${key} is not ${value}`],
    ),
    ...Object.keys(block.values)
      .filter((key) => !Object.hasOwn(SAYS, key) && !TEXTS.includes(key))
      .map((key) => `it has a ${key}, and takes its value from there`),
    ...(uses.length === 0 ? [`nothing uses ${name}`] : []),
    ...uses
      .filter((where) => !WRITE_ONLY.test(where))
      .map((where) => `it is used in ${where}, where it is kept`),
  ],
});

function refersTo(name: string, text: string): boolean {
  return new RegExp(`\\bvar\\.${name}\\b`).test(text);
}

function* textsIn(value: unknown, where: string): Generator<readonly [where: string, text: string]> {
  if (typeof value === "string") yield [where, value];
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsIn(item, `${where}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value))
      yield* textsIn(item, where === "" ? key : `${where}.${key}`);
  }
}
