import { Exposure } from "../../../model/exposure";
import type { ClientRecord, ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { Stage } from "../../../model/stage";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { Unreadable } from "../../unreadable";

/** H-06: the stage and the declared exposure say for whom an environment is, and nothing else does. */
export const audienceFitsTheStage = stackRule<Subject>({
  id: "audience-fits-the-stage",
  info: "an environment is for the VPN in development and test, for the whitelist in acceptance, and for whom the exposure says in production",
  explanation:
    "Client files let in environment.audience. Were that everyone in an earlier stage, every application there would be on the internet at once.",
  remedy: "synthesize again: the stage decides the audience; what production shows follows from exposure",
  promises: ["H-06", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "for whom a stage is follows from the stage" },
  subjects: ({ name, model }) => (model.kind === "environment" ? [{ id: name }] : []),
  judge(_, { model }) {
    const { audience, client } = model;
    if (audience === undefined || client === undefined)
      throw new Unreadable("it does not say whose it is and for whom");
    const wanted = audienceIn(model, client);
    const [found, expected] = [audience, wanted].map((peer) => JSON.stringify(peer));
    return found === expected ? undefined : `it is for ${told(audience)}, and should be for ${told(wanted)}`;
  },
});

function audienceIn({ stage }: ModelFile, { exposure, whitelist }: ClientRecord): PeerRecord {
  // Without an entry that still holds nobody is on the list, and the VPN is what is left.
  const listed: PeerRecord =
    whitelist.length > 0 ? { kind: "whitelist", entries: whitelist } : { kind: "vpn" };
  if (stage === Stage.ACCEPTANCE) return listed;
  if (stage !== Stage.PRODUCTION || exposure === Exposure.CLOSED) return { kind: "vpn" };
  return exposure === Exposure.PUBLIC ? { kind: "internet" } : listed;
}

function told(peer: PeerRecord): string {
  if (peer.kind !== "whitelist") return peer.kind;
  return `the whitelist ${peer.entries.map(({ network }) => network).join(", ")}`;
}
