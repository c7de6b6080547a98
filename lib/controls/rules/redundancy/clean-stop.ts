import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";

/** Minutes; the provider waits no longer than this for anything. */
const STOP_MINUTES = 10;

/** H-03, B-06: a server that has to stop may finish, and one that starts is not given up on. */
export const cleanStop = stackRule<Machine>({
  id: "clean-stop",
  info: `a server has ${STOP_MINUTES} minutes to stop, and an apply does not wait for its network`,
  explanation:
    "A database whose power is cut after three minutes starts with a repair, or not. A first boot that takes longer than the provider waits is taken for failed, and the next apply replaces a healthy server.",
  remedy: `write shutdown_wait_timeout ${STOP_MINUTES} and wait_for_guest_net_timeout 0, as RedundantVms does`,
  promises: ["H-03", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => Machine.in(stack),
  judge({ resource }) {
    const [stop, wait] = ["shutdown_wait_timeout", "wait_for_guest_net_timeout"].map((key) =>
      resource.number(key),
    );
    const waitsForAddress =
      resource.has("wait_for_guest_ip_timeout") && resource.number("wait_for_guest_ip_timeout") > 0;
    return problemsOf(
      unless(stop === STOP_MINUTES, `its power is cut when it has not stopped after ${stop} minutes`),
      unless(wait === 0, `an apply waits ${wait} minutes for its network, and then takes it for failed`),
      unless(!waitsForAddress, "an apply waits for its address, and then takes it for failed"),
    );
  },
});
