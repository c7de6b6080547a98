import { FIGURES } from "../../../model/promises";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";

/** V-02: what a client's data is worth is decided, and less than the sheet's class is the CISO's decision, until a day. */
export const classified = houseRule({
  id: "classified",
  info: `the data of every client is of class ${FIGURES.minimumClass} or higher, or the CISO allows less until a day`,
  explanation:
    "By its class data is kept from people, kept in logs and kept after a leak. Data that somebody put in a lower one gets less of all three than was promised.",
  remedy: `write Classification.SENSITIVE or higher; for less, a classificationWaiver of the CISO with an end date`,
  promises: ["V-02"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "the CISO allows it in the client file, with classificationWaiver" },
  subjects: (house) => house.clients.map((name) => ({ id: name })),
  judge: ({ id }, house) => [
    ...new Set(house.ofClient(id).flatMap((model) => wrongClass(model.client, house))),
  ],
});

function wrongClass(client: House["models"][number]["client"], { day }: House): readonly string[] {
  if (client === undefined || !client.classification.needsWaiver) return [];
  const { classification, classificationWaiver: waiver } = client;
  if (waiver === undefined) return [`its data is of class ${classification}, and nobody allows that`];
  return waiver.holdsOn(day)
    ? []
    : [`its data is of class ${classification}, which was allowed until ${waiver.until}`];
}
