import { Mistakes } from "./mistake";
import type { ModelFile } from "./model-file";
import type { PeerRecord } from "./peer";
import { refused } from "./read-record";

/**
 * What a model file names in the cluster by its path is in the file: of a flow that ends nowhere, nobody could tell what it
 * opens. Groups of servers are for the rule `flow-ends-exist`, which has more to say.
 *
 * @throws InvalidError with every name that leads nowhere
 */
export function checkEnds({ flows, kubernetes, site }: ModelFile): void {
  const check = new Mistakes();
  const workloads = new Set(kubernetes?.workloads.map(({ path }) => path));
  const known = (property: string, path: string) =>
    check.attempt(property, () => {
      if (!workloads.has(path)) throw refused(path, "is no workload of this file");
    });
  const end = (property: string, peer: PeerRecord): void => {
    if (peer.kind === "workload") known(`${property}.path`, peer.path);
  };
  for (const [index, { from, to }] of flows.entries()) {
    end(`flows[${index}].from`, from);
    end(`flows[${index}].to`, to);
  }
  for (const [index, { service, gateway, from }] of (kubernetes?.exposures ?? []).entries()) {
    known(`kubernetes.exposures[${index}].service`, service);
    known(`kubernetes.exposures[${index}].gateway`, gateway);
    end(`kubernetes.exposures[${index}].from`, from);
  }
  check.attempt("site.kubernetes", () => {
    const isNowhere = kubernetes !== undefined && site.kubernetes === undefined;
    if (isNowhere) throw refused(undefined, "has to be there: the stack has something in the site's cluster");
  });
  check.throwIfAny();
}
