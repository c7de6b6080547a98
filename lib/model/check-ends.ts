import { Mistakes } from "./mistake";
import type { ModelFile } from "./model-file";
import type { PeerRecord } from "./peer";
import { refused } from "./read-record";

/**
 * What a model file names by its path is in the file: of a flow that ends nowhere, nobody could tell what it opens.
 *
 * @throws InvalidError with every name that leads nowhere
 */
export function checkEnds({ groups, flows, kubernetes, site }: ModelFile): void {
  const check = new Mistakes();
  const paths = {
    group: new Set(groups.map(({ path }) => path)),
    workload: new Set(kubernetes?.workloads.map(({ path }) => path)),
  };
  const known = (property: string, kind: keyof typeof paths, path: string) =>
    check.attempt(property, () => {
      if (!paths[kind].has(path)) throw refused(path, `is no ${kind} of this file`);
    });
  const end = (property: string, peer: PeerRecord): void => {
    if (peer.kind === "group" || peer.kind === "workload") known(`${property}.path`, peer.kind, peer.path);
  };
  for (const [index, { from, to }] of flows.entries()) {
    end(`flows[${index}].from`, from);
    end(`flows[${index}].to`, to);
  }
  for (const [index, { service, gateway, from }] of (kubernetes?.exposures ?? []).entries()) {
    known(`kubernetes.exposures[${index}].service`, "workload", service);
    known(`kubernetes.exposures[${index}].gateway`, "workload", gateway);
    end(`kubernetes.exposures[${index}].from`, from);
  }
  check.attempt("site.kubernetes", () => {
    const isNowhere = kubernetes !== undefined && site.kubernetes === undefined;
    if (isNowhere) throw refused(undefined, "has to be there: the stack has something in the site's cluster");
  });
  check.throwIfAny();
}
