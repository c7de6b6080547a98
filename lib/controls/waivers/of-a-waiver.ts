/** Why no waiver is allowed of a rule about waivers. */
export const OF_A_WAIVER = { never: "a waiver of a waiver has no end" };
