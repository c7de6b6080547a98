import { Classification } from "./classification";
import type { Day } from "./day";
import { checkList, checkRecord } from "./declared-list";
import { Exposure } from "./exposure";
import { IpAddress } from "./ip";
import { MaintenanceWindow } from "./maintenance-window";
import { InvalidError, type Mistakes } from "./mistake";
import { checkProfiles, type Profile } from "./profile";
import { checkRuleWaivers, type RuleWaiver, type RuleWaiverProps } from "./rule-waiver";
import { isSite, type Site } from "./site";
import { SPECIAL_IPV4 } from "./special-networks";
import { Stage, type StageName } from "./stage";
import { StreetPlan, type ZoneName } from "./street-plan";
import { checkText, shownValue, textOf } from "./text";
import { Waiver, type WaiverProps } from "./waiver";
import { WhitelistEntry, type WhitelistEntryProps } from "./whitelist-entry";

/** What a client file says of its client. */
export interface ClientProps {
  /** How sensitive the client's data is (V-02). */
  readonly classification: Classification;
  /** The client's product owner, who approves what goes live (B-11). */
  readonly productOwner: string;
  /** The development team that is told about errors (B-04). */
  readonly team: string;
  /** Where the street stands. */
  readonly site: Site;
  /** Where its backups go: another data centre (B-16). */
  readonly backupSite: Site;
  /** The client's IPv4 block inside the site's, /16 to /22. */
  readonly network: string;
  /** The client's IPv6 block, /40 to /61. @default none: the street has no IPv6 */
  readonly network6?: string;
  /**
   * Public IPv4 addresses the hoster routes to the street's edge, where they end. Without one a stage's services
   * are reached at their own addresses, which nobody routes over the internet.
   *
   * @default none
   */
  readonly publicAddresses?: Partial<Record<StageName, string>>;
  /** Who may reach the application in production. @default Exposure.CLOSED, the VPN only */
  readonly exposure?: Exposure;
  /** Networks that may reach acceptance, and production where its exposure is restricted (V-09). @default none */
  readonly whitelist?: readonly WhitelistEntryProps[];
  /** @default all four */
  readonly stages?: readonly StageName[];
  /** VLAN ids the hoster gave out, where they differ from the plan's. @default from the block's place in the site's */
  readonly vlans?: Partial<Record<ZoneName, number>>;
  /** @default Monday to Friday 00:00-04:00 Europe/Amsterdam (H-19) */
  readonly maintenance?: MaintenanceWindow;
  /** The CISO's leave for data below class 3. @default none */
  readonly classificationWaiver?: WaiverProps;
  /** Rules that hold for this client beside those of the sheet. @default none */
  readonly profiles?: readonly Profile[];
  /** Findings of rules that are allowed, each for one thing and until a day. @default none */
  readonly waivers?: readonly RuleWaiverProps[];
}

/** The checked facts of a client. */
export interface Client {
  readonly name: string;
  readonly classification: Classification;
  readonly classificationWaiver: Waiver | undefined;
  readonly productOwner: string;
  readonly team: string;
  readonly site: Site;
  readonly backupSite: Site;
  readonly exposure: Exposure;
  /** By name of the stage. */
  readonly publicAddresses: ReadonlyMap<string, IpAddress>;
  /** All entries; which still hold depends on the day. */
  readonly whitelist: readonly WhitelistEntry[];
  readonly stages: readonly Stage[];
  readonly maintenance: MaintenanceWindow;
  readonly profiles: readonly Profile[];
  /** All of them; which still hold depends on the day. */
  readonly waivers: readonly RuleWaiver[];
  readonly plan: StreetPlan;
  /** The plan could not be made of what was declared; this one only lets the rest be checked. */
  readonly planIsStandIn: boolean;
}

/**
 * Checks all of a client file's facts. Mistakes are gathered, not thrown, so that one run tells all of them.
 * Where one was made the answer holds a stand-in, so that what is declared further on is checked as well;
 * a client with mistakes is never written. Undefined only without a site, on which everything else rests.
 *
 * @param name a DNS label
 * @param today the day against which end dates are held
 */
export function checkClient(
  name: string,
  props: ClientProps,
  today: Day,
  check: Mistakes,
): Client | undefined {
  check.attempt("", () => checkReserved(name));
  const site = check.attempt("site", () => checkSite(props.site));
  const backupSite = check.attempt("backupSite", () => checkSite(props.backupSite));
  if (site && site === backupSite) {
    check.add({
      property: "backupSite",
      value: site.name,
      problem: "backups go to another data centre than the one the application runs in (B-16, H-08)",
      remedy: "write another site",
    });
  }
  const classification = check.attempt("classification", () => Classification.check(props.classification));
  const waiverProps = props.classificationWaiver;
  const waiver = waiverProps && check.attempt("classificationWaiver", () => Waiver.of(waiverProps));
  const waiverIsReadable = waiverProps === undefined || waiver !== undefined;
  if (waiverIsReadable) check.attempt("classification", () => checkWaived(classification, waiver, today));
  const stages = check.attempt("stages", () =>
    Stage.street(props.stages ?? Stage.ALL.map((stage) => stage.name)),
  );
  const example = "[{ network, owner, reason, until }]";
  const whitelist = checkList("whitelist", props.whitelist, example, check, (entry) =>
    WhitelistEntry.of(checkRecord("a whitelist entry", entry)),
  );
  const facts = {
    name,
    classification: classification ?? Classification.SENSITIVE,
    classificationWaiver: waiver,
    productOwner:
      check.attempt("productOwner", () => checkText("the product owner", props.productOwner)) ?? "",
    team: check.attempt("team", () => checkText("the team", props.team)) ?? "",
    exposure: check.attempt("exposure", () => checkExposure(props.exposure)) ?? Exposure.CLOSED,
    publicAddresses: checkPublicAddresses(props.publicAddresses, check),
    whitelist,
    stages: stages ?? Stage.ALL,
    maintenance:
      check.attempt("maintenance", () => checkWindow(props.maintenance)) ?? MaintenanceWindow.SHEET,
    profiles: checkProfiles(props.profiles, check),
    waivers: checkRuleWaivers(props.waivers, check),
  };
  if (site === undefined) return undefined;
  const plan = check.attempt("", () => StreetPlan.of(props));
  return {
    ...facts,
    site,
    backupSite: backupSite ?? site,
    plan: plan ?? StreetPlan.standIn(site),
    planIsStandIn: plan === undefined,
  };
}

function checkReserved(name: string): void {
  const reserved = ["platform", "sites", ...Stage.ALL.map((stage) => stage.name)];
  const word = name.split("-").find((part) => reserved.includes(part));
  if (word === undefined) return;
  throw new InvalidError({
    value: JSON.stringify(name),
    problem: `has the word ${word} in it, by which stacks and servers of different clients would get the same name`,
    remedy: "choose a name without platform, sites or a stage in it",
  });
}

function checkSite(value: unknown): Site {
  if (isSite(value)) return value;
  throw new InvalidError({
    value: shownValue(value),
    problem: "is not a site",
    remedy: "import one from stacks/sites",
  });
}

function checkPublicAddresses(
  declared: ClientProps["publicAddresses"],
  check: Mistakes,
): ReadonlyMap<string, IpAddress> {
  const addresses = new Map<string, IpAddress>();
  for (const [stage, text] of Object.entries(declared ?? {})) {
    check.attempt(`publicAddresses.${stage}`, () => {
      Stage.of(stage);
      const address = checkPublic(IpAddress.parse(textOf(text)));
      if ([...addresses.values()].some((other) => other.equals(address))) throw sharedAddress(address);
      addresses.set(stage, address);
    });
  }
  return addresses;
}

function checkPublic(address: IpAddress): IpAddress {
  if (address.family === 4 && !SPECIAL_IPV4.some((network) => network.contains(address))) return address;
  throw new InvalidError({
    value: `${address}`,
    problem: "is not a public IPv4 address; IPv6 needs none, it is routed as it is",
    remedy: "write the address the hoster gave out",
  });
}

function sharedAddress(address: IpAddress): InvalidError {
  return new InvalidError({
    value: `${address}`,
    problem: "is the address of another stage too; stages have nothing in common (B-09)",
    remedy: "write an address for each stage",
  });
}

function checkWindow(value: unknown = MaintenanceWindow.SHEET): MaintenanceWindow {
  if (value instanceof MaintenanceWindow) return value;
  throw new InvalidError({
    value: shownValue(value),
    problem: "is not a maintenance window",
    remedy: "write MaintenanceWindow.of({ … }), or leave it out for the sheet's",
  });
}

/** Nothing said means closed. @throws InvalidError for anything but one of the three */
export function checkExposure(value: Exposure = Exposure.CLOSED): Exposure {
  if (Object.values(Exposure).includes(value)) return value;
  throw new InvalidError({
    value: JSON.stringify(value),
    problem: "is not an exposure (H-06)",
    remedy: "write Exposure.CLOSED, Exposure.RESTRICTED or Exposure.PUBLIC",
  });
}

function checkWaived(
  classification: Classification | undefined,
  waiver: Waiver | undefined,
  today: Day,
): void {
  if (!classification?.needsWaiver || waiver?.holdsOn(today)) return;
  throw new InvalidError({
    value: `${classification}`,
    problem: waiver
      ? `is below class 3 (V-02), and the waiver for it ended on ${waiver.until}`
      : "is below class 3 (V-02) without a waiver of the CISO",
    remedy:
      "classify as SENSITIVE or higher, or add classificationWaiver: { owner, reason, until } given by the CISO",
  });
}
