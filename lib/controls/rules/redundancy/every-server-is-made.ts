import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";
import { type DeclaredServer, declaredServers, machineOf } from "../../subjects/servers";

/** H-02, H-03: what is meant is made. Every other rule that reads the model file relies on it. */
export const everyServerIsMade = stackRule<DeclaredServer>({
  id: "every-server-is-made",
  info: "every server of the model file is one virtual machine, with its name, size, disks and generation",
  explanation:
    "Walls, reachability and redundancy are judged by the model file. A member that is not made is one that cannot stand in, and a smaller one cannot carry the load.",
  remedy: "declare servers through RedundantVms, and change their size there; synthesize again: npm start",
  promises: ["H-02", "H-03"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: declaredServers,
  judge(declared, stack) {
    const { resource } = machineOf(declared, stack);
    const { group, server } = declared;
    const { cpus, memoryGib } = group.size;
    const is = (key: string, met: string | number, meant: string | number) =>
      unless(met === meant, `${key} is ${met}, and the model file says ${meant}`);
    const twins = stack.model.groups
      .flatMap(({ servers }) => servers)
      .filter(({ address }) => address === server.address);
    return problemsOf(
      is("its name", resource.text("name"), server.name),
      is("num_cpus", resource.number("num_cpus"), cpus),
      is("memory", resource.number("memory"), memoryGib * 1024),
      is("replace_trigger", resource.text("replace_trigger"), `generation ${server.generation}`),
      unless(twins.length === 1, `${twins.length} servers of the model file are this one machine`),
      wrongSystemDisk(declared, resource),
    );
  },
});

function wrongSystemDisk({ group }: DeclaredServer, resource: Machine["resource"]) {
  const system = resource.blocks("disk").filter((disk) => disk.number("unit_number") === 0);
  if (system.length !== 1) return `it has ${system.length} disks in the place of the system's`;
  const [size, label] = [system[0]?.number("size"), system[0]?.text("label")];
  const meant = group.size.diskGib;
  return problemsOf(
    unless(size === meant, `its system disk is ${size} GiB, and the model file says ${meant}`),
    // To the provider a disk under another label is another disk.
    unless(label === "system", `its system disk is labelled ${label}, so Terraform makes it anew`),
  );
}
