import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { ROOT_WRITES_GUESTINFO } from "../../subjects/guest-settings";

/** H-22, B-07: what a server is told can be written by the house and by the server's root, and by nobody else in it. */
export const onlyRootWritesGuestinfo = stackRule({
  id: "only-root-writes-guestinfo",
  info: "in a server only root writes into guestinfo",
  explanation:
    "A live document is trusted because its digest fits, not because of who wrote it. Any process in the guest could write a firewall or a list of administrators of its own, and the server would take it into use within a minute.",
  remedy: `set ${ROOT_WRITES_GUESTINFO} to TRUE in extra_config`,
  promises: ["H-22", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "any process of a server could open its firewall and let itself in" },
  subjects: Machine.in,
  judge({ settings }) {
    if (!settings.has(ROOT_WRITES_GUESTINFO)) return `${ROOT_WRITES_GUESTINFO} is not set`;
    const value = settings.text(ROOT_WRITES_GUESTINFO);
    return value.toUpperCase() === "TRUE" ? undefined : `${ROOT_WRITES_GUESTINFO} is ${value} and not TRUE`;
  },
});
