import { closeSync, openSync, writeSync } from "node:fs";

const SERVER = "vsphere_virtual_machine";

/**
 * Writes what `terraform show -json` prints for a plan in which so many servers change: one setting of some fifty, as an apply of a
 * new rule does. Servers of which nothing changes stand beside them, as they do.
 */
export function writePlan(path: string, count: number): void {
  const file = openSync(path, "w");
  const list = (name: string, item: (index: number) => unknown) => {
    writeSync(file, `"${name}":[`);
    for (let index = 0; index < count; index++) {
      writeSync(file, `${index === 0 ? "" : ","}${JSON.stringify(item(index))}`);
    }
    writeSync(file, "]");
  };
  writeSync(file, '{"format_version":"1.2","terraform_version":"1.11.4","complete":true,"errored":false,');
  writeSync(file, '"planned_values":{"root_module":{');
  list("resources", (index) => ({ ...addressOf(index), values: valuesOf(index, "new") }));
  writeSync(file, '}},"prior_state":{"format_version":"1.0","values":{"root_module":{');
  list("resources", (index) => ({ ...addressOf(index), values: valuesOf(index, "old") }));
  writeSync(file, "}}},");
  list("resource_changes", (index) => ({
    ...addressOf(index),
    change: {
      actions: ["update"],
      before: valuesOf(index, "old"),
      after: valuesOf(index, "new"),
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  }));
  writeSync(file, ',"configuration":{"root_module":{}}}');
  closeSync(file);
}

function addressOf(index: number) {
  const name = `server_${index}`;
  return { address: `${SERVER}.${name}`, mode: "managed", type: SERVER, name };
}

function valuesOf(index: number, side: "old" | "new") {
  const settings = Array.from({ length: 40 }, (_, at) => [`setting_${at}`, `value ${at} of server ${index}`]);
  const values = {
    ...Object.fromEntries(settings),
    name: `server-${index}`,
    num_cpus: 2,
    memory: side === "old" ? 4096 : 8192,
    disk: [{ label: "system", size: 32 }],
    network_interface: [{ adapter_type: "vmxnet3", network_id: `network-${index % 10}` }],
    extra_config: { "disk.EnableUUID": "TRUE", "guestinfo.note": `kept for server ${index}` },
    id: `id-${index}`,
  };
  // Terraform writes values in the order of their keys.
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
}
