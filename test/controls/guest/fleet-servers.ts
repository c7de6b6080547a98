import { readDocument } from "../../../lib/controls/guest/live-document";
import type { GroupRecord, ModelFile } from "../../../lib/model/model-file";
import type { AppView } from "../../support/app";
import { buildFleetOnServers } from "../../support/fleet";

/** One server of a synthesized app: what it is given, and what the model says of it. */
export interface FleetServer {
  /** Such as `verne/production web_1`. */
  readonly title: string;
  readonly extraConfig: Readonly<Record<string, string>>;
  readonly group: GroupRecord;
  readonly model: ModelFile;
}

/** All servers of an app, in the order of its stacks. */
export function serversOf(built: AppView): readonly FleetServer[] {
  return built.paths.flatMap((path) => {
    const stack = built.stack(path);
    return Object.entries(stack.resources("vsphere_virtual_machine")).map(([name, body]) => {
      const group = stack.model.groups.find(({ servers }) =>
        servers.some(({ address }) => address === `vsphere_virtual_machine.${name}`),
      );
      if (group === undefined) throw new Error(`${name} is in no group`);
      return { title: `${path} ${name}`, extraConfig: body["extra_config"], group, model: stack.model };
    });
  });
}

/** All servers of the example fleet. */
export const fleetServers: readonly FleetServer[] = serversOf(buildFleetOnServers());

/** One of them. */
export function serverOf(title: string): FleetServer {
  const server = fleetServers.find((candidate) => candidate.title === title);
  if (server === undefined) throw new Error(`there is no server ${title}`);
  return server;
}

/** Servers that are given a live document, with what it says. */
export function documentsOf(name: string): readonly (FleetServer & { readonly payload: string })[] {
  const key = `guestinfo.straat.${name}`;
  return fleetServers
    .filter(({ extraConfig }) => key in extraConfig)
    .map((server) => ({ ...server, payload: readDocument(key, server.extraConfig[key]).payload }));
}

/** What one server's live document says. */
export function payloadOf(title: string, name: string): string {
  const key = `guestinfo.straat.${name}`;
  return readDocument(key, serverOf(title).extraConfig[key]).payload;
}
