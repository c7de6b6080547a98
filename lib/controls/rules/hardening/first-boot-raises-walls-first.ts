import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { userDataOf } from "../../subjects/cloud-data";
import { Unreadable } from "../../unreadable";

/** H-05, H-22: a server is behind its walls before anything is fetched or started. */
export const firstBootRaisesWallsFirst = stackRule({
  id: "first-boot-raises-walls-first",
  info: "a first boot raises the firewall before it does anything else, and closes all where there is none",
  explanation:
    "Packages start services while they are installed. Between then and a firewall that comes later a new server is open to its whole network.",
  remedy: "leave bootcmd to the library: the walls first, then the files",
  promises: ["H-05", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a new server would be open while it is made" },
  subjects: Machine.in,
  judge(machine) {
    const [walls = "", files = "", ...more] = userDataOf(machine).list("bootcmd").map(scriptOf);
    const closed = ["input", "forward", "output"].filter(
      (hook) => !new RegExp(`hook ${hook} priority filter; policy drop;`).test(walls),
    );
    return [
      ...(walls.includes("info-get guestinfo.straat.firewall")
        ? []
        : ["the first command loads no firewall"]),
      ...closed.map((hook) => `without a firewall document the hook ${hook} is not closed`),
      ...(/policy accept|flush ruleset/.test(walls) ? ["its first command opens what is closed"] : []),
      ...(files.includes("guestinfo.straat-files") && files.includes("sha256sum")
        ? []
        : ["its second command does not unpack its files and check them"]),
      ...more.map(() => "it has a command at every boot that no rule judges"),
    ];
  },
});

function scriptOf(command: unknown): string {
  const [shell, option, script, ...more] = Array.isArray(command) ? command : [];
  if (shell === "sh" && option === "-c" && typeof script === "string" && more.length === 0) return script;
  throw new Unreadable(`bootcmd has ${JSON.stringify(command)?.slice(0, 60)}, which is no script`);
}
