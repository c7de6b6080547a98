import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type Part, partsOf } from "../../secrets/parts";

/** V-02, B-07: what everybody who reads the repository, a plan or a server may read has no secret in it. */
export const noSecretAnywhere = stackRule<Part>({
  id: "no-secret-anywhere",
  info: "no text of a stack, a model file or what servers are told has in it what is a secret by its look or its name",
  explanation:
    "Version control keeps a secret for ever, a state and a plan hold it in the clear, and every user of a server reads its guestinfo. A key that has been in any of these is everybody's.",
  remedy: "take it out, replace the secret itself, and let the server make it or the application fetch it",
  promises: ["V-02", "V-03", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a secret that may be read is none" },
  subjects: partsOf,
  judge({ suspicions }) {
    const secret = suspicions.filter(({ token }) => token === undefined);
    return [...new Set(secret.map(({ where, what }) => `it${where} holds ${what}`))];
  },
});
