import { FOR_TERRAFORM } from "../../kubernetes/kinds";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import {
  type KnownFields,
  only,
  plain,
  plains,
  strangeFields,
} from "../../subjects/kubernetes/known-fields/known";
import { knownFieldsOf } from "../../subjects/kubernetes/known-fields/known-kinds";
import { type MadeObject, madeObjects } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";

/** H-22, B-07, B-23, V-09: every field that is written is one that somebody thought about. */
export const noUnknownFields = stackRule<MadeObject>({
  id: "no-unknown-fields",
  info: "every field of an object in the cluster is one that a rule judges, or that has one of its right values",
  explanation:
    "One line gives a pod a node to itself, another network, names from elsewhere or somebody's key; one sends visitors on, or a copy of what they say to a stranger. What no rule knows, nobody has looked at.",
  remedy:
    "take the field out, or give it its right value; one that is needed gets a line in lib/controls/subjects/kubernetes/known-fields and a rule for its value, or a waiver",
  promises: ["H-22", "B-07", "B-23", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  notOnPlan: "a plan has the provider's and the server's own values beside those that were written",
  subjects: madeObjects,
  judge({ object }, stack) {
    const { apiVersion, kind, body, address } = object;
    const isPlatform = stack.model.kind === "platform";
    const known = knownFieldsOf(`${apiVersion} ${kind}`, isPlatform);
    if (known === undefined) {
      return `nothing in a ${isPlatform ? "platform" : "tenant"} is a ${kind} of ${apiVersion}, so no rule knows what it does`;
    }
    return [
      ...strangeFields(body, known),
      ...strangeFields(wordsOfTerraform(stack, address), wordsIn(stack)),
    ];
  },
});

/** What is said of an object to Terraform alone, and never sent. */
function wordsOfTerraform(stack: StackOutput, address: string): Readonly<Record<string, unknown>> {
  const resource = stack.at(address);
  if (resource === undefined) throw new Unreadable(`${address} is not there`);
  const isManifest = resource.type === "kubernetes_manifest";
  const words = Object.entries(resource.values).filter(([key]) =>
    isManifest ? key !== "manifest" : Object.hasOwn(FOR_TERRAFORM, key),
  );
  return Object.fromEntries(words);
}

/** With a field that is computed, a change that somebody makes by hand is never put right. */
const WORDS: KnownFields = {
  provider: plain, // judged by `resources-stand-alone`
  timeouts: plains("create", "update"),
  wait_for_load_balancer: only("an apply waits for what nobody gives", false),
};

const OF_TENANTS: KnownFields = {
  ...WORDS,
  wait_for_rollout: only("an apply succeeds before anything runs", true),
};

/** Programs of a platform need what runs on it: whether they come up their figures tell. */
const OF_PLATFORMS: KnownFields = { ...WORDS, wait_for_rollout: plain };

function wordsIn({ model }: StackOutput): KnownFields {
  return model.kind === "platform" ? OF_PLATFORMS : OF_TENANTS;
}
