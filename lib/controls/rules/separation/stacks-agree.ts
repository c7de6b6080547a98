import type { ModelFile } from "../../../model/model-file";
import type { StageName } from "../../../model/stage";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule, type Subject } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";

interface Told extends Subject {
  readonly stage: StageName | undefined;
  readonly model: ModelFile;
}

/** B-09, I-08: what one stack takes for true is true for all. */
export const stacksAgree = houseRule<Told>({
  id: "stacks-agree",
  info: "all stacks of a client say the same of it and of its networks, and stacks are named after what they are",
  explanation:
    "Each stack's walls are made of what its own model file says. An edge that takes production for another network than production does lets the wrong packets through, and each of the two looks right.",
  remedy: "synthesize all stacks of the house again, from one commit: npm start",
  promises: ["B-09", "I-08"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "rules that compare stacks would compare what nobody deploys" },
  subjects: ({ models }) => models.map((model) => ({ id: model.stack, stage: model.stage?.name, model })),
  judge({ model }, house) {
    const { stack } = model;
    const twins = house.models.filter((other) => other.stack === stack).length;
    return problemsOf(
      unless(stack === nameOf(model), `it is named ${stack} where ${nameOf(model)} belongs`),
      unless(twins === 1, `${twins} stacks have this name`),
      model.client && otherClient(model, house),
      model.kind === "environment" ? otherZones(model, house) : [],
    );
  },
});

function nameOf({ kind, client, stage, site }: ModelFile): string {
  if (kind === "platform") return `platform-${site.name}`;
  return `${client?.name}-${kind === "street" ? "street" : stage?.name}`;
}

/** What all stacks of a client have to say alike, by the first of them. */
function otherClient(
  { client, site, backupSite, waivers, stack }: ModelFile,
  house: House,
): readonly string[] {
  const [first] = house.ofClient(client?.name ?? "");
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  return problemsOf(
    unless(
      client?.backupSite === backupSite?.name,
      `its backups go to ${client?.backupSite}, not to ${backupSite?.name}`,
    ),
    first === undefined || first.stack === stack
      ? []
      : problemsOf(
          unless(same(first.client, client), `it says something else of ${client?.name} than ${first.stack}`),
          unless(
            first.site.name === site.name,
            `it is at ${site.name}, and ${first.stack} at ${first.site.name}`,
          ),
          unless(same(first.waivers, waivers), `it has other waivers than ${first.stack}`),
        ),
  );
}

/** A stage is in the one network that is its own, and its street's edge knows it as that. */
function otherZones({ client, stage, zones }: ModelFile, house: House): readonly string[] {
  const [zone, ...more] = zones;
  if (zone === undefined || more.length > 0 || zone.name !== stage?.name) {
    return [
      `it is in ${zones.map(({ name }) => name).join(", ") || "no network"}, not in ${stage?.name} alone`,
    ];
  }
  const street = house.ofClient(client?.name ?? "").find(({ kind }) => kind === "street");
  if (street === undefined) return house.whole ? [`${client?.name} has no street, and so no edge`] : [];
  const known = street.zones.find(({ name }) => name === zone.name);
  const same = JSON.stringify(known) === JSON.stringify(zone);
  return problemsOf(unless(same, `${street.stack} has another network ${zone.name}`));
}
