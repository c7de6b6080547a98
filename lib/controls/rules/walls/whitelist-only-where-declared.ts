import type { PeerRecord } from "../../../model/peer";
import { Stage } from "../../../model/stage";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type DeclaredFlow, flows } from "../../subjects/walls/walls";
import { Unreadable } from "../../unreadable";

/** V-09: a whitelist is the client's, and lets people at acceptance and production only. */
export const whitelistOnlyWhereDeclared = stackRule<DeclaredFlow>({
  id: "whitelist-only-where-declared",
  info: "who comes by a whitelist is on the client's, and comes to acceptance or production",
  explanation:
    "The whitelist is what the client agreed to and what is looked through for entries that have ended. Addresses that a flow brings itself are on nobody's list.",
  remedy: "put the entry in the client's whitelist, and declare the flow with environment.audience",
  promises: ["V-09", "H-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => flows(stack).filter(({ flow }) => whitelistsOf(flow).length > 0),
  judge({ flow }, { model: { client, stage } }) {
    if (client === undefined || stage === undefined) throw new Unreadable("it does not say whose it is");
    const listed = client.whitelist.map((entry) => JSON.stringify(entry));
    const others = whitelistsOf(flow).flatMap(({ entries }) =>
      entries.filter((one) => !listed.includes(JSON.stringify(one))),
    );
    return [
      ...(stage === Stage.ACCEPTANCE || stage === Stage.PRODUCTION
        ? []
        : [`it lets a whitelist in to ${stage}`]),
      ...others.map(
        ({ network, owner, until }) =>
          `${network} of ${owner} until ${until} is not on the whitelist of ${client.name}`,
      ),
    ];
  },
});

function whitelistsOf(flow: DeclaredFlow["flow"]): readonly Extract<PeerRecord, { kind: "whitelist" }>[] {
  return [flow.from, flow.to].filter((peer) => peer.kind === "whitelist");
}
