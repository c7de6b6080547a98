import type { Statements } from "./promise";

/** What the sheet says of integrity ("integriteit"). */
export const INTEGRITY = {
  "I-01": {
    quote:
      "Coding standaarden (onder andere PSR-12, PSR-4, eslint en stylelint) … Alle code wordt geschreven volgens de internationaal geldende “PSR-12”-norm.",
    meaning: "Code follows PSR-12, PSR-4, eslint and stylelint, and a change that does not is refused.",
    classes: ["realise"],
    figures: ["phpStyle", "phpAutoloading"],
  },
  "I-02": {
    quote:
      "Alle code wordt automatisch geanalyseerd door de applicatie PHPStan. Hiermee worden eventuele bugs gedetecteerd zodat ze verholpen kunnen worden voordat een nieuwe versie van de applicatie naar productie gaat.",
    meaning: "PHPStan analyses all code before it goes to production.",
    classes: ["realise"],
    figures: [],
  },
  "I-03": {
    quote:
      "Alle gebruikte dependencies worden automatisch 24/7 gescand op kwetsbaarheden en wanneer dat nodig is gepatched via Dependabot.",
    meaning: "What an application depends on is searched for leaks all the time, and Dependabot patches it.",
    classes: ["realise"],
    figures: [],
  },
  "I-04": {
    quote:
      "Het beleid is dat kritische kwetsbaarheden standaard binnen 24 uur worden gepatched, hier wordt actief op gemonitord.",
    meaning: "A critical leak is patched within 24 hours, and somebody is told before that time is over.",
    classes: ["realise", "verify"],
    figures: ["criticalPatchHours", "criticalAlarmHours"],
    note: "C1: the windows of H-19 alone leave 68 hours in a weekend, so there is a way to patch outside them that team Tech approves.",
  },
  "I-05": {
    quote:
      "Software development teams kunnen alleen na goedkeuring van team Tech aanpassingen doen aan de infrastructuur via IaS.",
    meaning: "Nobody changes infrastructure without the approval of team Tech.",
    classes: ["realise"],
    figures: [],
  },
  "I-06": {
    quote:
      "Verder worden automatisch na iedere build de permissies binnen de software gecontroleerd en gerapporteerd aan team Tech.",
    meaning: "After every build team Tech is told who may do what.",
    classes: ["realise"],
    figures: [],
  },
  "I-07": {
    quote: "Dit is een losstaand team dat bestaat uit de CISO en twee senior specialisten.",
    meaning: "Team Tech is the CISO and two senior specialists, and nobody of a development team.",
    classes: ["verify", "realise"],
    figures: ["teamTechMembers"],
  },
  "I-08": {
    quote:
      "Om de integriteit te bewaken moeten we de informatie op een platform kunnen valideren op correctheid.",
    meaning: "Whether what is on a platform is as it should be can be checked.",
    classes: ["realise"],
    figures: [],
  },
  "I-09": {
    quote:
      "Verne is speciaal ontwikkeld voor organisaties die omgaan met bijzondere persoonsgegevens (wat medische gegevens en bepaalde persoonsgegevens zijn). … Daarom worden we regelmatig getoetst met een audit voor de normeringen.",
    meaning: "Special personal data is at home here, and audits say regularly that it is.",
    classes: ["record"],
    figures: [],
  },
} satisfies Statements;
