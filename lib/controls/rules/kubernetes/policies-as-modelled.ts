import { readNetworkPolicy } from "../../../network/kubernetes/read-network-policy";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { meaningOf, policyObjects, policyOf } from "../../subjects/kubernetes/policies";
import type { StackOutput } from "../../terraform/stack-output";

interface Told extends Subject {
  /** What the model file says it means; undefined where it does not know it. */
  readonly modelled: (() => string) | undefined;
  /** What the API server is sent; undefined where it is sent nothing. */
  readonly sent: (() => string) | undefined;
}

/** V-09, B-09, B-07: reachability and reviews look at the model file, so it has to say what the cluster is told. */
export const policiesAsModelled = stackRule<Told>({
  id: "policies-as-modelled",
  info: "the network policies that the cluster is sent mean what the model file says, no more and no fewer",
  explanation:
    "Who reaches whom is answered from the model file. A policy that was added or changed beside it opens what no answer, no picture and no review ever shows.",
  remedy: "declare the flow on the workload, and synthesize again",
  promises: ["V-09", "B-09", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "every answer about who reaches whom would be about something else" },
  subjects: told,
  judge({ modelled, sent }) {
    if (sent === undefined) return "the model file has it, and the cluster is sent nothing of it";
    if (modelled === undefined) return "the model file does not know it";
    return sent() === modelled() ? undefined : "it means something else than the model file says";
  },
});

function told(stack: StackOutput): readonly Told[] {
  const written = (stack.model.kubernetes?.policies ?? []).map((body) => ({ body, name: nameOf(body) }));
  const objects = policyObjects(stack);
  const unsent = written.filter(
    ({ name }) => !objects.some(({ object }) => `${object.namespace}/${object.name}` === name),
  );
  return [
    ...objects.map((made): Told => {
      const name = `${made.object.namespace}/${made.object.name}`;
      const known = written.find((one) => one.name === name);
      return {
        id: made.id,
        sent: () => meaningOf(policyOf(made)),
        modelled: known && (() => meaningOf(readNetworkPolicy(known.body))),
      };
    }),
    ...unsent.map(
      ({ body, name }): Told => ({
        id: `${stack.name}/NetworkPolicy ${name}`,
        sent: undefined,
        modelled: () => meaningOf(readNetworkPolicy(body)),
      }),
    ),
  ];
}

function nameOf({ metadata }: Readonly<Record<string, unknown>>): string {
  const { namespace, name } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  return `${namespace}/${name}`;
}
