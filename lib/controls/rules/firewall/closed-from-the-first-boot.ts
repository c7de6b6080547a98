import { readRuleset } from "../../guest/nftables";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesOf, textIn } from "../../subjects/frozen";
import { machines } from "../../subjects/walls/firewalls";

/** What is loaded before a server has been told what is open, and where that does not load. */
const CLOSED = ["/etc/nftables.conf", "/etc/straat/closed.nft"] as const;

const LOOPBACK = ["loopback in", "loopback out"];

/** H-05, H-22: closed is what holds where nobody has said anything yet. */
export const closedFromTheFirstBoot = stackRule<Machine>({
  id: "closed-from-the-first-boot",
  info: "until a server has been told what is open, and where that does not load, nothing comes in, goes out or passes through",
  explanation:
    "The minutes in which a server is set up are those in which it is weakest. A firewall that opens when something is wrong with it is opened by doing something wrong to it.",
  remedy:
    "leave the files of the first boot as they are rendered, and raise the generation of a server that has others",
  promises: ["H-05", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "an open door is not closed by what comes later" },
  subjects: machines,
  judge: (machine) =>
    CLOSED.flatMap((path) => {
      const { chains } = readRuleset(textIn(filesOf(machine), path));
      return (["input", "forward", "output"] as const).flatMap((hook) => {
        const chain = chains.get(hook);
        if (chain === undefined) return [`${path} has no chain for ${hook}`];
        const within = chain.statements.flatMap((one) => (one.kind === "fixed" ? [one.name] : []));
        // A server that cannot speak with itself does not come as far as being told.
        if (hook !== "forward" && !within.some((name) => LOOPBACK.includes(name))) {
          return [`${path} keeps a server from speaking with itself (${hook})`];
        }
        const isClosed = `${chain.type} ${chain.priority} ${chain.policy}` === "filter filter drop";
        const open = chain.statements.filter((one) => one.kind !== "fixed" || !LOOPBACK.includes(one.name));
        return isClosed && open.length === 0 ? [] : [`${path} is not closed for ${hook}`];
      });
    }),
});
