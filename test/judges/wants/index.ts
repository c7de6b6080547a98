import { AVAILABILITY_WANTS } from "./availability";
import { CONTAINER_WANTS } from "./containers";
import { HARDENING_WANTS } from "./hardening";
import { NETWORK_WANTS } from "./network";
import { ORDER_WANTS } from "./order";
import type { Want } from "./want";

/** Everything that the judges which cannot run here want, as far as it is about objects of ours. */
export const WANTS: readonly Want[] = [
  ...CONTAINER_WANTS,
  ...HARDENING_WANTS,
  ...AVAILABILITY_WANTS,
  ...NETWORK_WANTS,
  ...ORDER_WANTS,
];
