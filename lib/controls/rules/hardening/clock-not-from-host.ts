import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";

/** B-13, H-22: two clocks that set one server make its logs worth nothing. */
export const clockNotFromHost = stackRule({
  id: "clock-not-from-host",
  info: "a server's clock is set by the site's time servers, never by its host",
  explanation:
    "A host that is wrong pulls the server's clock along against its time servers: entries of logs get times in the wrong order, and certificates and end dates of access hold too long.",
  remedy: "set sync_time_with_host and sync_time_with_host_periodically to false",
  promises: ["B-13", "H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge({ resource }) {
    const now = resource.flag("sync_time_with_host");
    const often = "sync_time_with_host_periodically";
    return [
      ...(now ? ["its clock is set by the host"] : []),
      ...(resource.has(often) && resource.flag(often)
        ? ["its clock is set by the host again and again"]
        : []),
    ];
  },
});
