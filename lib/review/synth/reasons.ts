import { listed } from "../../controls/report/text";
import type { ResourceChange } from "../stack-review";
import type { StackPair } from "./compare-synths";
import type { HouseShifts } from "./house-shifts";
import { modelShifts } from "./model-shifts";

const MOST = 3;

/**
 * Why a stack is affected, in one line: what changes in what it means, or in what is made of it where it means the same. Empty where
 * nothing changes but the layout of the files.
 */
export function reasonOf(
  { before, after }: StackPair,
  changes: readonly ResourceChange[],
  house: HouseShifts,
): string {
  if (before === undefined) return "the stack is new";
  if (after === undefined) return "the stack is no longer declared";
  const shifts = modelShifts(before.model, after.model);
  if (shifts.length > 0) return shifts.join("; ");
  if (changes.length === 0) return "";
  const telling = changes.filter(({ isCosmetic }) => !isCosmetic);
  if (telling.length === 0) return "it means the same: only comments, order or spelling change";
  return [
    ...ofTheCluster(telling),
    ...comingAndGoing(telling),
    ...rendered(telling, house),
    ...ofTerraform(telling),
  ].join("; ");
}

const isOfCluster = ({ type }: ResourceChange) => type.startsWith("kubernetes_");
const isOfTerraform = ({ type }: ResourceChange) => OWN_BLOCKS.has(type);
/** Blocks of a synth beside its resources. */
const OWN_BLOCKS = new Set([
  "terraform",
  "provider",
  "output",
  "variable",
  "check",
  "module",
  "locals",
  "//",
]);
const isWhole = ({ action, previousAddress }: ResourceChange) =>
  ["create", "delete", "forget"].includes(action) || previousAddress !== undefined;

/** Most of what runs in the cluster is in no model: images, settings, how much it may use. */
function ofTheCluster(changes: readonly ResourceChange[]): readonly string[] {
  const own = changes.filter(isOfCluster);
  const images = own.filter(({ attributes }) => attributes.some(({ path }) => /(^|\.)image$/.test(path)));
  const others = own.filter((change) => !images.includes(change));
  return [
    ...(images.length > 0 ? [`another image in ${addresses(images)}`] : []),
    ...(others.length > 0 ? [`what it has in the cluster: ${addresses(others)}`] : []),
  ];
}

function comingAndGoing(changes: readonly ResourceChange[]): readonly string[] {
  const own = changes.filter((change) => isWhole(change) && !isOfCluster(change) && !isOfTerraform(change));
  return own.length === 0 ? [] : [`resources that the model does not tell of: ${addresses(own)}`];
}

/** It means the same and is made in another way: for what changes in the platform, or it is the library's doing. */
function rendered(changes: readonly ResourceChange[], house: HouseShifts): readonly string[] {
  const own = changes.filter((change) => !isWhole(change) && !isOfCluster(change) && !isOfTerraform(change));
  const parts = own.flatMap(({ type, attributes }) => {
    const telling = attributes.filter(({ isCosmetic }) => !isCosmetic);
    return telling.map(({ meaning }) => whatOf(meaning) ?? type);
  });
  const ofAdmins = parts.filter((part) => house.admins && OF_ADMINS.has(part));
  const ofTrust = parts.filter((part) => house.trust && part === OF_TRUST);
  const rest = [...new Set(parts)].filter((part) => !ofAdmins.includes(part) && !ofTrust.includes(part));
  return [
    ...(ofAdmins.length > 0 ? ["the platform's administrators"] : []),
    ...(ofTrust.length > 0 ? ["whom the platform's servers trust"] : []),
    ...(rest.length > 0
      ? [`it means the same, and the library renders ${listed(rest, MOST)} differently`]
      : []),
  ];
}

const OF_ADMINS = new Set(["ssh", "sudoers", "vpn"].map((name) => `the live document ${name}`));
const OF_TRUST = "the live document identity";

/** What a decoded value is, without what is said of its being left alone; undefined for a plain value. */
function whatOf(meaning: string | undefined): string | undefined {
  const what = meaning?.split(": ")[0];
  if (what === undefined || what.startsWith("not applied")) return undefined;
  return what === "file of the first boot" ? "files of the first boot" : what;
}

function ofTerraform(changes: readonly ResourceChange[]): readonly string[] {
  const own = changes.filter(isOfTerraform);
  return own.length === 0 ? [] : [`settings of Terraform itself: ${addresses(own)}`];
}

function addresses(changes: readonly ResourceChange[]): string {
  return listed(
    changes.map(({ address }) => address),
    MOST,
  );
}
