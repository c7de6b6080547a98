import { Classification } from "./classification";
import { Exposure } from "./exposure";
import { MaintenanceWindow, type MaintenanceWindowProps, WEEKDAYS } from "./maintenance-window";
import type { ClientRecord } from "./model-file";
import { Profile } from "./profile";
import { byName, line, list, madeBy, name, object, oneOf, optional, some, text } from "./read-record";
import { address, network } from "./read-site";
import { RuleWaiver, type RuleWaiverProps } from "./rule-waiver";
import { Stage } from "./stage";
import { Waiver, type WaiverProps } from "./waiver";
import { WhitelistEntry, type WhitelistEntryProps } from "./whitelist-entry";

const classification = madeBy(
  oneOf(...Classification.ALL.map(({ level }) => level)),
  (level) => Classification.ALL.find((one) => one.level === level) as Classification,
);

const waiver = madeBy(object<WaiverProps>({ owner: line, reason: line, until: line }), Waiver.of);

const window = madeBy(
  object<Required<MaintenanceWindowProps>>({
    days: some(oneOf(...WEEKDAYS)),
    start: line,
    end: line,
    timeZone: line,
  }),
  MaintenanceWindow.of,
);

const stageName = oneOf(...Stage.ALL.map((stage) => stage.name));

/** One network on a whitelist. */
export const whitelistEntry = madeBy(
  object<WhitelistEntryProps>({
    network: line,
    owner: line,
    reason: line,
    until: line,
    list: optional(line),
  }),
  WhitelistEntry.of,
);

/** Leave for a finding of a rule; also with an end date that cannot be read. */
export const ruleWaiver = madeBy(
  object<RuleWaiverProps>({
    rule: line,
    resource: line,
    reason: line,
    owner: line,
    ticket: line,
    until: text,
  }),
  RuleWaiver.of,
);

/** A client as the model file tells of it. */
export const client = object<ClientRecord>({
  name,
  classification,
  classificationWaiver: optional(waiver),
  productOwner: line,
  team: line,
  networks: some(network),
  backupSite: name,
  exposure: oneOf(...Object.values(Exposure)),
  publicAddresses: byName(stageName, address),
  whitelist: list(whitelistEntry),
  maintenance: window,
  profiles: list(oneOf(...Object.values(Profile))),
});
