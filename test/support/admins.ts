import { Admin, type AdminProps } from "../../lib/model/admin";

/** Public keys whose private halves were thrown away; one each for three people. */
export const PUBLIC_KEYS = [
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOz16GL2cQE4lAVoKooAFspvFY6xeJuUE+hPIca3l8rj",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBuVW12mRAV8/T42bCWVY6jfTQ01omoGlstgyGHPnTIs",
  "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBGNz54MJOUabbNQhyPBch/LuIZAAx20A1j2nzmNxCG3gwO4s8uOf6a3fKJX5+RH2h06OMgZsJgAglmj40yCIJuI=",
] as const;

/** An administrator, with a WireGuard key that is nobody's. */
export const admin = (login: string, sshKey: string, until: string, more: Partial<AdminProps> = {}): Admin =>
  Admin.of({
    login,
    person: `Somebody called ${login}`,
    sshKey,
    wireguardKey: "28r8Hj5L5OhgiOdId1XJ8v3syAIRuXHx9BuGQjTP1zw=",
    until,
    ...more,
  });

/** The day so many days from now, in UTC. */
export const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Does something in which today matters; again when midnight came while it was done. */
export async function withinOneDay(act: (today: string) => Promise<void>): Promise<void> {
  const today = day(0);
  try {
    await act(today);
  } catch (error) {
    if (today === day(0)) throw error;
    await act(day(0));
  }
}
