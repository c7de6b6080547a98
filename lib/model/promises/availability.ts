import type { Statements } from "./promise";

/** Of B-08 and B-12, which say the same. */
const SIX_EYES =
  "C11: a change made by a machine has two pairs of human eyes after two approvals, not three.";

/** What the sheet says of availability ("beschikbaarheid"). */
export const AVAILABILITY = {
  "B-01": {
    quote:
      "de toegang tot alle applicaties (access logs), de systeem- en applicatielogs worden 24/7 opgeslagen op onze ELK stack (Elasticsearch, Logstash, Kibana).",
    meaning: "Logs of access, of systems and of applications are kept centrally, round the clock.",
    classes: ["realise"],
    figures: ["logKinds", "logRetentionDays"],
    note: "C8: the sheet does not say how long logs are kept; BIO2 asks half a year, and NEN 7513 perhaps five years for access to patient records.",
  },
  "B-02": {
    quote: "Incidenten worden hierdoor direct gedetecteerd en genotificeerd.",
    meaning: "Incidents show in the logs at once, and somebody is told.",
    classes: ["realise"],
    figures: [],
  },
  "B-03": {
    quote:
      "Dagelijks worden deze logs handmatig gecontroleerd door de applicatieverantwoordelijke Lead developer en de CISO.",
    meaning: "The lead developer and the CISO read the logs every day.",
    classes: ["record", "realise"],
    figures: ["logReviewsPerDay"],
  },
  "B-04": {
    quote:
      "Als er zich een fout voordoet in de applicatie wordt het verantwoordelijke ontwikkelteam direct geïnformeerd via Sentry.",
    meaning: "The team that made an application hears of its errors as they happen.",
    classes: ["realise"],
    figures: [],
  },
  "B-05": {
    quote: "Vanaf 217 locaties wereldwijd wordt met via Uptrends getest of de applicatie bereikbaar is.",
    meaning: "Whether an application can be reached is tried from at least 217 places in the world.",
    classes: ["realise", "verify"],
    figures: ["checkpoints"],
    note: "C6: the provider names more places by now, so 217 is a minimum. C7: those places have to pass before countries are filtered (H-06).",
  },
  "B-06": {
    quote: "De beschikbaarheid van de servers is 99,99%, exclusief gepland onderhoud.",
    meaning: "Servers are available 99.99% of the time that is not planned maintenance.",
    classes: ["verify", "realise"],
    figures: ["availabilityPercent"],
  },
  "B-07": {
    quote:
      "Alle wijzigingen aan de servers worden gelogd in versiebeheersysteem Github. Zo borgen we dat er geen fouten kunnen ontstaan in de configuratie en dat een server snel opgezet kan worden.",
    meaning: "Every change to a server is in version control, from which a server is made anew quickly.",
    classes: ["realise"],
    figures: [],
    note: "C13: the toolkit this house is built with was archived in December 2025, so its version is fixed.",
  },
  "B-08": {
    quote: "We hanteren het zes-ogen-principe.",
    meaning: "A change is seen by three people: who made it and two others.",
    classes: ["realise"],
    figures: ["approvals"],
    note: SIX_EYES,
  },
  "B-09": {
    quote:
      "Iedere applicatie wordt ontwikkeld in een OAP-straat (Ontwikkel, Acceptatie, Productie-omgeving) via Github workflows en actions.",
    meaning: "Every application has separate environments for development, acceptance and production.",
    classes: ["realise"],
    figures: ["sheetStages"],
    note: "The house adds a stage for tests, so a street has four.",
  },
  "B-10": {
    quote:
      "Binnen de OAP-straat wordt de applicatie zowel automatisch als functioneel getest voordat deze op een productieomgeving terecht komt.",
    meaning: "What goes to production was tested before, by machines and by people.",
    classes: ["realise"],
    figures: [],
  },
  "B-11": {
    quote: "Pas na goedkeuring door de opdrachtgever komen de geteste nieuwe versie live.",
    meaning: "A new version goes live only after the client has approved it.",
    classes: ["realise"],
    figures: [],
  },
  "B-12": {
    quote:
      "Alle code die wordt geschreven wordt door minimaal twee andere developers gecontroleerd, getest, voorzien van eventuele bevindingen en verwerkt via Github.",
    meaning: "Two other developers, at least, review all code.",
    classes: ["realise"],
    figures: ["approvals"],
    note: SIX_EYES,
  },
  "B-13": {
    quote: "Alle handelingen worden geregistreerd en gelogd.",
    meaning: "Everything that somebody does is recorded.",
    classes: ["realise", "verify"],
    figures: [],
  },
  "B-14": {
    quote:
      "Bij het releasen van een nieuwe versie worden onderdelen van de applicatie automatisch getest met PHPUnit en/of Jest, Dusk en andere technieken om het correct functioneren van de applicatie automatisch te controleren.",
    meaning: "Every release passes automatic tests first.",
    classes: ["realise"],
    figures: [],
  },
  "B-15": {
    quote: "Er worden kopieën gemaakt van de laatste 21 nachten en 1 per week van de laatste 6 weken.",
    meaning: "Backups of the last 21 nights are kept, and one a week of the last six weeks.",
    classes: ["realise"],
    figures: ["backupNights", "backupWeeks"],
    note: "C3: H-09 says 21 days only; both are kept. C4: the usual six weekly copies reach back 29 to 35 days, so age decides what is kept, not a count.",
  },
  "B-16": {
    quote: "Deze worden opgeslagen in een ander datacentrum dan waar de applicatie gehost wordt.",
    meaning: "Backups are kept in another data centre than the application's.",
    classes: ["realise"],
    figures: ["dataCentres"],
    note: "C14: there are two data centres, and no third for what has to vote.",
  },
  "B-17": {
    quote: "Wij bewaken het back-up proces …",
    meaning: "A backup that fails or does not come is noticed.",
    classes: ["realise"],
    figures: ["backupLossHours"],
    note: "C2: what counts is the age of the newest backup that is complete at the other site.",
  },
  "B-18": {
    quote:
      "Wij bewaken het back-up proces en hebben een disaster recoveryplan om bij ernstige calamiteiten de applicatie zo snel mogelijk te herstellen.",
    meaning: "There is a plan for what to do after a disaster.",
    classes: ["record", "realise"],
    figures: [],
  },
  "B-19": {
    quote: "Het volledige back-up proces wordt periodiek getest door de CISO.",
    meaning: "Restoring is tried from time to time, and the CISO signs for it.",
    classes: ["realise", "record"],
    figures: ["restoreTestsPerYear"],
  },
  "B-20": {
    quote:
      "We monitoren onze hardware, server en applicatie continu. We signaleren eventuele afwijkingen automatisch en hierdoor grijpen we snel in voordat er problemen ontstaan.",
    meaning: "Hardware, servers and applications are measured all the time, and what deviates is noticed.",
    classes: ["realise", "record"],
    figures: [],
  },
  "B-21": {
    quote:
      "Bij piekdruktes schakelen onze cloud servers automatisch op zodat de applicatie optimaal blijft draaien.",
    meaning: "At peak times an application gets more servers by itself.",
    classes: ["realise"],
    figures: [],
  },
  "B-22": {
    quote:
      "Door onze keuze voor een betrouwbare hosting partner met high-end cloud hosting via Kubernetes, is de beschikbaarheid van de servers 99,99%, exclusief gepland onderhoud.",
    meaning: "Kubernetes at a reliable partner makes servers available 99.99% of the time.",
    classes: ["realise", "verify"],
    figures: ["availabilityPercent"],
    note: "C12: the one source speaks of Kubernetes, the other of virtual machines; its nodes are such machines. C13: ingress-nginx is retired, so visitors come in by the Gateway API. C14: what votes does not survive the loss of the site that holds the majority.",
  },
  "B-23": {
    quote: "Ook het onboarden van nieuwe klanten gaat altijd via deze route.",
    meaning: "A new client starts with the same street as every other.",
    classes: ["realise"],
    figures: [],
  },
  "B-24": {
    quote:
      "De code reviews zijn vast onderdeel van de Software Development Lifecycle (SDL) en worden conform het Informatiebeveiligingshandboek ook actief gecheckt op voorwaarden voor security by design.",
    meaning: "Every review looks at security by design too.",
    classes: ["realise", "record"],
    figures: [],
  },
} satisfies Statements;
