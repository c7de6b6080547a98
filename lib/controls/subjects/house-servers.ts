import type { GroupRecord, ModelFile, ServerRecord } from "../../model/model-file";
import type { House } from "../house";
import type { Subject } from "../rule";

/** A server of any stack. */
export interface HouseServer extends Subject {
  readonly model: ModelFile;
  readonly group: GroupRecord;
  readonly server: ServerRecord;
}

/** Every server of the house, in the order of its stacks. */
export function serversOfHouse(house: House): readonly HouseServer[] {
  return house.models.flatMap((model) =>
    model.groups.flatMap((group) =>
      group.servers.map((server) => ({
        id: `${model.stack}/${server.address}`,
        stage: model.stage?.name,
        model,
        group,
        server,
      })),
    ),
  );
}
