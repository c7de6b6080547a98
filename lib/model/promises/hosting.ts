import type { Statements } from "./promise";

/** What the sheet says of the hosting: the platform, servers, storage, firewall, backups, support, VPN and updates. */
export const HOSTING = {
  "H-01": {
    quote:
      "Cyso beschikt over onderstaande certificeringen: … ISO 27001, 20000 … NEN 7510 … Global Switch beschikt over onderstaande certificeringen: … ISO 9001, 14001, 27001, 45001, 50001 … ISAE 3402 … AMS-IX Conform PCI DSS",
    meaning:
      "Cyso holds ISO 27001, ISO 20000 and NEN 7510; Global Switch ISO 9001, 14001, 27001, 45001 and 50001, ISAE 3402 and AMS-IX's PCI DSS.",
    classes: ["record"],
    figures: [],
  },
  "H-02": {
    quote:
      "Het virtualisatieplatform is opgezet met vSphere, een door VMWare gestandaardiseerde en gevalideerde omgeving, waardoor alle onderdelen optimaal met elkaar samenwerken.",
    meaning: "Servers are virtual machines of vSphere.",
    classes: ["realise"],
    figures: [],
    note: "C12: the other source speaks of Kubernetes; its nodes are virtual machines of vSphere too.",
  },
  "H-03": {
    quote:
      "De servers zijn redundant uitgevoerd, waardoor er bij problemen direct overgeschakeld kan worden op een andere server.",
    meaning: "Another server stands in at once for one that fails.",
    classes: ["realise", "verify"],
    figures: ["redundantMembers"],
    note: "C14: with two data centres, what votes does not survive the loss of the site that holds the majority.",
  },
  "H-04": {
    quote:
      "De opslag wordt verzorgd door enterprise opslagsystemen van Pure en Tintri. … Alles is redundant uitgevoerd, zodat elk onderdeel van het systeem kan uitvallen zonder dat dit een onderbreking tot gevolg heeft.",
    meaning: "No part of the storage stops a service by failing.",
    classes: ["record", "realise"],
    figures: [],
  },
  "H-05": {
    quote:
      "De enterprise firewalls leveren hoogwaardige bescherming tegen netwerk-, content- en/of applicatie-level bedreigingen. Deze dienst grijpt in op de netwerklaag (OSI Layer 3/4) van het dataverkeer van en naar de infrastructuur.",
    meaning: "Firewalls decide about packets in both directions, to and from the infrastructure.",
    classes: ["realise", "record"],
    figures: [],
    note: "C10: content and applications are out of reach of layers 3 and 4; a filter for those is another service.",
  },
  "H-06": {
    quote:
      "Hiermee wordt gecontroleerd welke applicaties en diensten op servers publiekelijk toegankelijk moeten zijn en welke geheel of gedeeltelijk afgeschermd dienen te worden op basis van geografische bron, netwerkpoort, IP-adres en protocol.",
    meaning: "A service is open, partly closed or closed, by country, port, address and protocol.",
    classes: ["realise"],
    figures: ["firewallCriteria", "exposureLevels"],
    note: "C7: who tries and scans applications from abroad (B-05, V-04) has to pass before countries are filtered.",
  },
  "H-07": {
    quote:
      "Eénmaal per dag wordt een volledige back-up gemaakt. Dit betekent een maximaal dataverlies van 24 uur.",
    meaning: "There is a full backup every day, and never more than 24 hours are lost.",
    classes: ["realise"],
    figures: ["backupsPerDay", "backupLossHours"],
    note: "C2: one backup a day loses 24 hours and the time a backup takes, so there are two, at times in UTC.",
  },
  "H-08": {
    quote:
      "Er wordt een back-up gemaakt op de harde schijven van een fysiek andere server, in een ander datacenter.",
    meaning: "A backup is on another server, in another data centre.",
    classes: ["realise", "verify"],
    figures: ["dataCentres"],
  },
  "H-09": {
    quote:
      "De back-up wordt gedurende drie weken bewaard. Dit betekent dat er 21 dagen teruggekeken kan worden.",
    meaning: "Backups reach 21 days back.",
    classes: ["realise"],
    figures: ["backupNights"],
    note: "C3: B-15 says more, and is what is kept.",
  },
  "H-10": {
    quote:
      "Gegevens uit de back-up worden op verzoek beschikbaar gemaakt. De recoveryprocedure valt binnen de Supporturen strippenkaart. … Het uit de back-up halen van individuele bestanden (en databases) verloopt volgens het standaard incident management proces.",
    meaning: "What is in a backup can be had on request, also single files and databases.",
    classes: ["record", "realise"],
    figures: [],
  },
  "H-11": {
    quote:
      "Het compleet herstellen en weer in productie nemen van een server/platform in het geval van een disaster is afhankelijk van de grootte en complexiteit van het platform.",
    meaning: "How long it takes to restore a server or a platform depends on its size.",
    classes: ["verify"],
    figures: [],
    note: "C8: the sheet names no time, so it is measured.",
  },
  "H-12": {
    quote:
      "De servers worden met monitoringsoftware continu in de gaten gehouden. Mochten er indicaties zijn van (toekomstige) problemen dan worden wij hiervan automatisch, per sms, op de hoogte gesteld zodat meteen kan worden ingegrepen.",
    meaning: "Servers are watched all the time, and a problem, also one to come, is told by text message.",
    classes: ["realise"],
    figures: [],
  },
  "H-13": {
    quote:
      "Ook is de storingsdienst 24 uur per dag en 7 dagen per week bereikbaar voor het geval zich calamiteiten voordoen.",
    meaning: "Somebody can be reached about an incident at every hour of every day.",
    classes: ["record", "realise"],
    figures: ["onCallHoursPerDay", "onCallDaysPerWeek"],
  },
  "H-14": {
    quote:
      "De gegarandeerde responstijd op een storing is 4 uur, maar in de praktijk wordt er direct actie ondernomen.",
    meaning: "An incident is answered within four hours.",
    classes: ["realise", "verify"],
    figures: ["responseHours", "responseMinutes"],
  },
  "H-15": {
    quote: "De infrastructuur is alleen bereikbaar via versleutelde VPN-verbindingen.",
    meaning: "The infrastructure is reached through an encrypted VPN, and no other way.",
    classes: ["realise"],
    figures: [],
  },
  "H-16": {
    quote: "Een beperkt aantal medewerkers van PAQT heeft deze beheertoegang in verband met hun DevOps rol.",
    meaning: "Few people have administrator access, and only for their part in DevOps.",
    classes: ["realise"],
    figures: ["maximumAdmins"],
  },
  "H-17": {
    quote: "Voor beheertoegang tot individuele servers is daarnaast een versleutelde SSH-verbinding nodig.",
    meaning: "Within the VPN, a server is reached by SSH and nothing else.",
    classes: ["realise"],
    figures: [],
  },
  "H-18": {
    quote:
      "Maandelijks worden updates van servers uitgevoerd binnen vooraf gedefinieerde onderhoudsvensters.",
    meaning: "Servers are updated once a month, within a maintenance window.",
    classes: ["realise"],
    figures: ["patchRoundsPerMonth", "fullPatchMinutes", "fullPatchOverdueDays"],
  },
  "H-19": {
    quote: "Deze onderhoudsvensters zijn iedere werkdag van 00:00 - 04:00 uur.",
    meaning: "Maintenance windows are from 00:00 to 04:00, Monday to Friday.",
    classes: ["realise"],
    figures: ["windowStart", "windowEnd", "securityPatchMinutes"],
    note: "C1: from Friday 04:00 to Monday 00:00 there is none, which is more than the 24 hours of I-04: an emergency has a way of its own.",
  },
  "H-20": {
    quote:
      "Zijn er lekken in software gevonden, dan worden deze snel en verantwoord geïnventariseerd en gepatcht via Trivy.",
    meaning: "Leaks in software are listed by Trivy and patched soon.",
    classes: ["realise"],
    figures: ["vulnerabilityScanHours"],
    note: "C9: Trivy lists leaks and patches nothing; the updates do.",
  },
  "H-21": {
    quote:
      "Cyso en PAQT kunnen in zo'n geval wel het proces inrichten en bewaken, maar geen garanties geven over de kwaliteit en beschikbaarheid van de (data van de) back-ups.",
    meaning: "Nothing is guaranteed of backups of servers on equipment that is not Cyso's.",
    classes: ["record"],
    figures: [],
  },
  "H-22": {
    quote:
      "Producten, diensten, applicaties en data van onze opdrachtgevers zijn ondergebracht op servers die aan de hoogste veiligheidsnormen voldoen. … Zo blijven systemen veilig en stabiel.",
    meaning: "Servers keep to a hardened baseline.",
    classes: ["realise"],
    figures: [],
  },
} satisfies Statements;
