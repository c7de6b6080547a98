import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type DeclaredFlow, flows } from "../../subjects/walls/walls";

/** V-04: a scanner's leave to pass is for the application it scans. */
export const scannersSeeTheWebOnly = stackRule<DeclaredFlow>({
  id: "scanners-see-the-web-only",
  info: "vulnerability scanners come in over HTTP and HTTPS, and over nothing else",
  explanation:
    "The addresses of scanning services are shared by all their customers, so whoever is a customer comes from them.",
  remedy: "write Port.HTTPS or Port.HTTP for Peer.scanners(…)",
  promises: ["V-04", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => flows(stack).filter(({ flow }) => flow.from.kind === "scanners"),
  judge: ({ flow: { port } }) =>
    ["tcp/80", "tcp/443"].includes(`${port}`) ? undefined : `it is over ${port}`,
});
