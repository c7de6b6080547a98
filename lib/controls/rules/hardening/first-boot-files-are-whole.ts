import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { metadataOf, userDataOf } from "../../subjects/cloud-data";
import { forFiles } from "../../subjects/served-files";

/** Read by whoever administers them, and by nobody else: how access is given and what is recorded. */
const CLOSED: Readonly<Record<string, number>> = {
  "/etc/ssh/sshd_config": 0o600,
  "/etc/sudoers.d/": 0o440,
  "/etc/audit/": 0o640,
  "/etc/cron.allow": 0o640,
  "/etc/at.allow": 0o640,
};

/** H-22, B-07: a server is made of these files, once, and has to get all of them as they were rendered. */
export const firstBootFilesAreWhole = stackRule({
  id: "first-boot-files-are-whole",
  info: "what a server is made of at its first boot unpacks, fits its digest, and only root may write it",
  explanation:
    "A server whose files are cut off or changed on their way starts without its hardening. A file that others may write is a way to become root.",
  remedy: "synthesize again, and let nothing change cdk.tf.json afterwards; give a file mode 0644 or less",
  promises: ["H-22", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what cannot be read can say anything" },
  subjects: Machine.in,
  judge(machine) {
    userDataOf(machine);
    metadataOf(machine);
    return wrongModes(machine);
  },
});

const wrongModes = forFiles((files) =>
  [...files].flatMap(([path, file]) => {
    const mode = Number.parseInt(file.mode, 8);
    const most = Object.entries(CLOSED).find(
      ([place]) => path === place || (place.endsWith("/") && path.startsWith(place)),
    )?.[1];
    const allowed = most ?? 0o755;
    return (mode & ~allowed) === 0
      ? []
      : [`${path} has mode ${file.mode}, and at most 0${allowed.toString(8)} is right`];
  }),
);
