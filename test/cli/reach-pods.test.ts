import { describe, expect, test } from "@jest/globals";
import { formatReach } from "../../lib/cli/reach-command";
import { Port } from "../../lib/model/port";
import { placeNamed } from "../../lib/network/places";
import { Reachability } from "../../lib/network/reachability";
import { streetWithPods } from "../support/street-with-pods";

const street = new Reachability(streetWithPods().straatStacks.map((stack) => stack.toModel()));

function answer(from: string, to: string, port?: Port): string {
  const [source, target] = [from, to].map((name) =>
    placeNamed(street.places, name.replace("…", "verne/production")),
  ) as [ReturnType<typeof placeNamed>, ReturnType<typeof placeNamed>];
  return formatReach(street.between(source, target, port), port);
}

/** No policy judges them, so it is neither open nor closed. */
const NOT_JUDGED =
  "? NetworkPolicies judge TCP, UDP and SCTP. ICMP is counted where no policy governs either end";

describe("an answer about pings", () => {
  test.each([
    ["from pods", "…/apps/front", "…/records"],
    ["to pods", "…/records", "…/apps/front"],
    ["between pods", "…/apps/worker", "…/apps/front"],
    ["of others' pods", "other pods", "…/apps/front"],
  ])("%s tells that policies do not judge them", (_, from, to) => {
    expect(answer(from, to, Port.PING)).toContain(NOT_JUDGED);
    expect(answer(from, to)).toContain(NOT_JUDGED);
  });

  test("between servers, which have walls of their own, and about a port of TCP needs nothing of it", () => {
    expect(answer("vpn", "…/records", Port.PING)).not.toContain("?");
    expect(answer("…/apps/worker", "…/apps/front", Port.tcp(8080))).not.toContain("?");
  });
});
