import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { textIn } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { PROGRAMS, wrongRecurring } from "../../subjects/recurring";
import { forFiles, numberIn } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";

const LIST = "/etc/straat/documents";
const SETTINGS = "/etc/straat/agent.conf";
/** A handler that takes longer holds up all others; in seconds. */
const MOST_SECONDS = 600;
/** How often a server looks whether it was told something else, in minutes. */
const AGENT_MINUTES = 1;

/** B-07, V-03: what is written here holds on the server a minute later; access that is taken away is gone. */
export const documentsReachTheServer = stackRule({
  id: "documents-reach-the-server",
  info: "servers bring each live document they are given into use, every minute, and raise the alarm when they cannot",
  explanation:
    "A document that no program reads changes nothing: somebody who was taken off the list still logs in, and a port that was closed here is open there.",
  remedy: "leave the agent, its timer and the list of documents to the library; add documents through it",
  promises: ["B-07", "V-03", "B-13"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what is reviewed here would not be what holds on the server" },
  subjects: machines,
  judge: (machine) => wrongAgent(machine),
});

const wrongAgent = forFiles((files) => {
  const handlers = wordsOf(textIn(files, LIST)).map((name) => `${PROGRAMS}/documents/${name}`);
  const limit = numberIn(files, SETTINGS, "handler_seconds");
  const gone = handlers.filter((path) => files.get(path)?.mode !== "0755");
  return [
    ...gone.map((path) => `${path} is not there, or is no program`),
    ...(limit >= 1 && limit <= MOST_SECONDS ? [] : [`${SETTINGS} lets a handler take ${limit} seconds`]),
    ...wrongRecurring(files, { unit: "straat-agent", program: "agent", atMost: AGENT_MINUTES }),
  ];
});
