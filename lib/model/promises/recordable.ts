import type { Statements } from "./promise";

/**
 * What no resource can realise: the building, who runs it, and certificates. It is kept as evidence with an owner and
 * an end date. What the sheet says of teams and of Scrum is about no infrastructure and stands nowhere.
 */
export const RECORDABLE = {
  "R-01": {
    quote:
      "Daarnaast is Global Switch de enige provider in de stad met een eigen stroomvoorziening van 72MVA bij 50 kV. … Brandstofopslag op locatie voor 48 uur werking op vollast met 24x7x365 brandstoflevering",
    meaning:
      "Power: 72 MVA at 50 kV of its own, N+1 in hall 1, 2N in halls 2 to 4, fuel for 48 hours at full load.",
    classes: ["record"],
    figures: [],
  },
  "R-02": {
    quote:
      "Global Switch heeft een volledig analoog adresseerbaar branddetectiesysteem in alle ruimtes. Er is een snel rookdetectiesysteem met aanzuiging (24x7x365 bewaakt) en er is een gasblussysteem (Inergen) in de technische ruimtes.",
    meaning: "Fire is detected everywhere, smoke early, and put out with Inergen.",
    classes: ["record"],
    figures: [],
  },
  "R-03": {
    quote:
      "Het operationeel centrum is 24x7x365 bemand en er is altijd bewaking door professionele beveiligers. … Voor optimale veiligheid worden camerabeelden 31 dagen bewaard. … Fysieke toegang tot het datacentrum is enkel mogelijk via een mantrap-deur, waarbij strikte toegangscontrole plaatsvindt volgens ISO 27001 norm, met behulp van keycards en biometrische systemen.",
    meaning:
      "Guards are there round the clock, images of cameras are kept 31 days, and a mantrap opens to a card and biometrics.",
    classes: ["record"],
    figures: ["cameraDays"],
  },
  "R-04": {
    quote:
      "In het datacentrum is continue bewaking van de omgeving op het gebied van thermische condities. Een ervaren team biedt 24x7x365 facilitair management en ook alle gebouwbeheersystemen worden ieder uur van de dag bewaakt.",
    meaning: "Temperature and the systems of the building are watched round the clock.",
    classes: ["record"],
    figures: [],
  },
  "R-05": {
    quote:
      "De werkwijze van Global Switch voldoet aan ISO 27001. … Men gebruikt hierbij een robuust Critical Environments Programme (programma voor kritische omgevingen).",
    meaning: "The data centre works by ISO 27001 and a programme for critical environments.",
    classes: ["record"],
    figures: [],
  },
  "R-06": {
    quote:
      "In het datacentrum zorgt een 35 MW koelvoorziening met minimaal N+2 bedrijfszekerheid op alle systemen voor de juiste temperatuur. Wandventilatoren houden de temperatuur en luchtvochtigheid in de technische ruimte binnen het aanbevolen bereik van ASHRAE TC9.9.",
    meaning: "Cooling of 35 MW, N+2, keeps rooms within what ASHRAE TC9.9 recommends.",
    classes: ["record"],
    figures: [],
  },
  "R-07": {
    quote: "De serverruimte bevindt zich boven NAP.",
    meaning: "Servers stand above NAP, the level of the sea.",
    classes: ["record"],
    figures: [],
  },
  "R-08": {
    quote:
      "Via exploitatie en innovaties in ontwerp, verbetert Global Switch continu de energie-efficiëntie van onze datacenters. … Selectie van schakelapparatuur die SF6 vrij is",
    meaning: "The data centre saves energy, and its switchgear has no SF6.",
    classes: ["record"],
    figures: [],
  },
  "R-09": {
    quote:
      "3 verschillende MMR's en 3 verschillende Building Entry Points … AMS-IX, NL-ix, GE-CIX, NetIX Communications en Speed-IX aanwezig",
    meaning: "Networks come in at three points into three rooms, and the exchanges are in the building.",
    classes: ["record"],
    figures: [],
  },
  "R-10": {
    quote:
      "Het pand is gebouwd om als datacenter te kunnen fungeren met operationele prestaties die Tier III overtreffen.",
    meaning:
      "The building was made to be a data centre beyond Tier III: 32,000 m², floors that bear 15 kN/m².",
    classes: ["record"],
    figures: [],
  },
  "R-11": {
    quote:
      "Verne voldoet aan de strengste eisen op het gebied van kwaliteit en veiligheid. Dit wordt ondersteunt door de ISO 27001, ISO 9001, NEN 7510 en ISAE 3402 type 1 normeringen.",
    meaning: "PAQT holds ISO 9001, ISO 27001 and NEN 7510, and has an ISAE 3402 report of type 1.",
    classes: ["record"],
    figures: [],
  },
  "R-12": {
    quote: "De PowerEdge servers van Dell zijn voorzien van de laatste Intel Xeon processoren.",
    meaning: "The hosts are PowerEdge servers of Dell with Intel Xeon processors.",
    classes: ["record", "verify"],
    figures: [],
  },
} satisfies Statements;
