import type { AdminProps } from "../lib";

/**
 * Everyone with administrator access (H-16): named persons, each with keys of their own, until a day. The keys here
 * are examples whose private halves were thrown away.
 */
export const admins: readonly AdminProps[] = [
  {
    login: "jdevries",
    person: "Jantien de Vries",
    sshKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOz16GL2cQE4lAVoKooAFspvFY6xeJuUE+hPIca3l8rj",
    wireguardKey: "28r8Hj5L5OhgiOdId1XJ8v3syAIRuXHx9BuGQjTP1zw=",
    until: "2028-01-31",
  },
  {
    login: "obakker",
    person: "Omar Bakker",
    sshKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBuVW12mRAV8/T42bCWVY6jfTQ01omoGlstgyGHPnTIs",
    wireguardKey: "MGylC0SOKAGCjsiR4qXg/mYpc8g7H74vMGNNKoEHwBc=",
    until: "2028-01-31",
  },
  {
    login: "svermeer",
    person: "Sanne Vermeer",
    sshKey:
      "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGNz54MJOUabbNQhyPBch/LuIZAAx20A1j2nzmNxCG3gwO4s8uOf6a3fKJX5+RH2h06OMgZsJgAglmj40yCIJuI=",
    wireguardKey: "ZGYnxs3Vw9DlEfZm3dJKKALx1r9A2D13v8H7uOPbzkI=",
    until: "2027-06-30",
  },
];
