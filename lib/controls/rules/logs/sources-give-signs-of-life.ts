import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { machines } from "../../subjects/machines";
import { wrongRecurring } from "../../subjects/recurring";
import { forFiles } from "../../subjects/served-files";

const MINUTES = 1;

/** B-02, H-12: silence is an incident too. */
export const sourcesGiveSignsOfLife = stackRule({
  id: "sources-give-signs-of-life",
  info: "each source of logs gives a sign of life every minute",
  explanation:
    "A server that stopped telling looks the same as one on which nothing happens. By the sign that is missing somebody is told within minutes.",
  remedy: "leave straat-heartbeat to the library",
  promises: ["B-02", "B-01", "H-12"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => wrongSigns(machine),
});

const wrongSigns = forFiles((files) =>
  wrongRecurring(files, { unit: "straat-heartbeat", program: "heartbeat", atMost: MINUTES }),
);
