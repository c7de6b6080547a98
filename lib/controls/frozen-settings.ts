import { NotTold } from "./not-told";
import { Fields } from "./terraform/fields";

/** Keys of `guestinfo` that a server reads at its first boot and never again; Terraform leaves their changes alone. */
const FROZEN = /^guestinfo\.((metadata|userdata)(\.encoding)?|straat-files\.\d+)$/;

/**
 * The settings of a server that is there, as a plan has them. What it was told at its first boot is in the plan as it was
 * then, so whoever asks for it is told that it cannot be judged: it changes when the server is replaced.
 */
export function withoutFirstBoot(settings: Fields): Fields {
  const values = Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(settings.values).map(([key, value]) => [
        key,
        FROZEN.test(key) ? { enumerable: true, get: refuse } : { enumerable: true, value },
      ]),
    ),
  );
  return new Fields(values, settings.where);
}

function refuse(): never {
  throw new NotTold("it is there already: what it was told at its first boot stays until it is replaced");
}
