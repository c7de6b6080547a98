import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type DeclaredFlow, flows } from "../../subjects/walls/walls";
import { portCount } from "../../subjects/walls/wide";

/** Kubernetes gives 2,768 ports to services on its nodes, which is the widest range in common use. */
const PORTS_MAX = 2768;

/** H-06: a flow is over the ports it needs. */
export const portRangesAreNarrow = stackRule<DeclaredFlow>({
  id: "port-ranges-are-narrow",
  info: `no declared flow is over more than ${PORTS_MAX} ports`,
  explanation:
    "In a wide range of ports other programs listen than the one it was opened for, now or after the next update.",
  remedy: "let the program use fewer ports, and declare those: Port.udpRange(60000, 61000)",
  promises: ["H-05", "H-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: flows,
  judge: ({ flow: { port } }) =>
    portCount(port) > PORTS_MAX ? `it is over ${portCount(port)} ports, ${port}` : undefined,
});
