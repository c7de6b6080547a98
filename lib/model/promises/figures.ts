/**
 * The sheet's numbers, in one place: constructs render them, rules compare with them, tests look for them.
 * The ids are the statements of the Safety & quality sheet.
 */
export const FIGURES = {
  /** H-03: servers are redundant. Fewest members of a group in acceptance and production. */
  redundantMembers: 2,
  /** V-02: data is class 3 or higher, unless the CISO says otherwise. */
  minimumClass: 3,
  /** V-10: strength of a key, in bits of RSA, that the sheet promises for TLS. */
  tlsRsaBits: 2048,
  /** V-08: weakest RSA key an administrator may use for SSH (NCSC-NL calls 2048 to be phased out). */
  sshRsaBits: 3072,
  /** H-19: the maintenance windows, Monday to Friday. */
  windowStart: "00:00",
  windowEnd: "04:00",
  /** H-16: a limited number of employees has administrator access. */
  maximumAdmins: 10,
  /** B-15, H-09: backups of how many nights are kept. */
  backupNights: 21,
  /** B-15: and one a week of how many weeks. */
  backupWeeks: 6,
  /** H-07: how much may be lost, in hours: the time between two backups and the time one takes. */
  backupLossHours: 24,
  /** I-04: a critical leak is patched within so many hours of when it was first seen. */
  criticalPatchHours: 24,
  /** I-04: half of that, after which the alarm is raised. */
  criticalAlarmHours: 12,
  /** How often servers look how old their critical leaks are, and how often they scan anew, in hours. */
  criticalCheckHours: 1,
  vulnerabilityScanHours: 6,
  /** H-14: an incident is answered within so many hours, round the clock; the alarm of a leak is one. */
  responseHours: 4,
  /** A pull request of an emergency patch: two approvals, the apply, and the agent's minute. In minutes. */
  emergencyApplyMinutes: 30,
  /** H-19: work in a window, in minutes, with what systemd may take to stop it. A round of security updates. */
  securityPatchMinutes: 20,
  /** H-18: the monthly round of all updates. */
  fullPatchMinutes: 90,
  /** A restart of a server, until it does its work again. */
  rebootMinutes: 10,
  /** How far timers of servers are spread, so that not all ask the mirror at once. */
  patchDelayMinutes: 5,
  /** C1: the turn of one member in an emergency: security updates, a restart, and room for clocks that differ. */
  emergencyTurnMinutes: 35,
  /** How many days of the calendar an emergency may be declared for. */
  emergencyDays: 7,
  /** H-18: longest time between two monthly rounds of a member: five weeks and the night itself. */
  fullPatchOverdueDays: 36,
  /** C8, B-01: least time logs are kept centrally, in days (BIO2 8.18.02: half a year); a client may ask for more. */
  logRetentionDays: 183,
  /** B-01: kinds of logs that are kept centrally: of access, of the system, of applications. */
  logKinds: 3,
  /** B-03: how often a day people read the logs. */
  logReviewsPerDay: 1,
  /** B-05: places from which an application's reachability is tried, at least; the provider has more by now (C6). */
  checkpoints: 217,
  /** B-06: how much of the time servers are available, in percent, planned maintenance left out. */
  availabilityPercent: 99.99,
  /** B-08, B-12: people who approve a change, beside who made it: six eyes (C11). */
  approvals: 2,
  /** B-09: stages of the sheet's street. The house has a fourth, for tests: `Stage.ALL`. */
  sheetStages: 3,
  /** B-16, H-08: data centres over which an application and its backups are spread. There is no third (C14). */
  dataCentres: 2,
  /** B-19: restores are tried so many times a year, at least (BIO2 8.13.04; the sheet says "periodically"). */
  restoreTestsPerYear: 1,
  /** I-01: the norm for how PHP is written, and the one for how its classes are found. */
  phpStyle: "PSR-12",
  phpAutoloading: "PSR-4",
  /** I-07: members of team Tech: the CISO and two senior specialists. */
  teamTechMembers: 3,
  /** V-01: audits a year by somebody from outside. */
  auditsPerYear: 1,
  /** V-04: services that scan each new version: Detectify and Holm Security. */
  scanServices: 2,
  /** V-10: RSA key that is not to be phased out, in bits (NCSC-NL 2025-05; C5). ECDSA P-256 is as good. */
  tlsRsaRecommendedBits: 3072,
  /** H-06: what access is decided by: country, port, address and protocol. */
  firewallCriteria: 4,
  /** H-06: open, partly closed or closed. */
  exposureLevels: 3,
  /** H-07: full backups a day, at least; the house makes two, or a loss could pass 24 hours (C2). */
  backupsPerDay: 1,
  /** H-13: when somebody can be reached about an incident. */
  onCallHoursPerDay: 24,
  onCallDaysPerWeek: 7,
  /** H-14: {@link responseHours} in minutes: all steps of an escalation together take no longer. */
  responseMinutes: 240,
  /** H-18: rounds of updates a month. */
  patchRoundsPerMonth: 1,
  /** how long the data centre keeps the images of its cameras, in days. */
  cameraDays: 31,
} as const;

/** Name of a figure. */
export type FigureName = keyof typeof FIGURES;
