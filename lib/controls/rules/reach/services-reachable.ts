import type { ModelFile } from "../../../model/model-file";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Asked, accepts } from "../../subjects/walls/accepts";
import { edgeOf, groupsOfHouse, type HouseGroup } from "../../subjects/walls/house-groups";
import { answeringAddresses, memberAddresses } from "../../subjects/walls/networks-of";
import { type Service, servicesOf } from "../../subjects/walls/peer-addresses";
import { meet } from "../../subjects/walls/read-rule";
import { type Wall, wallOf } from "../../subjects/walls/walls";

/** B-01, B-15, H-18, H-20: what is promised of every server needs a way out to where it is done. */
export const servicesReachable = houseRule<HouseGroup>({
  id: "services-reachable",
  info: "every server reaches names, time, logs and packages of its site and the repository of the other site, past every wall on the way",
  explanation:
    "A server that cannot reach the collector is not watched, one that cannot reach the mirror is not patched, and one that cannot reach the repository has no backup. Nothing of it shows until it is needed.",
  remedy:
    "declare the server through RedundantVms; its walls and the edge's let it reach the services of its site",
  promises: ["B-01", "B-15", "B-16", "H-07", "H-18", "H-20"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: groupsOfHouse,
  judge({ record, model }, house) {
    const from = memberAddresses(record, record.role === "edge" ? "uplink" : "");
    const ways = waysTo(model, house);
    const own = wallOf(model, record.path, "output");
    return servicesOf(model).flatMap((service) => {
      const { name, addresses: to, port } = service;
      const way: readonly Step[] = [[own, { to, port }], ...ways(service)];
      return way
        .filter(([wall, asked]) => !accepts(wall, { ...asked, from }))
        .map(([wall]) => `${wall.id} does not let it reach ${name} over ${port}`);
    });
  },
});

type Step = readonly [Wall, Omit<Asked, "from">];

/** What packets to a service pass behind the server's own wall. */
function waysTo(model: ModelFile, house: House): (service: Service) => readonly Step[] {
  if (model.kind !== "environment") return () => [];
  const { wall, uplink, leg } = edgeOf(model, house);
  return (service) => [
    [wall, { to: service.addresses, port: service.port, inInterface: leg, outInterface: uplink }],
    ...(service.name === "backup" ? repository(service, model, house) : []),
  ];
}

/** The wall of the other site's repository, where that is a server of ours. */
function repository({ addresses, port }: Service, { backupSite }: ModelFile, house: House): readonly Step[] {
  const platform = backupSite && house.platformOf(backupSite.name);
  const group = platform?.groups.find(
    (candidate) => candidate.role === "backup-repository" && meet(answeringAddresses(candidate), addresses),
  );
  if (platform === undefined || group === undefined) return [];
  return [
    [wallOf(platform, group.path, "input"), { to: addresses.intersect(answeringAddresses(group)), port }],
  ];
}
