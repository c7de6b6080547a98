import { readDocument } from "../../guest/live-document";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { DOCUMENT_PREFIX } from "../../subjects/guest-settings";
import { Unreadable } from "../../unreadable";

/** B-07: a document that a server refuses leaves it with the one before, and nobody notices here. */
export const documentsAreWhole = stackRule({
  id: "documents-are-whole",
  info: "every live document unpacks, is what its key says, and is the text its digest was made of",
  explanation:
    "A server refuses a document that is cut short or changed on its way, and keeps the one it has: a firewall that should have closed stays open.",
  remedy: "synthesize again, and let nothing change cdk.tf.json afterwards",
  promises: ["B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what cannot be read can say anything" },
  subjects: Machine.in,
  judge({ settings }) {
    const keys = Object.keys(settings.values).filter((key) => key.startsWith(DOCUMENT_PREFIX));
    return keys.flatMap((key) => {
      try {
        readDocument(key, settings.values[key]);
        return [];
      } catch (error) {
        if (error instanceof Unreadable) return [error.message];
        throw error;
      }
    });
  },
});
