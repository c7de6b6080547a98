import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import { Stage } from "../../model/stage";
import type { Assessment } from "../assessment";

/**
 * What a report is about: one client with the platforms it stands on, or the whole fleet. A client's report says nothing
 * of the others, not even that they are there.
 */
export class Scope {
  /** The stacks it is about, in the order in which they were judged. */
  readonly models: readonly ModelFile[];
  private readonly stacks: ReadonlySet<string>;
  private readonly sites: ReadonlySet<string>;
  private readonly elsewhere: ReadonlySet<string>;
  private readonly names: RegExp | undefined;

  private constructor(
    assessment: Assessment,
    /** Undefined for the whole fleet. */
    readonly client: string | undefined,
  ) {
    const { house, stacks } = assessment;
    const own = house.models.filter((model) => model.client?.name === client);
    this.sites = new Set(own.flatMap(({ site, backupSite }) => [site.name, backupSite?.name ?? site.name]));
    const isHere = (model: ModelFile) =>
      client === undefined ||
      (model.client === undefined ? this.sites.has(model.site.name) : model.client.name === client);
    this.models = stacks.filter(isHere);
    const others = house.models.filter((model) => !isHere(model));
    this.stacks = new Set(house.models.filter(isHere).map(({ stack }) => stack));
    this.elsewhere = new Set(others.flatMap((model) => [model.stack, model.client?.name ?? model.stack]));
    this.names = namesIn(others.flatMap((model) => model.client?.name ?? []));
  }

  static fleet(assessment: Assessment): Scope {
    return new Scope(assessment, undefined);
  }

  /** @throws RangeError for a client of whom nothing was judged */
  static client(assessment: Assessment, name: string): Scope {
    if (assessment.stacks.some(({ client }) => client?.name === name)) return new Scope(assessment, name);
    throw new RangeError(`nothing was judged of a client ${name}`);
  }

  get title(): string {
    return this.client ?? "the whole fleet";
  }

  /** The clients it is about, in their order. */
  get clients(): readonly string[] {
    return [...new Set(this.models.flatMap(({ client }) => client?.name ?? []))];
  }

  /** Whether what was said of a subject is said here; of a subject between stacks its name tells whose it is. */
  includes(stack: string | undefined, subject = ""): boolean {
    if (this.client === undefined) return true;
    if (stack !== undefined) return this.stacks.has(stack);
    const [owner = "", site = ""] = subject.split(/[/:\s]/);
    return owner === "sites" ? this.sites.has(site) : !this.elsewhere.has(owner);
  }

  /** A text in which the names of clients that this is not about are left out. */
  withoutOthers(text: string): string {
    return this.names === undefined ? text : text.replace(this.names, "another client");
  }

  /** Paths of its stacks by name: `verne/production` of `verne-production`. */
  pathOf(stack: string): string {
    const model = this.models.find((one) => one.stack === stack);
    return model === undefined ? stack : stackPath(model);
  }
}

/** Names of clients as they stand in texts, alone or as the beginning of a stack's or a server's name. */
function namesIn(clients: readonly string[]): RegExp | undefined {
  if (clients.length === 0) return undefined;
  const names = [...new Set(clients)].sort((one, other) => other.length - one.length);
  const stages = ["street", ...Stage.ALL.map(({ name }) => name)].join("|");
  const rest = `(?:[-/](?:${stages})(?:[-/][a-z0-9-]+)?)?`;
  return new RegExp(`(?<![\\p{L}\\p{N}-])(?:${names.join("|")})${rest}(?![\\p{L}\\p{N}-])`, "gu");
}
