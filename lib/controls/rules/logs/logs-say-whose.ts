import type { ModelFile } from "../../../model/model-file";
import { FIGURES } from "../../../model/promises/figures";
import { readLogsDocument } from "../../guest/logs-document";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { groupName, machinesTold } from "../../subjects/machines";
import { Unreadable } from "../../unreadable";

/** B-01, B-03, V-02: each line tells whose it is, which decides who reads it and for how long it is kept. */
export const logsSayWhose = stackRule({
  id: "logs-say-whose",
  info: "logs carry the client, the stage, the group and the class of the data of the server they come from",
  explanation:
    "Central logs are of all clients together. By these labels a lead developer sees their own client's only, and access to patients' data is kept for as long as the law asks.",
  remedy: "let the library label the logs; it takes the labels from the client file",
  promises: ["B-01", "B-03", "V-02"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("logs"),
  judge: (machine, { model }) => {
    const { labels } = readLogsDocument(machine.document("logs"));
    return Object.entries(labelsOf(machine, model)).flatMap(([name, wanted]) => {
      const found = labels[name as keyof typeof labels];
      return found === wanted ? [] : [`its logs say ${name} ${found}, and it is ${wanted}`];
    });
  },
});

function labelsOf({ group, resource }: Machine, { kind, client, stage }: ModelFile) {
  if (group === undefined) throw new Unreadable(`${resource.address} is in no group of the model file`);
  const own = { platform: "platform", street: "street", environment: stage?.name ?? "" } as const;
  return {
    client: client?.name ?? "platform",
    stage: own[kind],
    group: groupName(group.path),
    class: String(client?.classification.level ?? FIGURES.minimumClass),
  };
}
