/** One condition on labels. `In` and `NotIn` have values, the other two have none. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

/** Which pods, or which namespaces, by their labels: all requirements hold. One without any selects everything. */
export interface Selector {
  readonly requirements: readonly Requirement[];
}

export type Labels = Readonly<Record<string, string>>;

/** The selector that is written `{}`. */
export const EVERYTHING: Selector = { requirements: [] };

/** Whether something with these labels is selected. */
export function selects({ requirements }: Selector, labels: Labels): boolean {
  return requirements.every((requirement) => holds(requirement, labels));
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  // A label may be called `constructor`, which every object seems to have.
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      // What lacks the label is not in the list either: this is how Kubernetes has it.
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}
