import { InvalidError } from "../../model/mistake";
import { readSelector } from "../../network/kubernetes/read-selector";
import { selects } from "../../network/kubernetes/selector";
import type { Hazard } from "../hazard";
import { isDestroying, isReplacing, isUpdating, shownAction } from "./actions";
import { changedKeys } from "./changed-keys";
import { type ObjectChange, within } from "./cluster-object";
import type { PlannedChange, PlannedStack } from "./planned-stack";

/** Which network a port group is; a change of another attribute leaves who is in it together. */
const NETWORK = [
  "vlan_id",
  "vlan_range",
  "distributed_virtual_switch_uuid",
  "port_private_secondary_vlan_id",
];

/** Things in the way of everybody, that are taken away or put elsewhere: networks, gateways, policies. */
export function cutOffHazards(plan: PlannedStack, objects: readonly ObjectChange[]): readonly Hazard[] {
  return [
    ...plan.changes.flatMap((item) => portGroupHazard(plan, item) ?? []),
    ...objects.flatMap((object) => objectHazard(object) ?? []),
  ];
}

function portGroupHazard(plan: PlannedStack, item: PlannedChange): Hazard | undefined {
  const { type, address, action } = item.change;
  if (type !== "vsphere_distributed_port_group") return undefined;
  if (isDestroying(action)) {
    return cut(
      plan,
      item,
      `${address} is ${shownAction(action)}: every server in that network is cut off, all members of a group together.`,
    );
  }
  const keys = isUpdating(action) ? changedKeys(plan, item).filter((key) => NETWORK.includes(key)) : [];
  if (keys.length === 0) return undefined;
  return cut(
    plan,
    item,
    `${address} becomes another network (${keys.join(", ")}): every server in it is cut off from who is not.`,
  );
}

function objectHazard(object: ObjectChange): Hazard | undefined {
  const { plan, item, kind } = object;
  const { action, address } = item.change;
  if (!isDestroying(action)) return undefined;
  const what = `${address} is ${shownAction(action)}`;
  if (kind === "Gateway") {
    if (action === "delete" && !isGatewayUsed(object)) return undefined;
    return cut(plan, item, `${what}: visitors of all that is exposed through it are cut off.`);
  }
  if (kind === "Service" && isOfData(object)) {
    return cut(plan, item, `${what}: whoever needs that data finds it no longer.`);
  }
  return kind === "NetworkPolicy" ? policyHazard(object, what) : undefined;
}

/** Whether something is still exposed through it. Of a gateway whose name nobody told, all of the stage is. */
function isGatewayUsed({ plan, name }: ObjectChange): boolean {
  const exposures = plan.model.kubernetes?.exposures ?? [];
  return exposures.some(({ gateway }) => name === undefined || gateway.endsWith(`/${name}`));
}

function isOfData({ plan, name, namespace }: ObjectChange): boolean {
  const workloads = plan.model.kubernetes?.workloads ?? [];
  return workloads.some((one) => one.data && one.namespace === namespace && one.path.endsWith(`/${name}`));
}

/**
 * A policy that closes everything opens what no other is about, for as long as it is away; one that is about data cuts off who
 * may come to it.
 */
function policyHazard({ plan, item, before, namespace }: ObjectChange, what: string): Hazard | undefined {
  const { model } = plan;
  const isLeft =
    model.kubernetes?.namespaces.some(({ name }) => name === namespace) ?? namespace === undefined;
  if (before.spec === undefined) {
    return isLeft ? cut(plan, item, `${what}, and nobody can see whom it lets in.`) : undefined;
  }
  if (!isLeft) return undefined;
  if (closesAll(before.spec)) {
    return {
      ...cut(
        plan,
        item,
        `${what}: until there is one again, pods that no other policy is about are open to everybody.`,
      ),
      remedy: "leave the policy that closes everything as it is, and change it in place where it must be",
    };
  }
  const about = selectorOf(before.spec);
  const data = (model.kubernetes?.workloads ?? []).filter(
    (one) => one.data && one.namespace === namespace && (about === undefined || selects(about, one.labels)),
  );
  if (data.length === 0 || !isReplacing(item.change.action)) return undefined;
  return cut(plan, item, `${what}: meanwhile nobody gets to ${data.map(({ path }) => path).join(", ")}.`);
}

function closesAll(spec: unknown): boolean {
  const isNone = (rules: unknown) => rules === undefined || (Array.isArray(rules) && rules.length === 0);
  const selector = within(spec, "podSelector") ?? {};
  const isEverybody = Object.values(selector as object).every((part) => Object.keys(part ?? {}).length === 0);
  return isEverybody && isNone(within(spec, "ingress")) && isNone(within(spec, "egress"));
}

/** Undefined for one that cannot be read, which may then be about anybody. */
function selectorOf(spec: unknown) {
  try {
    return readSelector(within(spec, "podSelector") ?? {});
  } catch (error) {
    if (error instanceof InvalidError) return undefined;
    throw error;
  }
}

function cut({ model }: PlannedStack, { change }: PlannedChange, text: string): Hazard {
  return {
    kind: "last-way",
    level: "block",
    stack: model.stack,
    subjects: [change.address],
    text,
    remedy:
      "make the new one beside it under another name, move over what uses it, and take the old one away by a later change",
  };
}
