import { FUNCTIONS } from "../../model/person";

/** Words of functions that may also be somebody's last name. */
const ALSO_NAMES: ReadonlySet<string> = new Set(
  "root bot gast guest tech test tester build builder deploy staff service system temp common".split(" "),
);

/** The word by which a name is a function's; none in a person's. */
export function functionIn(name: string): readonly string[] {
  const words = name
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
  const isNobody = words.every((word) => FUNCTIONS.has(word) || ALSO_NAMES.has(word));
  return words.filter((word) => FUNCTIONS.has(word) || isNobody).slice(0, 1);
}
