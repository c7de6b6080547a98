/**
 * Recommendations of CIS for Debian 12 that a server tries itself, by chapter and the numbers in it, as ComplianceAsCode
 * numbers them (PROMISES 2).
 */
const CHAPTERS: Readonly<Record<string, string>> = {
  "1.1.1": "1-10",
  "1.1.2.1": "1-4",
  "1.1.2.2": "1-4",
  "1.1.2.3": "2-3",
  "1.1.2.4": "2-3",
  "1.1.2.5": "2-4",
  "1.1.2.6": "2-4",
  "1.1.2.7": "2-4",
  "1.2.1": "1-2",
  "1.2.2": "1",
  "1.3.1": "1-3",
  "1.4": "1-2",
  "1.5": "1-5",
  "1.6": "1-6",
  "2.1": "1-19,21-22",
  "2.2": "1-6",
  "2.3.1": "1",
  "2.3.3": "1-3",
  "2.4.1": "1-8",
  "2.4.2": "1",
  "3.1": "1-3",
  "3.2": "1-4",
  "3.3": "1-11",
  "4.1": "1",
  "4.3": "1-10",
  "5.1": "1-22",
  "5.2": "1-7",
  "5.3.1": "1-3",
  "5.3.2": "1-4",
  "5.3.3.1": "1-3",
  "5.3.3.2": "1-8",
  "5.3.3.3": "1-3",
  "5.3.3.4": "1-4",
  "5.4.1": "1-6",
  "5.4.2": "1-8",
  "5.4.3": "2-3",
  "6.1.1": "1-4",
  "6.1.2": "3-4",
  "6.1.3": "8",
  "6.1.4": "1",
  "6.2.1": "1-4",
  "6.2.2": "1,3",
  "6.2.3": "1,4-5,8,10,19-20",
  "6.2.4": "1,4-7",
  "6.3": "1-3",
  "7.1": "1-13",
  "7.2": "1-10",
};

export const BASELINE_ITEMS: readonly string[] = Object.entries(CHAPTERS).flatMap(([chapter, numbers]) =>
  numbers.split(",").flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => `${chapter}.${first + index}`);
  }),
);

/** Where one does not hold, by what a server is for; decided beforehand, each with its reason (PROMISES 2). */
export const BASELINE_EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // The template has one file system.
  "1.1.2.4.2": ["all"],
  "1.1.2.4.3": ["all"],
  // A password for the boot menu would be a secret in guestinfo.
  "1.4.1": ["all"],
  "2.1.18": ["web", "backup-repository"],
  "3.3.1": ["edge", "vpn-gateway"],
  // Accounts have no password; the second factor is the key's.
  "5.2.4": ["all"],
  // A server that stops when its log is full contradicts B-06.
  "6.2.2.3": ["all"],
};
