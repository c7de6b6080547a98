import { stackPath } from "../../../model/stack-path";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule, type Subject } from "../../rule";

interface Hostname extends Subject {
  /** Stacks that expose something under it, each once. */
  readonly stacks: readonly string[];
  readonly hostname: string;
}

/** B-09, V-09: a name leads to one client's stage, whoever asks. */
export const hostnameOfOneClient = houseRule<Hostname>({
  id: "hostname-of-one-client",
  info: "every host name is exposed by one environment alone, of all clients and stages",
  explanation:
    "Of two environments with one name, visitors get whichever the name leads to today: another client's data, or acceptance in the place of production. Each also has a certificate to stand in for the other.",
  remedy: "give each environment host names of its own, such as www.acceptance.example.nl",
  promises: ["B-09", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "one client's visitors could land at another's" },
  subjects: hostnames,
  judge: ({ stacks, hostname }) =>
    stacks.length === 1 ? undefined : `${hostname} is exposed by ${stacks.join(" and ")}`,
});

/** Known by the environment that exposes them, so that one client's report tells nothing of another's. */
function hostnames({ models }: House): readonly Hostname[] {
  const stacks = new Map<string, Set<string>>();
  for (const { kubernetes, stack } of models) {
    for (const { hostname } of kubernetes?.exposures ?? []) {
      stacks.set(hostname, (stacks.get(hostname) ?? new Set()).add(stack));
    }
  }
  return models.flatMap((model) => {
    const own = new Set((model.kubernetes?.exposures ?? []).map(({ hostname }) => hostname));
    return [...own].map((hostname) => ({
      id: `${stackPath(model)}/${hostname}`,
      stage: model.stage?.name,
      hostname,
      stacks: [...(stacks.get(hostname) ?? [])],
    }));
  });
}
