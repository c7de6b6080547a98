import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";

/** B-21: more processors or memory take no restart. */
export const growsWhileItRuns = stackRule<Machine>({
  id: "grows-while-it-runs",
  info: "a server gets more processors and memory while it runs",
  explanation:
    "When load rises, the members of a group are needed most. Without hot add each of them has to stop to grow.",
  remedy: "write cpu_hot_add_enabled and memory_hot_add_enabled true, as RedundantVms does",
  promises: ["B-21", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => Machine.in(stack),
  judge: ({ resource }) =>
    ["cpu_hot_add_enabled", "memory_hot_add_enabled"]
      .filter((key) => !resource.flag(key))
      .map((key) => `${key} is not true`),
});
