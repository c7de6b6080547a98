import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { nearestName } from "../../lib/model/nearest-name";

const NAMES = ["image", "resources", "config", "secrets", "replicas", "targetCpu", "port", "portName"];

describe("the name that was most likely meant", () => {
  test.each([
    ["imgae", "image"],
    ["imag", "image"],
    ["Image", "image"],
    ["resource", "resources"],
    ["resuorces", "resources"],
    ["secret", "secrets"],
    ["replica", "replicas"],
    ["target_cpu", "targetCpu"],
    ["targetCPU", "targetCpu"],
    ["cofnig", "config"],
    ["configuration", "config"],
    ["ports", "port"],
    ["portname", "portName"],
  ])("for %s is %s", (written, meant) => {
    expect(nearestName(written, NAMES)).toBe(meant);
  });

  test.each(["", "x", "env", "hostNetwork", "affinity", "nodeSelector", "po", "___"])(
    "for %j is none of these",
    (written) => {
      expect(nearestName(written, NAMES)).toBeUndefined();
    },
  );

  test("is the name itself, however it is written", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.boolean(),
        fc.constantFrom("", "-", "_"),
        (name, big, sign) => {
          const parts = name.split(/(?=[A-Z])/).join(sign);
          expect(nearestName(big ? parts.toUpperCase() : parts, NAMES)).toBe(name);
        },
      ),
    );
  });

  test("is the same when one letter is left out, doubled, or changes places with the next", () => {
    const longer = NAMES.filter((name) => name.length > 4);
    fc.assert(
      fc.property(
        fc.constantFrom(...longer),
        fc.nat(7),
        fc.constantFrom("out", "twice", "swap"),
        (name, at, how) => {
          const place = at % (name.length - 1);
          const [before, one, other, after] = [
            name.slice(0, place),
            name.slice(place, place + 1),
            name.slice(place + 1, place + 2),
            name.slice(place + 2),
          ];
          const slips = {
            out: before + other,
            twice: before + one + one + other,
            swap: before + other + one,
          };
          expect(nearestName(slips[how as keyof typeof slips] + after, NAMES)).toBe(name);
        },
      ),
    );
  });
});
