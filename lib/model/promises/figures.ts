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
} as const;
