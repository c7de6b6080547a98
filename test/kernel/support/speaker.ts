import { IpAddress } from "../../../lib/model/ip";
import type { ModelFile } from "../../../lib/model/model-file";
import type { Place } from "../../../lib/network/places";
import type { Reachability } from "../../../lib/network/reachability";

/** Somebody in the lab who sends packets and gets them: who the model says it is, and its addresses. */
export interface Speaker {
  readonly host: string;
  readonly place: Place;
  /** Addresses it sends from. */
  readonly sources: readonly string[];
  /** Addresses it answers at. */
  readonly destinations: readonly string[];
  /** There for others of its own place alone: with everybody else one of them speaks for all. @default false */
  readonly isSpare?: boolean;
}

/** The servers of an environment, each as itself; the first member of a group has what moves between them. */
export function groupSpeakers({ groups }: ModelFile, reach: Reachability): readonly Speaker[] {
  return groups.flatMap(({ path, servers, virtual }) => {
    const place = reach.places.find(({ name }) => name === path) as Place;
    return servers.map(({ name, member, interfaces }): Speaker => {
      const own = interfaces.flatMap(({ addresses }) => addresses.map(String));
      const moving = member === 1 ? virtual.flatMap(({ addresses }) => addresses.map(String)) : [];
      return { host: name, place, sources: own, destinations: [...own, ...moving] };
    });
  });
}

/** The same speakers under another policy, in which they may be somebody else: whoever is not named is the internet. */
export function placedAnew(speakers: readonly Speaker[], reach: Reachability): readonly Speaker[] {
  return speakers.map((speaker) => {
    const address = IpAddress.parse(speaker.sources[0] as string);
    const isHere = ({ sources }: Place) => sources.in(address.family).has(address.value);
    const place = reach.places.find(({ name }) => name === speaker.place.name) ?? reach.places.find(isHere);
    return { ...speaker, place: place ?? speaker.place };
  });
}
