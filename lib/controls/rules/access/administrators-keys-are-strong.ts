import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { administrators } from "../../subjects/administrators";
import { weaknessOf } from "../../subjects/ssh-key-strength";

/** V-08: a key an administrator logs in with cannot be guessed in its lifetime. */
export const administratorsKeysAreStrong = houseRule({
  id: "administrators-keys-are-strong",
  info: `administrators' SSH keys are Ed25519, ECDSA, or RSA of at least ${FIGURES.sshRsaBits} bits`,
  explanation:
    "Who finds the private half of a key that is too short logs in as its owner, on every server, and nothing in the log looks wrong.",
  remedy: "let the person make a new key with ssh-keygen -t ed25519, or -t ed25519-sk in a FIDO2 token",
  promises: ["V-08"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: administrators,
  judge: ({ admin: { login, sshKey } }) => {
    const weakness = weaknessOf(`${sshKey}`);
    return weakness && `the SSH key of ${login} ${weakness}`;
  },
});
