import { Cidr } from "../model/cidr";
import { Addresses } from "./addresses";

/** Networks as live values or as the model file writes them. */
export function networks(...texts: readonly (Cidr | undefined)[]): Addresses {
  return Addresses.of(...texts.filter((text) => text !== undefined).map((text) => Cidr.parse(String(text))));
}
