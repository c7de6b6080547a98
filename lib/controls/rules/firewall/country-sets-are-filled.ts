import { ERROR_FROM_ACCEPTANCE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesOf } from "../../subjects/frozen";
import { machinesOf } from "../../subjects/machines";
import { PROGRAMS, wrongRecurring } from "../../subjects/recurring";
import { forFiles, servedUnit } from "../../subjects/served-files";

const UNIT = "straat-country-sets";
const PROGRAM = "country-sets";
/** A day, and the hour by which timers are spread. */
const MOST_MINUTES = 25 * 60;

/** H-06: which addresses are of a country changes each day. */
export const countrySetsAreFilled = stackRule<Machine>({
  id: "country-sets-are-filled",
  info: "an edge that tells countries apart asks each day by https which addresses they have",
  explanation:
    "An address that was another country's last year is let in, and a visitor from a country that is allowed is kept out. A set that was never filled lets nobody in.",
  remedy: "declare the site's countrySource, and leave the timer of the country sets to the library",
  promises: ["H-06", "V-09"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) => machinesOf("edge")(stack).filter(tellsCountries),
  judge: (machine) => wrongSets(machine),
});

/** By any of its parts, so that one that lacks some is found and not passed over; or by a wall that asks for a country. */
function tellsCountries(machine: Machine): boolean {
  const { walls } = machine.stack.model;
  const asks = walls.some(
    ({ at, rules }) => at === machine.group?.path && rules.some(({ countries = [] }) => countries.length > 0),
  );
  return asks || [...filesOf(machine).keys()].some((path) => path.includes(PROGRAM));
}

const wrongSets = forFiles((files) => {
  const said = servedUnit(files, `${UNIT}.service`).all("Service.ExecStart");
  const [, source = ""] = /^\S+ (\S+)$/.exec(said[0] ?? "") ?? [];
  return [
    ...(said.length === 1 && said[0]?.startsWith(`${PROGRAMS}/${PROGRAM} `) && isByHttps(source)
      ? []
      : [`${UNIT}.service runs ${said.join(" and ")}, which asks nobody by https`]),
    ...wrongRecurring(files, { unit: UNIT, program: `${PROGRAM} ${source}`, atMost: MOST_MINUTES }),
  ];
});

function isByHttps(source: string): boolean {
  return /^https:\/\/[^\s@]+$/.test(source);
}
