import * as fc from "fast-check";
import {
  Classification,
  type Environment,
  Exposure,
  RedundantVms,
  type Site,
  type StreetProps,
  VmSize,
} from "../../lib";
import { oost, west } from "./sites";

/** A street as somebody might declare it: facts, and the groups in every environment. */
export interface LegalStreet {
  readonly props: StreetProps;
  readonly groups: readonly LegalGroup[];
}

interface LegalGroup {
  readonly name: string;
  readonly members: number;
  readonly single: boolean;
  readonly quorum: boolean;
  readonly data: boolean;
}

const groups = fc.uniqueArray(
  fc.record({
    name: fc
      .stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5})?$/)
      .filter((name) => !["site", "place"].includes(name)),
    members: fc.constantFrom(2, 3),
    single: fc.boolean(),
    quorum: fc.boolean(),
    data: fc.boolean(),
  }),
  { selector: ({ name }) => name, maxLength: 6 },
);

const stages = fc.constantFrom(
  undefined,
  ["development"] as const,
  ["development", "acceptance"] as const,
  ["development", "acceptance", "production"] as const,
);

const streetFacts = fc.record({
  atWest: fc.boolean(),
  prefix: fc.integer({ min: 16, max: 22 }),
  position: fc.nat(),
  ipv6: fc.boolean(),
  classification: fc.constantFrom(Classification.SENSITIVE, Classification.SPECIAL_PERSONAL_DATA),
  exposure: fc.constantFrom(Exposure.CLOSED, Exposure.PUBLIC),
  stages,
  groups,
});

/** Random legal streets, at either site, of every size of block. */
export const legalStreets: fc.Arbitrary<LegalStreet> = legalStreetsAt(
  { site: oost, network6: "2001:db8:77::/48" },
  { site: west, network6: "2001:db8:77::/48" },
);

/** A site, and a block of its own that a street there may have. */
export interface LegalPlace {
  readonly site: Site;
  readonly network6: string;
}

/** Random legal streets at one of two sites, with their backups at the other. */
export function legalStreetsAt(here: LegalPlace, there: LegalPlace): fc.Arbitrary<LegalStreet> {
  return streetFacts.map(
    ({ atWest, prefix, position, ipv6, stages: declared, groups: servers, ...facts }) => {
      const [{ site, network6 }, { site: backupSite }] = atWest ? [there, here] : [here, there];
      // The first /14 of a site, for which there are VLANs.
      const network = site.streets.part(14, 0).part(prefix, position % 2 ** (prefix - 14));
      const props: StreetProps = {
        ...facts,
        productOwner: "Aouda Fogg",
        team: "Team Passepartout",
        site,
        backupSite,
        network: `${network}`,
        ...(ipv6 ? { network6 } : {}),
        ...(declared === undefined ? {} : { stages: declared }),
      };
      return { props, groups: servers };
    },
  );
}
/** Declares the street's groups in an environment, each in a slot of its own where names meet. */
export function addGroups(environment: Environment, servers: readonly LegalGroup[]): readonly RedundantVms[] {
  const taken = new Set<number>();
  return servers.map(({ name, members, single, quorum, data }) => {
    let slot = environment.zone.slotOf(name);
    while (taken.has(slot)) slot = (slot % (environment.zone.slots - 1)) + 1;
    taken.add(slot);
    const count = quorum ? 3 : members;
    const early = single && !quorum ? { development: 1, test: 1 } : { development: count, test: count };
    return new RedundantVms(environment, name, {
      size: VmSize.SMALL,
      members: { ...early, acceptance: count, production: count },
      quorum,
      data,
      slot,
    });
  });
}
