import type { ModelFile } from "../../model/model-file";
import type { House } from "../house";
import { type AccessKind, type Grant, NO_END } from "./access-grant";
import type { Scope } from "./scope";

/** What somebody who is trusted can do at one site. */
interface Trusted {
  readonly kind: AccessKind;
  readonly who: string;
  readonly can: string;
  readonly why: string;
}

/**
 * Who is let in by no list of people and still gets everywhere: whose signature servers believe, who can read what they
 * back up, and who is sent their logs. Each once, with all sites at which it is so.
 */
export function trustGrants(scope: Scope, house: House): readonly Grant[] {
  const grants = new Map<string, Grant>();
  for (const model of house.platforms.filter(({ stack }) => scope.includes(stack))) {
    for (const { kind, who, can, why } of trustedBy(model)) {
      const known = grants.get(`${kind} ${who}`);
      grants.set(`${kind} ${who}`, {
        kind,
        who,
        owner: "team Tech",
        can: [...(known?.can ?? []), can],
        why,
        declaredBy: [...(known?.declaredBy ?? []), model.stack],
        until: undefined,
        untilText: NO_END,
      });
    }
  }
  return [...grants.values()];
}

function trustedBy({ site, trust }: ModelFile): readonly Trusted[] {
  const { name, backupRecipient, logCollector, services } = site;
  return [
    ...(trust?.sshAuthorities ?? []).map(({ fingerprint, type }) => ({
      kind: "authority" as const,
      who: `whoever has the SSH key ${fingerprint} (${type})`,
      can: `signs certificates with which administrators log in at ${name}`,
      why: "sshAuthorities (V-08)",
    })),
    ...(trust?.authorities ?? []).map((fingerprint) => ({
      kind: "authority" as const,
      who: `whoever has the key of the certificate ${fingerprint}`,
      can: `says to servers of ${name} who is a server, a repository and a collector`,
      why: "authority (V-10)",
    })),
    ...(trust?.escrow ?? []).map((recipient) => ({
      kind: "backup reader" as const,
      who: `whoever has the key of ${recipient}`,
      can: `reads the backups of servers of ${name}`,
      why: "escrow (H-10)",
    })),
    ...(backupRecipient === undefined
      ? []
      : [
          {
            kind: "backup reader" as const,
            who: `the repository of ${name}, by ${backupRecipient}`,
            can: `reads the backups that are brought to ${name}`,
            why: "backupRecipient (B-15, B-19)",
          },
        ]),
    ...(logCollector === undefined
      ? []
      : [
          {
            kind: "log collector" as const,
            who: `${logCollector} (${services.logs.join(", ")})`,
            can: `is sent the logs of servers of ${name}`,
            why: "logCollector (B-01)",
          },
        ]),
  ];
}
