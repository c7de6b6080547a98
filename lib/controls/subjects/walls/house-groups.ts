import type { GroupRecord, ModelFile } from "../../../model/model-file";
import type { House } from "../../house";
import type { Subject } from "../../rule";
import { Unreadable } from "../../unreadable";
import { cardOf } from "./networks-of";
import { type Wall, wallOf } from "./walls";

/** A group of servers with the stack it is in, known by its path in the model. */
export interface HouseGroup extends Subject {
  readonly record: GroupRecord;
  readonly model: ModelFile;
}

/** The groups of all stacks. */
export function groupsOfHouse({ models }: House): readonly HouseGroup[] {
  return models.flatMap((model) =>
    model.groups.map((record) => ({ id: record.path, stage: model.stage?.name, record, model })),
  );
}

/** A client, known by its name, with its stacks. */
export interface ClientSubject extends Subject {
  readonly models: readonly ModelFile[];
}

export function clientsOfHouse(house: House): readonly ClientSubject[] {
  return house.clients.map((name) => ({ id: name, models: house.ofClient(name) }));
}

/** The edge's wall between the uplink and a network of the street, with its cards on either side. */
export interface EdgeCrossing {
  readonly wall: Wall;
  readonly uplink: string;
  readonly leg: string;
}

/** What packets between an environment and outside pass. @throws Unreadable when its edge is not known */
export function edgeOf({ client, stage }: ModelFile, house: House): EdgeCrossing {
  const street = house.ofClient(`${client?.name}`).find(({ kind }) => kind === "street");
  const edge = street?.groups.find(({ role }) => role === "edge");
  if (street === undefined || edge === undefined)
    throw new Unreadable(`the edge of ${client?.name} is not known`);
  return {
    wall: wallOf(street, edge.path, "forward"),
    uplink: cardOf(edge, "uplink"),
    leg: cardOf(edge, `${stage}`),
  };
}
