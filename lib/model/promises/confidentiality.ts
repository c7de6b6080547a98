import type { Statements } from "./promise";

/** One sentence that promises two things, V-08 and V-09. */
const SSH_AND_ADDRESSES =
  "Daarnaast wordt gebruik gemaakt van SSH (public/private key) en IP-whitelisting om toegang tot de infrastructuur te beveiligen.";

/** What the sheet says of confidentiality ("vertrouwelijkheid"). */
export const CONFIDENTIALITY = {
  "V-01": {
    quote:
      "Interne procedures/registratie en controle van toegang tot live data: … Deze wordt jaarlijks door een externe partij geaudit. De toegang wordt actief gecontroleerd door de CISO.",
    meaning:
      "Access to live data is recorded, the CISO goes through it, and somebody from outside audits it every year.",
    classes: ["realise", "record"],
    figures: ["auditsPerYear"],
  },
  "V-02": {
    quote:
      "Alle gegevens worden geclassificeerd door de CISO en zijn doorgaans minimaal klasse 3 (applicatie met gevoelige informatie).",
    meaning: "All data has a class, which is 3 or higher unless the CISO says otherwise.",
    classes: ["realise"],
    figures: ["minimumClass"],
  },
  "V-03": {
    quote:
      "Vertrouwelijke informatie is alleen toegankelijk voor specifieke personen binnen onze organisatie.",
    meaning: "Confidential information is open to people who are named, and to nobody else.",
    classes: ["realise"],
    figures: [],
  },
  "V-04": {
    quote:
      "Bij elke nieuwe versie van softwareoplossingen die wij implementeren worden er automatisch vulnerability scans uitgevoerd. Dit gebeurt met de online diensten Detectify en Holm Security.",
    meaning: "Detectify and Holm Security scan every new version.",
    classes: ["realise", "record"],
    figures: ["scanServices"],
    note: "C7: the scanners come from abroad, so they have to pass before countries are filtered (H-06).",
  },
  "V-05": {
    quote:
      "Ook wordt er getest op de wereldwijd meest voorkomende beveiligingslekken aan de hand van actuele informatie door de onafhankelijke beveiligingsorganisatie OWASP.",
    meaning: "Applications are tested for the leaks of OWASP's top ten.",
    classes: ["verify"],
    figures: [],
  },
  "V-06": {
    quote: "Aanvullend kunnen er pentesten worden ingepland.",
    meaning: "A penetration test can be planned.",
    classes: ["record"],
    figures: [],
  },
  "V-07": {
    quote:
      "Beheertoegang tot servers waar applicaties worden gehost verloopt altijd via het beveiligde VPN-protocol.",
    meaning: "Administrators reach servers through the VPN, and no other way.",
    classes: ["realise"],
    figures: [],
  },
  "V-08": {
    quote: SSH_AND_ADDRESSES,
    meaning: "Administrators log in by SSH with a key, and without a password.",
    classes: ["realise"],
    figures: ["sshRsaBits"],
  },
  "V-09": {
    quote: SSH_AND_ADDRESSES,
    meaning: "The infrastructure opens to listed addresses only.",
    classes: ["realise"],
    figures: [],
  },
  "V-10": {
    quote: "Er wordt standaard gebruik gemaakt van een 2.048-bits sterke SSL-verbinding.",
    meaning: "Connections use TLS with keys as strong as RSA of 2048 bits, or stronger.",
    classes: ["realise"],
    figures: ["tlsRsaBits", "tlsRsaRecommendedBits"],
    note: "C5: NCSC-NL has RSA below 3072 bits phased out, so 2048 is the floor and ECDSA P-256 the default. C7: where countries are filtered (H-06), a public authority cannot come and look: certificates are proven by DNS.",
  },
} satisfies Statements;
