import { type Attributes, fixed, judgedBy } from "./attribute";

const SLOWER = "it is held back, or takes what other servers need, whatever its stage";
const NEVER_SHARED = "another server reads and writes the same disk";

const CLONE: Attributes = {
  ...judgedBy("made-from-the-template", "template_uuid", "customize"),
  linked_clone: { is: false, otherwise: "its disk hangs on the template's, and is lost with it" },
  timeout: { anything: "how long an apply waits for a copy" },
};

const DISK: Attributes = {
  ...judgedBy("every-server-is-made", "label", "size", "unit_number"),
  keep_on_remove: { judgedBy: "data-disk-kept" },
  datastore_id: { judgedBy: "disks-where-declared" },
  thin_provisioned: { anything: "when its room is taken from the datastore" },
  eagerly_scrub: { anything: "when its room is taken from the datastore" },
  write_through: { anything: "it makes writes slower, and no less sure" },
  attach: { is: false, otherwise: "it is a disk that was there already, with whatever is on it" },
  path: { never: "it is a disk that was there already, with whatever is on it" },
  disk_sharing: { is: "sharingNone", otherwise: NEVER_SHARED },
  disk_mode: { is: "persistent", otherwise: "what is written to it is lost or in no snapshot" },
  controller_type: { is: "scsi", otherwise: "the server looks for its disks elsewhere" },
  storage_policy_id: { never: "a policy puts it on storage of which no rule knows whose array it is" },
  ...fixed(-1, SLOWER, "io_limit"),
  ...fixed(0, SLOWER, "io_reservation"),
  ...fixed("normal", SLOWER, "io_share_level"),
};

const CARD: Attributes = {
  ...judgedBy("cards-in-own-network", "network_id", "adapter_type"),
  physical_function: {
    never: "it is a part of the host's own card, which passes the switch and its walls by",
  },
  use_static_mac: { is: false, otherwise: "it may have the hardware address of another server" },
  mac_address: { never: "it may be the hardware address of another server" },
  ...fixed(-1, SLOWER, "bandwidth_limit"),
  ...fixed(0, SLOWER, "bandwidth_reservation"),
  ...fixed("normal", SLOWER, "bandwidth_share_level"),
};

/** `vsphere_virtual_machine` */
export const MACHINE: Attributes = {
  clone: { block: CLONE },
  disk: { block: DISK },
  network_interface: { block: CARD },
  vtpm: { block: judgedBy("virtual-tpm", "version") },

  ...judgedBy("every-server-is-made", "name", "num_cpus", "memory", "replace_trigger"),
  ...judgedBy("grows-while-it-runs", "cpu_hot_add_enabled", "memory_hot_add_enabled"),
  ...judgedBy("disks-where-declared", "datastore_id", "datastore_cluster_id"),
  ...judgedBy("secure-boot", "firmware", "efi_secure_boot_enabled"),
  ...judgedBy(
    "clean-stop",
    "shutdown_wait_timeout",
    "wait_for_guest_net_timeout",
    "wait_for_guest_ip_timeout",
  ),
  ...judgedBy("clock-not-from-host", "sync_time_with_host", "sync_time_with_host_periodically"),
  ...judgedBy(
    "no-devices-beside",
    "cdrom",
    "pci_device_id",
    "shared_pci",
    "vapp",
    "ovf_deploy",
    "nested_hv_enabled",
    "cpu_performance_counters_enabled",
  ),
  extra_config: { judgedBy: "no-unknown-settings" },
  extra_config_reboot_required: { judgedBy: "first-boot-is-frozen" },
  folder: { judgedBy: "own-folder" },
  resource_pool_id: { judgedBy: "own-resource-pool" },
  tags: { judgedBy: "client-and-stage-tags" },

  guest_id: { ofTemplate: "guest_id" },
  scsi_type: { ofTemplate: "scsi_type" },
  enable_disk_uuid: {
    is: true,
    needed: true,
    otherwise: "its data disk has no name in the server that stays the same",
  },

  annotation: { anything: "a note for people" },
  enable_logging: { anything: "vSphere's own log of the machine" },
  num_cores_per_socket: { anything: "how processors are counted" },
  poweron_timeout: { anything: "how long an apply waits" },
  migrate_wait_timeout: { anything: "how long an apply waits" },
  wait_for_guest_net_routable: { anything: "an apply waits for no network" },
  ignored_guest_ips: { anything: "an apply waits for no network" },

  host_system_id: {
    never: "it stands on one host, by which members of a group may meet and none moves away",
  },
  datacenter_id: { never: "its pool and its folder say where it stands" },
  storage_policy_id: { never: "a policy puts it on storage of which no rule knows whose array it is" },
  force_power_off: { is: true, otherwise: "an apply stops half-way at a server that does not stop" },
  scsi_bus_sharing: { is: "noSharing", otherwise: NEVER_SHARED },
  scsi_controller_count: { is: 1, otherwise: "its disks are found elsewhere than its first boot looks" },
  tools_upgrade_policy: {
    is: "manual",
    otherwise: "vSphere installs a program in it, past the patch windows",
  },
  swap_placement_policy: { is: "inherit", otherwise: "its memory is written to a disk nobody chose" },
  latency_sensitivity: { is: "normal", otherwise: SLOWER },
  ...fixed(-1, SLOWER, "cpu_limit", "memory_limit"),
  ...fixed(0, SLOWER, "cpu_reservation", "memory_reservation"),
  ...fixed("normal", SLOWER, "cpu_share_level", "memory_share_level"),
  ...fixed(false, SLOWER, "memory_reservation_locked_to_max"),
  ...fixed(
    false,
    "it may run virtual machines of its own, which no rule sees",
    "vbs_enabled",
    "vvtd_enabled",
  ),
  ...fixed(false, "it may lose a processor while it works", "cpu_hot_remove_enabled"),
};
