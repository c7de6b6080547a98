import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { userDataOf } from "../../subjects/cloud-data";
import { isObject } from "../../terraform/fields";

/** What cloud-init is asked to do. Anything else is somebody's addition, such as `write_files` or `chpasswd`. */
const KNOWN: ReadonlySet<string> = new Set([
  "users",
  "disable_root",
  "ssh_pwauth",
  "preserve_hostname",
  "timezone",
  "locale",
  "no_ssh_fingerprints",
  "ssh",
  "apt",
  "bootcmd",
  "package_update",
  "package_reboot_if_required",
  "packages",
  "runcmd",
]);

/** The one program that takes the steps of a first boot. */
const PROGRAM = "/usr/local/lib/straat/first-boot";

/** H-22, B-07, I-08: a first boot does what can be read here, and nothing else. */
export const firstBootDoesWhatIsKnown = stackRule({
  id: "first-boot-does-what-is-known",
  info: "a first boot raises the walls, unpacks its files, installs packages and takes their steps, and nothing else",
  explanation: "What user data does beside that is in no file a rule reads, and it runs as root.",
  remedy: "leave user data to the library; what a server needs more comes as a package of the house's mirror",
  promises: ["H-22", "B-07", "I-08"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: Machine.in,
  judge(machine) {
    const data = userDataOf(machine);
    const unknown = Object.keys(data.values).filter((key) => !KNOWN.has(key));
    const apt = data.values.apt;
    const isOwnSources = isObject(apt) && JSON.stringify(apt) === '{"preserve_sources_list":true}';
    return [
      ...unknown.map((key) => `it asks for ${key}, which no rule judges`),
      ...(isOwnSources ? [] : ["it sets apt otherwise than by files that rules read"]),
      ...(JSON.stringify(data.list("runcmd")) === JSON.stringify([[PROGRAM]])
        ? []
        : ["it ends with something else than the steps of its files"]),
      ...(data.flag("package_reboot_if_required") ? ["it restarts by itself after installing"] : []),
      ...(data.flag("package_update") ? [] : ["it installs packages without asking which there are"]),
      ...(data.text("timezone") === "Etc/UTC"
        ? []
        : [`its clock shows ${data.text("timezone")} and not UTC`]),
    ];
  },
});
