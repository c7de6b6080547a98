import { InvalidError } from "../../../model/mistake";
import { FIGURES } from "../../../model/promises/figures";
import { SshKey } from "../../../model/ssh-key";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { administrators } from "../../subjects/administrators";

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
  judge: ({ admin: { login, sshKey } }) => wrongKey(login, `${sshKey}`),
});

/** What a key may be the model says, to whoever writes one down; here it is asked of what is in use. */
function wrongKey(login: string, key: string): readonly string[] {
  try {
    SshKey.parse(key);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return error.mistakes.map(({ problem }) => `the SSH key of ${login} ${problem}`);
  }
}
