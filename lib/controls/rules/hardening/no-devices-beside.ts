import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";

/** What a server of this house has no use for: devices of the host or of a console, each a way past the walls. */
const DEVICES: Readonly<Record<string, string>> = {
  cdrom: "a CD-ROM drive, which takes whatever somebody puts in it",
  pci_device_id: "a device of its host, which reads the server's memory unseen",
  shared_pci: "a device that is shared with other servers",
  vapp: "properties of a vApp, which whoever reads the machine can read",
  ovf_deploy: "an OVF it is made of, in place of the site's template",
};

/** Off where nothing is said. */
const FLAGS: Readonly<Record<string, string>> = {
  nested_hv_enabled: "it may run virtual machines of its own, which no rule sees",
  cpu_performance_counters_enabled:
    "it reads counters by which one server listens to another on the same host",
};

/** H-22: a server has a screen, disks and network cards. */
export const noDevicesBeside = stackRule({
  id: "no-devices-beside",
  info: "a server has no device beside its disks and network cards",
  explanation:
    "A drive, a device of the host or a hypervisor of its own is a way to get something into a server or out of it that passes no firewall and leaves no log.",
  remedy: "take the block or the flag out of the machine",
  promises: ["H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge({ resource }) {
    const devices = Object.entries(DEVICES).filter(([name]) => isThere(resource.values[name]));
    const flags = Object.entries(FLAGS).filter(([name]) => resource.has(name) && resource.flag(name));
    return [...devices.map(([, problem]) => `it has ${problem}`), ...flags.map(([, problem]) => problem)];
  },
});

/** A plan tells an empty list of what is not there. */
function isThere(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}
