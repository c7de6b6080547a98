import type { EvidenceProps } from "../lib";

/** What contracts, buildings and people keep, by who answers for it. The documents here are examples. */
const SUPPLIERS: Readonly<
  Record<string, Readonly<Record<string, readonly [statement: string, document: string]>>>
> = {
  "Global Switch Amsterdam": {
    "R-01": [
      "72 MVA at 50 kV, N+1 in hall 1, 2N in halls 2 to 4, fuel for 48 hours",
      "Site description 2026",
    ],
    "R-02": ["analogue addressable detection, early smoke detection, Inergen", "Site description 2026"],
    "R-03": [
      "guards round the clock, images kept 31 days, mantrap, card and biometrics",
      "Site description 2026",
    ],
    "R-04": ["thermal watch and building management, every hour of every day", "Site description 2026"],
    "R-05": ["ISO 27001 and a programme for critical environments", "Certificate register 2026"],
    "R-06": ["35 MW of cooling, N+2, within ASHRAE TC9.9", "Site description 2026"],
    "R-07": ["the server rooms are above NAP", "Site description 2026"],
    "R-08": ["energy programme, switchgear without SF6", "Sustainability report 2025"],
    "R-09": ["three meet-me rooms, three entry points, AMS-IX and NL-ix", "Site description 2026"],
    "R-10": ["built as a data centre, beyond Tier III", "Site description 2026"],
  },
  Cyso: {
    "H-01": [
      "ISO 27001, ISO 20000 and NEN 7510 of Cyso; the certificates of Global Switch",
      "Certificate register 2026",
    ],
    "H-04": ["Pure and Tintri arrays of which every part may fail", "Service description 2026"],
    "H-05": ["the firewalls before our own, and who may change them", "Service description 2026"],
    "H-13": ["the rota of the incident service, without gaps", "Service level agreement 2026"],
    "H-21": [
      "which equipment is not Cyso's, and what is not guaranteed of it",
      "Service level agreement 2026",
    ],
    "B-20": ["hardware is watched, and its incidents are told to us", "Service description 2026"],
    "R-12": ["host models as vCenter tells them", "Host inventory 2026"],
  },
  "Sanne Vermeer": {
    "R-11": ["ISO 9001, ISO 27001 and NEN 7510, ISAE 3402 type 1", "Certificate register 2026"],
    "B-03": ["logs are read every working day; the checklist of each day", "Log review register"],
    "B-18": ["the disaster recovery plan, with the runbook Straat writes", "Disaster recovery plan 4"],
    "B-19": ["a restore of every client was tried and signed for", "Restore test 2026"],
    "B-24": ["the security-by-design checklist of every review", "Information security manual 7"],
    "H-10": ["restores on request, at the rate of the support card", "Service catalogue 2026"],
    "I-09": ["audit of special personal data", "Audit report 2026"],
    "V-01": ["yearly audit of who may reach live data, by an outside party", "Audit report 2026"],
    "V-04": ["contracts with Detectify and Holm Security", "Supplier register 2026"],
    "V-06": ["penetration tests: what was asked, found and mended", "Penetration test register"],
  },
};

/** Looked at again every year, before the last day. */
const YEAR = { date: "2026-10-01", until: "2027-09-30" };

export const evidence: readonly EvidenceProps[] = Object.entries(SUPPLIERS).flatMap(([owner, statements]) =>
  Object.entries(statements).map(([promise, [statement, document]]) => ({
    promise: promise as EvidenceProps["promise"],
    statement,
    owner,
    document,
    ...YEAR,
  })),
);
