import { X509Certificate } from "node:crypto";
import { checkAuthority, checkCertificate } from "../guest/documents/certificate";
import { checkAgeRecipient } from "../model/age-recipient";
import type { Day } from "../model/day";
import { EmergencyPatch, type EmergencyPatchProps } from "../model/emergency-patch";
import { InvalidError, type Mistakes } from "../model/mistake";
import { SshKey } from "../model/ssh-key";
import { textOf } from "../model/text";
import type { House } from "./house";

/** What holds for every server of the house, as it is declared. The same for all sites. */
export interface HouseProps {
  /**
   * Public keys that sign administrators' SSH certificates; a certificate counts for who is also in `admins`.
   * @default none: administrators use their own keys
   */
  readonly sshAuthorities?: readonly string[];
  /**
   * Certificates of the authority that signs those of servers, as PEM. @default none: logs and backups wait until there
   * is one, which every synth tells
   */
  readonly authority?: string;
  /** Certificates of servers, as PEM, made for the requests they report on their first boot. @default none yet */
  readonly certificates?: readonly string[];
  /** Age recipients that can read the password of every backup, kept outside both sites (H-10). @default none */
  readonly escrow?: readonly string[];
  /** Leaks that don't wait for a window (C1). @default none */
  readonly emergencies?: readonly EmergencyPatchProps[];
  /**
   * Raised when no server may go back to an older document, for example after somebody's access was withdrawn.
   * @default 1
   */
  readonly revision?: number;
}

/** Checks what holds for every server; mistakes are noted under the property. */
export function checkHouse(props: HouseProps, day: Day, check: Mistakes): Omit<House, "admins"> {
  const { authority, certificates = [], sshAuthorities = [], escrow = [], emergencies = [] } = props;
  const all = <T>(property: string, list: readonly unknown[], make: (text: string) => T): readonly T[] => {
    const made = list.map((item, index) =>
      check.attempt(`${property}[${index}]`, () => ({ value: make(textOf(item)) })),
    );
    return made.flatMap((item) => (item === undefined ? [] : [item.value]));
  };
  const pem =
    authority === undefined ? undefined : check.attempt("authority", () => checkAuthority(textOf(authority)));
  const declared = emergencies.map((emergency, index) =>
    check.attempt(`emergencies[${index}]`, () => EmergencyPatch.of(emergency)),
  );
  return {
    sshAuthorities: all("sshAuthorities", sshAuthorities, SshKey.parse),
    authority: pem,
    certificates: new Map(
      all("certificates", certificates, (text) => [hostOf(text, pem, day), text] as const),
    ),
    escrow: all("escrow", escrow, checkAgeRecipient),
    emergencies: declared.filter((emergency) => emergency?.holdsOn(day)) as readonly EmergencyPatch[],
    revision: check.attempt("revision", () => checkRevision(props.revision ?? 1)) ?? 1,
  };
}

/** The server a certificate is for. */
function hostOf(pem: string, authority: string | undefined, day: Day): string {
  if (authority === undefined) {
    throw new InvalidError({
      value: "(a certificate)",
      problem: "there is no authority that could have signed it",
      remedy: "write the authority's certificate in authority",
    });
  }
  return checkCertificate(pem, { authority, hostNames: namesIn(pem), today: day }).hostName;
}

/** Which servers there are is known only when every client file was read; a certificate for none is not used. */
function namesIn(pem: string): readonly string[] {
  try {
    return [/^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1] ?? ""];
  } catch {
    return []; // told by the check of the certificate
  }
}

function checkRevision(revision: number): number {
  if (Number.isInteger(revision) && revision >= 1 && revision <= 999_999) return revision;
  throw new InvalidError({
    value: String(revision),
    problem: "is not a revision of documents",
    remedy: "write a whole number, one more than before",
  });
}
