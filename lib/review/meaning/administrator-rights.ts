import type { Admin } from "../../model/admin";
import type { ModelFile } from "../../model/model-file";
import type { PeerRecord } from "../../model/peer";
import { SshKey } from "../../model/ssh-key";
import type { Right } from "./right";

/** Administrators of the sites, each with their keys, and what is open to some of them by name (H-16, V-03, V-08). */
export function administratorRights(models: readonly ModelFile[]): readonly Right[] {
  const admins = models.flatMap(({ kind, admins: listed, site }) =>
    kind === "platform" ? listed.map((admin) => ofAdmin(admin, site.name)) : [],
  );
  const people = new Map(
    models.flatMap((model) => model.admins).map(({ login, person, until }) => [login, { person, until }]),
  );
  const named = models.flatMap((model) =>
    openTo(model).map(({ login, where, may }): Right => {
      const known = people.get(login);
      const until = known && `${known.until}`;
      return {
        what: "administrator",
        where,
        who: known?.person ?? login,
        may,
        owner: undefined,
        until,
        known: `${login} ${may}`,
      };
    }),
  );
  return [...admins, ...named];
}

/** Keys are told by what they hold: who replaces one gets in with another machine. */
function ofAdmin({ login, person, sshKey, wireguardKey, until }: Admin, where: string): Right {
  const fingerprint = SshKey.parse(`${sshKey}`).fingerprint;
  const may = `SSH and the VPN as ${login}, SSH key ${fingerprint}, WireGuard key ${wireguardKey}`;
  return {
    what: "administrator",
    where,
    who: person,
    may,
    owner: person,
    until: `${until}`,
    known: JSON.stringify([login, person]),
  };
}

/** Flows and host names that are for some administrators alone. */
function openTo({ flows, kubernetes }: ModelFile) {
  const loginsOf = (peer: PeerRecord) => (peer.kind === "admins" ? peer.logins : []);
  const byFlow = flows.flatMap(({ from, to, port }) => {
    const where = to.kind === "group" || to.kind === "workload" ? to.path : to.kind;
    return loginsOf(from).map((login) => ({ login, where, may: `${port}` }));
  });
  const byName = (kubernetes?.exposures ?? []).flatMap(({ from, hostname, service }) =>
    loginsOf(from).map((login) => ({ login, where: service, may: `https://${hostname}` })),
  );
  return [...byFlow, ...byName];
}
