import { isObject } from "../../controls/terraform/fields";
import { blocksAt, changedKeys, flagAt, isSame, numberAt, valueAt } from "./changed-keys";
import { type PlannedChange, type PlannedStack, valuesOf } from "./planned-stack";

/**
 * Attributes of a virtual machine that the provider changes while it runs, or that are the provider's alone. Read in the
 * source of terraform-provider-vsphere 2.x (`virtual_machine_config_structure.go`: what it fetches without marking a
 * restart). Any other attribute, also one of a later version, is taken to stop the machine: `firmware`, `guest_id`,
 * `efi_secure_boot_enabled`, `enable_disk_uuid`, `enable_logging`, `hv_mode`, `ept_rvi_mode`, `vbs_enabled`, `vvtd_enabled`,
 * `tools_upgrade_policy`, `run_tools_scripts_*`, `cpu_hot_add_enabled`, `cpu_hot_remove_enabled`, `memory_hot_add_enabled`,
 * `num_cores_per_socket`, `swap_placement_policy`, `nested_hv_enabled`, `cpu_performance_counters_enabled`, `hardware_version`,
 * `scsi_type`, `scsi_bus_sharing`, controllers, `pci_device_id`, `vapp`, `vtpm`.
 */
const LIVE = new Set([
  ...["annotation", "name", "folder", "tags", "custom_attributes", "storage_policy_id"],
  ...["boot_delay", "boot_retry_enabled", "boot_retry_delay", "latency_sensitivity"],
  ...["cpu_limit", "cpu_reservation", "cpu_share_level", "cpu_share_count"],
  ...["memory_limit", "memory_reservation", "memory_share_level", "memory_share_count"],
  ...["memory_reservation_locked_to_max", "sync_time_with_host", "sync_time_with_host_periodically"],
  ...["wait_for_guest_ip_timeout", "wait_for_guest_net_timeout", "wait_for_guest_net_routable"],
  ...["shutdown_wait_timeout", "migrate_wait_timeout", "poweron_timeout", "force_power_off"],
  ...["ignored_guest_ips", "extra_config_reboot_required", "clone", "ovf_deploy", "replace_trigger"],
  // Where it runs and what its disks are on is changed by moving it, which is told apart.
  ...["host_system_id", "resource_pool_id", "datastore_id", "datastore_cluster_id", "datacenter_id"],
  // What vCenter tells of it.
  ...["id", "uuid", "moid", "change_version", "default_ip_address", "guest_ip_addresses", "imported"],
  ...["power_state", "vapp_transport", "vmware_tools_status", "vmx_path", "reboot_required"],
]);

/** Of a disk and of a card: what is changed while the machine runs. Larger is, smaller is refused. */
const LIVE_DISK = new Set([
  ...["size", "keep_on_remove", "io_limit", "io_reservation", "io_share_level", "io_share_count"],
  ...["datastore_id", "storage_policy_id", "label", "path", "uuid", "key", "device_address", "attach"],
]);
const LIVE_CARD = new Set([
  ...["network_id", "bandwidth_limit", "bandwidth_reservation", "bandwidth_share_level"],
  ...["bandwidth_share_count", "key", "device_address"],
]);

/** Attributes by whose change an update of a virtual machine stops it and starts it again; none where it runs on. */
export function restartsBy(plan: PlannedStack, item: PlannedChange): readonly string[] {
  const keys = changedKeys(plan, item);
  const causes = keys.filter((key) => isRestarting(plan, item, key));
  // The provider says so itself where a device asks for it.
  const isSaid = keys.includes("reboot_required") && flagAt(plan, item, "after", "reboot_required") === true;
  return isSaid && causes.length === 0 ? ["reboot_required"] : causes;
}

function isRestarting(plan: PlannedStack, item: PlannedChange, key: string): boolean {
  switch (key) {
    case "num_cpus":
      return isGrowing(plan, item, key) !== true
        ? flagAt(plan, item, "before", "cpu_hot_remove_enabled") !== true
        : flagAt(plan, item, "before", "cpu_hot_add_enabled") !== true;
    case "memory":
      // Less memory always takes a restart.
      return !(isGrowing(plan, item, key) && flagAt(plan, item, "before", "memory_hot_add_enabled"));
    case "extra_config":
      return valuesOf(plan, item, "after") === undefined
        ? false // Straat writes the switch on every server, and what is not shown of it did not change.
        : flagAt(plan, item, "after", "extra_config_reboot_required") !== false;
    case "disk":
      return isDeviceRestarting(plan, item, key, LIVE_DISK, false);
    case "network_interface":
      return isDeviceRestarting(plan, item, key, LIVE_CARD, true);
    default:
      return !LIVE.has(key);
  }
}

function isGrowing(plan: PlannedStack, item: PlannedChange, key: string): boolean | undefined {
  const [before, after] = [numberAt(plan, item, "before", key), numberAt(plan, item, "after", key)];
  return before === undefined || after === undefined ? undefined : after > before;
}

/** @param removing whether taking one away may take a restart: of a card it does where the guest's tools do not answer */
function isDeviceRestarting(
  plan: PlannedStack,
  item: PlannedChange,
  key: string,
  live: ReadonlySet<string>,
  removing: boolean,
): boolean {
  const [before, after] = [blocksAt(plan, item, "before", key), blocksAt(plan, item, "after", key)];
  if (before.length === 0 && after.length === 0) return isPathRestarting(item, key, live);
  if (removing && after.length < before.length) return true;
  return before.some((block, index) => {
    const [was, is] = [block, matching(block, index, after)];
    return is !== undefined && differing(was, is).some((name) => !live.has(name));
  });
}

/** A disk goes by its label, a card by its place. */
function matching(
  block: Readonly<Record<string, unknown>>,
  index: number,
  among: readonly Readonly<Record<string, unknown>>[],
) {
  if (typeof block.label !== "string") return among[index];
  return among.find(({ label }) => label === block.label);
}

function differing(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): readonly string[] {
  // What the server fills in is not told of the side that is still to come.
  return Object.keys(other).filter((name) => other[name] !== undefined && !isSame(one[name], other[name]));
}

function isPathRestarting({ change }: PlannedChange, key: string, live: ReadonlySet<string>): boolean {
  const ofKey = change.attributes.filter(({ path }) => path === key || path.startsWith(`${key}[`));
  return ofKey.some(({ path }) => !live.has(path.slice(path.lastIndexOf(".") + 1)));
}

/** Whether the machine is switched off and not started again. */
export function isSwitchedOff(plan: PlannedStack, item: PlannedChange): boolean {
  const state = valueAt(plan, item, "after", "power_state");
  return (
    typeof state === "string" && state !== "on" && valueAt(plan, item, "before", "power_state") !== state
  );
}

/** Where a machine is moved to: another host, other storage, another network. Each by the attribute that says so. */
export function movesBy(plan: PlannedStack, item: PlannedChange): readonly string[] {
  const keys = changedKeys(plan, item);
  const places = ["host_system_id", "resource_pool_id", "datastore_id", "datastore_cluster_id"];
  const changed = places.filter((key) => keys.includes(key) && !isSettling(plan, item, key));
  const networks = (side: "before" | "after") =>
    blocksAt(plan, item, side, "network_interface").map(({ network_id }) => network_id);
  const [before, after] = [networks("before"), networks("after")];
  const isRewired = before.some((network, index) => index < after.length && !isSame(network, after[index]));
  const isShownRewired = item.change.attributes.some(({ path }) =>
    /^network_interface\[\d+\]\.network_id$/.test(path),
  );
  return [...changed, ...(isRewired || isShownRewired ? ["network_interface"] : [])];
}

/** What vCenter may choose itself is not known until the apply where nobody wrote it, and stays as it is. */
const CHOSEN = ["host_system_id", "datastore_id"];

function isSettling(plan: PlannedStack, item: PlannedChange, key: string): boolean {
  const unknown = isObject(item.afterUnknown) ? item.afterUnknown[key] : undefined;
  return CHOSEN.includes(key) && unknown === true && valuesOf(plan, item, "after")?.[key] === undefined;
}
