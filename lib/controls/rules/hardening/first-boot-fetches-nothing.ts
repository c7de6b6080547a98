import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { userDataOf } from "../../subjects/cloud-data";

/** Programs and addresses by which something is fetched from elsewhere. */
const FETCHES = /\b(?:https?|ftp|git):\/\/|\b(?:curl|wget|pip3?|npm|git\s+clone|nc|scp|rsync)\s/;

/** H-22, B-07: what runs as root at a first boot is in what was reviewed. */
export const firstBootFetchesNothing = stackRule({
  id: "first-boot-fetches-nothing",
  info: "no command of a first boot fetches anything from elsewhere",
  explanation:
    "A script that is fetched can be another one tomorrow, and runs as root before anything watches. Nobody who reads this house can know what it does.",
  remedy: "put what a server needs more into a package of the house's mirror, whose key servers know",
  promises: ["H-22", "B-07", "I-08"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what is fetched was reviewed by nobody" },
  subjects: Machine.in,
  judge(machine) {
    const data = userDataOf(machine);
    const commands = [...data.list("bootcmd"), ...data.list("runcmd")].map((command) =>
      JSON.stringify(command),
    );
    return commands.some((command) => FETCHES.test(command))
      ? "it fetches something from elsewhere"
      : undefined;
  },
});
