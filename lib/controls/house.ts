import type { Day } from "../model/day";
import type { Evidence } from "../model/evidence";
import type { ModelFile } from "../model/model-file";
import { Reachability } from "../network/reachability";
import { onceFor } from "./once-for";

export interface HouseFacts {
  /** Model files of the stacks under judgement and of what they stand on, in their order. */
  readonly models: readonly ModelFile[];
  /** Whether that is everything the agency hosts; what must be there somewhere can then be missed. */
  readonly whole: boolean;
  /** Whether all platforms are among them, and so all sites: what a platform's walls are made of. */
  readonly platformsKnown: boolean;
  /** The day end dates are held against. */
  readonly day: Day;
  /** Full names of the members of team Tech, who answer for waivers of errors. */
  readonly teamTech: readonly string[];
  /** What is promised by contract or by people, with its documents. */
  readonly evidence: readonly Evidence[];
}

/** All that is known while one stack is judged: what the others mean, and who answers for what. */
export class House implements HouseFacts {
  readonly models: readonly ModelFile[];
  readonly whole: boolean;
  readonly platformsKnown: boolean;
  readonly day: Day;
  readonly teamTech: readonly string[];
  readonly evidence: readonly Evidence[];
  private readonly streets = new Map<string, Reachability>();

  constructor(facts: HouseFacts) {
    this.models = facts.models;
    this.whole = facts.whole;
    this.platformsKnown = facts.platformsKnown;
    this.day = facts.day;
    this.teamTech = facts.teamTech;
    this.evidence = facts.evidence;
  }

  get platforms(): readonly ModelFile[] {
    return platformsIn(this.models);
  }

  /** Names of the clients, in their order. */
  get clients(): readonly string[] {
    return [...byClientIn(this.models).keys()];
  }

  /** The stacks of a client: its street first, then its stages. */
  ofClient(name: string): readonly ModelFile[] {
    return byClientIn(this.models).get(name) ?? [];
  }

  /** The platform of a site; undefined where it is not among what is judged. */
  platformOf(site: string): ModelFile | undefined {
    return this.platforms.find((platform) => platform.site.name === site);
  }

  /** Who reaches whom in a client's street, through the walls in the model files. */
  reachabilityOf(client: string): Reachability {
    const known = this.streets.get(client);
    if (known !== undefined) return known;
    const made = new Reachability([...this.ofClient(client), ...this.platforms]);
    this.streets.set(client, made);
    return made;
  }
}

// Asked for each group of each stack, so a fleet is not walked through each time.
const platformsIn = onceFor((models: readonly ModelFile[]): readonly ModelFile[] =>
  models.filter(({ kind }) => kind === "platform"),
);

const byClientIn = onceFor((models: readonly ModelFile[]): ReadonlyMap<string, readonly ModelFile[]> => {
  const byClient = new Map<string, ModelFile[]>();
  for (const model of models) {
    if (model.client === undefined) continue;
    const known = byClient.get(model.client.name);
    if (known === undefined) byClient.set(model.client.name, [model]);
    else known.push(model);
  }
  return byClient;
});
