import type { Exposure } from "../../../model/exposure";
import type { PeerRecord } from "../../../model/peer";
import { Stage } from "../../../model/stage";
import { WARNING_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type DeclaredFlow, flows } from "../../subjects/walls/walls";
import { Unreadable } from "../../unreadable";

/** What each exposure lets in, beside whom a flow names on the spot. */
const OPEN_TO: Readonly<Record<Exposure, readonly PeerRecord["kind"][]>> = {
  closed: [],
  restricted: ["whitelist"],
  public: ["whitelist", "internet", "country"],
};

/** H-06: one application may be more open than its client (`audienceOf`); whoever reviews it is told. */
export const exposureIsNotExceeded = stackRule<DeclaredFlow>({
  id: "exposure-is-not-exceeded",
  info: "in production no application is open to more people than the client's exposure says",
  explanation:
    "Who reads that a client is closed, or restricted to its whitelist, does not expect one of its applications to be on the internet.",
  remedy:
    "declare the exposure the client really has, or leave environment.audienceOf(…) for environment.audience",
  promises: ["H-06"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: (stack) =>
    stack.model.stage === Stage.PRODUCTION
      ? flows(stack).filter(({ flow }) => OPEN_TO.public.includes(flow.from.kind))
      : [],
  judge({ flow }, { model: { client } }) {
    if (client === undefined) throw new Unreadable("it does not say whose it is");
    const { exposure } = client;
    return OPEN_TO[exposure].includes(flow.from.kind)
      ? undefined
      : `it is open to ${flow.from.kind}, and ${client.name} is ${exposure}`;
  },
});
