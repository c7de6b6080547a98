import { FIGURES } from "../../../model/promises";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";
import { sitesOf } from "../../subjects/streets";

/** B-16, H-08, C14: there is another place, and it is another place. */
export const twoDataCentres = houseRule({
  id: "two-data-centres",
  info: `there are at least ${FIGURES.dataCentres} sites, which share no host`,
  explanation:
    "Backups and the way in for administrators are kept in another data centre. Two names for the same hosts burn down together.",
  remedy: "declare the platforms of two sites in stacks/platform.ts, each with its own hosts",
  promises: ["B-16", "H-08"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: ({ platformsKnown }) => (platformsKnown ? [{ id: "fleet" }] : []),
  judge(_, house) {
    const holders = new Map<string, string>();
    const shared = sitesOf(house).flatMap(({ site: { name, hosts } }) =>
      [...new Set(hosts)].flatMap((host) => {
        const holder = holders.get(host);
        holders.set(host, name);
        return holder === undefined ? [] : [`${host} is a host of both ${holder} and ${name}`];
      }),
    );
    const count = new Set(house.platforms.map(({ site }) => site.name)).size;
    return problemsOf(
      unless(
        count >= FIGURES.dataCentres,
        `${count} of the ${FIGURES.dataCentres} data centres has a platform`,
      ),
      shared,
    );
  },
});
