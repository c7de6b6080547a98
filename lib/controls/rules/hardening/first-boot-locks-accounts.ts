import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { userDataOf } from "../../subjects/cloud-data";
import { type Fields, isObject } from "../../terraform/fields";

/** V-08, H-22, H-16: a server begins with no way in at all; who may come is told it by a live document. */
export const firstBootLocksAccounts = stackRule({
  id: "first-boot-locks-accounts",
  info: "a first boot makes no account, sets no password, and locks root",
  explanation:
    "The default user of a cloud image, a password in user data or a key for root is a way in that no list of administrators knows, in text that every user of the server can read.",
  remedy: "leave user data to the library; who administers servers stands in stacks/admins.ts",
  promises: ["V-08", "H-16", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would be an account that nobody answers for" },
  subjects: Machine.in,
  judge(machine) {
    const data = userDataOf(machine);
    return [
      ...wrongUsers(data),
      ...(data.flag("disable_root") ? [] : ["root may log in (disable_root)"]),
      ...(data.flag("ssh_pwauth") ? ["ssh takes passwords (ssh_pwauth)"] : []),
      ...(data.flag("no_ssh_fingerprints") ? [] : ["keys that may log in are shown on the console"]),
      ...(isObject(data.values.ssh) && data.values.ssh.emit_keys_to_console === false
        ? []
        : ["the server's keys are shown on the console (ssh.emit_keys_to_console)"]),
    ];
  },
});

function wrongUsers(data: Fields): readonly string[] {
  const users = data.list("users");
  const problems = users.flatMap((user) => {
    if (!isObject(user)) return [`it makes the user ${JSON.stringify(user)}`];
    const { name, lock_passwd: isLocked, ...more } = user;
    if (name !== "root") return [`it makes the user ${JSON.stringify(name)}`];
    const given = Object.keys(more).map((key) => `it gives root ${key}`);
    return isLocked === true ? given : [...given, "it does not lock root"];
  });
  // Without any user cloud-init makes its default one.
  return users.length === 0 ? ["it names no user, so the image's default one is made"] : problems;
}
