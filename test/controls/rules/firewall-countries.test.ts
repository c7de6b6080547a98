import { EDGE } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const UNIT = "/etc/systemd/system/straat-country-sets";

describeRule("country-sets-are-filled", {
  judges: [EDGE.id],
  breaches: [
    EDGE.breach("nothing asks again", /country-sets\.timer/, (machine) =>
      machine.file(`${UNIT}.timer`, () => undefined),
    ),
    EDGE.breach("nothing asks at all", /country-sets\.service/, (machine) =>
      machine.file(`${UNIT}.service`, () => undefined),
    ),
    ...["yearly", "Sun *-*-* 03:00:00 UTC"].map((when) =>
      EDGE.breach(
        `it asks ${when}`,
        /./,
        EDGE.file(`${UNIT}.timer`, /^OnCalendar=.*$/m, `OnCalendar=${when}`),
      ),
    ),
    EDGE.breach(
      "a day that was missed is missed",
      /does not make up/,
      EDGE.withoutLine(`${UNIT}.timer`, "Persistent=true"),
    ),
    EDGE.breach(
      "it asks without being sure whom",
      /asks nobody by https/,
      EDGE.file(`${UNIT}.service`, "https://", "http://"),
    ),
    EDGE.breach(
      "nobody hears that it failed",
      /fails without an alarm/,
      EDGE.withoutLine(`${UNIT}.service`, "OnFailure=straat-alarm@%n.service"),
    ),
  ],
  allows: [EDGE.allows("it asks at another time", EDGE.file(`${UNIT}.timer`, "03:00:00", "05:30:00"))],
});
