import type { Cidr } from "./cidr";
import { Day } from "./day";
import { InvalidError, Mistakes } from "./mistake";
import { checkSomebodysNetwork } from "./somebodys-network";
import { checkText, textOf } from "./text";

export interface AddressListProps {
  /** Whose addresses they are, for example `Detectify`. */
  readonly name: string;
  /** Where the list was taken from. */
  readonly source: string;
  /** The day on which it was taken, YYYY-MM-DD. */
  readonly date: string;
  readonly networks: readonly string[];
}

/** Addresses a service publishes of itself, with where and when they were taken from: they change. */
export interface AddressList {
  readonly name: string;
  readonly source: string;
  readonly date: Day;
  readonly networks: readonly Cidr[];
}

/** @throws InvalidError with every mistake in it; a list without addresses is one */
export function checkAddressList(props: AddressListProps): AddressList {
  const check = new Mistakes();
  const name = check.attempt("name", () => checkText("a name", props.name, 40));
  const source = check.attempt("source", () => checkText("a source", props.source));
  const date = check.attempt("date", () => Day.parse(textOf(props.date)));
  const networks = (props.networks ?? []).map((text, index) =>
    check.attempt(`networks[${index}]`, () => checkSomebodysNetwork(textOf(text))),
  );
  if (networks.length === 0) check.attempt("networks", refuseEmpty);
  check.throwIfAny();
  return { name: name as string, source: source as string, date: date as Day, networks: networks as Cidr[] };
}

function refuseEmpty(): never {
  throw new InvalidError({
    value: "[]",
    problem: "an empty list of addresses names nobody",
    remedy: "copy the addresses from the service's own page",
  });
}
