import { checkAgeRecipient } from "./age-recipient";
import { list, madeBy, object, parsedBy, text } from "./read-record";
import { SshKey } from "./ssh-key";
import { checkFingerprint, type TrustRecord } from "./trust";

/** Whom servers of a site believe, as the model file of its platform tells. */
export const trust = object<TrustRecord>({
  sshAuthorities: list(parsedBy(SshKey.parse)),
  authorities: list(madeBy(text, checkFingerprint)),
  escrow: list(madeBy(text, checkAgeRecipient)),
});
