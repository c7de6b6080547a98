import { Profile } from "../../../model/profile";
import { readSshDocument } from "../../guest/ssh-document";
import { readSshdConfig, SSHD_CONFIG } from "../../guest/sshd-config";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesOf, textIn } from "../../subjects/frozen";

/** What a key in a token asks for each time: a touch, and the PIN of whose it is. */
const FACTORS = ["touch-required", "verify-required"];

/** BIO2 5.17.01: an administrator shows two things: a token they have, and a PIN they know. */
export const bio2SecondFactor = stackRule({
  id: "bio2-second-factor",
  info: "administrators come in with keys that are in a token, which asks for a touch and a PIN",
  explanation:
    "BIO2 5.17.01 asks for a second factor for administrators. A key that is a file can be copied from their machine together with its passphrase.",
  remedy:
    "give administrators a FIDO2 key (ssh-keygen -t ed25519-sk -O verify-required), and write its public half",
  promises: ["V-08", "H-16", "H-17"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  profile: Profile.BIO2,
  subjects: Machine.in,
  judge(machine) {
    const { admins } = readSshDocument(machine.document("ssh"));
    const asked =
      readSshdConfig(textIn(filesOf(machine), SSHD_CONFIG))
        .get("pubkeyauthoptions")
        ?.split(" ") ?? [];
    return [
      ...admins
        .filter(({ key }) => !`${key}`.startsWith("sk-"))
        .map(({ login }) => `the key of ${login} is in no token`),
      ...FACTORS.filter((factor) => !asked.includes(factor)).map(
        (factor) => `sshd does not ask for ${factor}`,
      ),
    ];
  },
});
