import { placeOf } from "../../controls/waivers/waiver-place";
import type { ModelFile } from "../../model/model-file";
import type { Right } from "./right";

/** Leave for findings of rules, and for data below the class of the sheet (V-02). */
export function waiverRights(models: readonly ModelFile[]): readonly Right[] {
  return models.flatMap((model) => [...ofRules(model), ...ofClassification(model)]);
}

/** Whoever it is for, a waiver is known by what it allows: another owner or day changes it. */
function ofRules(model: ModelFile): readonly Right[] {
  return model.waivers.map(({ rule, resource, owner, untilText }) => ({
    what: "waiver",
    where: placeOf(model),
    who: owner,
    may: `not to keep ${rule} at ${resource}`,
    owner,
    until: untilText,
    known: JSON.stringify([rule, resource]),
  }));
}

function ofClassification({ client }: ModelFile): readonly Right[] {
  const waiver = client?.classificationWaiver;
  if (client === undefined || waiver === undefined) return [];
  const may = `data of class ${client.classification}`;
  const { owner, until } = waiver;
  return [{ what: "waiver", where: client.name, who: owner, may, owner, until: `${until}`, known: "class" }];
}
