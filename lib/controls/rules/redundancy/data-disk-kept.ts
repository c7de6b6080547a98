import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";

/** H-04, B-07: replacing a server does not delete its data, and data has a disk of its own. */
export const dataDiskKept = stackRule<Machine>({
  id: "data-disk-kept",
  info: "data is on a disk of its own, which stays behind when its server is replaced",
  explanation:
    "Terraform deletes the disks of a machine it replaces unless they are to be kept. Data on the system disk is gone with every new generation, and data that nobody declared is not backed up.",
  remedy: "write data: true on the group, which gives each member a data disk with keep_on_remove",
  promises: ["H-04", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => Machine.in(stack),
  judge({ resource, group }) {
    const disks = resource.blocks("disk").filter((disk) => disk.number("unit_number") !== 0);
    const labels = disks.map((disk) => disk.text("label"));
    const isMissed = group?.data === true && !labels.includes("data");
    const isUnsaid = group !== undefined && group.data !== (group.dataGib !== undefined);
    const isExtra = group !== undefined && labels.length > (group.data ? 1 : 0);
    return problemsOf(
      unless(!isMissed, "its group holds data, and it has no data disk"),
      unless(!isExtra, `it has disks that its group does not declare: ${labels.join(", ")}`),
      disks
        .filter((disk) => disk.number("size") !== (group?.dataGib ?? disk.number("size")))
        .map(
          (disk) =>
            `the disk ${disk.text("label")} has ${disk.number("size")} GiB, where ${group?.dataGib} are declared`,
        ),
      disks
        .filter((disk) => disk.number("size") <= 0)
        .map((disk) => `the disk ${disk.text("label")} has no room`),
      disks
        .filter((disk) => !disk.has("keep_on_remove") || !disk.flag("keep_on_remove"))
        .map(
          (disk) => `the disk ${disk.text("label")} is deleted with the server: keep_on_remove is not true`,
        ),
      unless(!isUnsaid, "its group says that it holds data without saying how much, or the other way round"),
    );
  },
});
