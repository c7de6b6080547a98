/**
 * Who may reach a client's application in production (H-06: public, or wholly or partly shielded).
 * Nothing said means closed.
 */
export const Exposure = {
  /** The VPN only. */
  CLOSED: "closed",
  /** The client's whitelist. */
  RESTRICTED: "restricted",
  /** Everyone. */
  PUBLIC: "public",
} as const;

export type Exposure = (typeof Exposure)[keyof typeof Exposure];
