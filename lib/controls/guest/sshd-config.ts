import { Unreadable } from "../unreadable";
import { told } from "./decode";
import { linesOf } from "./lines";
import { recent } from "./recent";

/** Where all of sshd's configuration is: it includes no other file. */
export const SSHD_CONFIG = "/etc/ssh/sshd_config";

/** Settings of sshd, by keyword in lower case, as sshd itself takes them. */
export type SshdSettings = ReadonlyMap<string, string>;

/**
 * Reads a configuration of sshd of which every line holds for everybody.
 *
 * @throws Unreadable for a keyword that is there twice (of most sshd takes the first, of some all), for `Include` and
 *   `Match`, by which a setting would hold for some and not for others, and for quotes
 */
export const readSshdConfig: (text: string) => SshdSettings = recent(64, (text) =>
  told(SSHD_CONFIG, () => {
    const settings = new Map<string, string>();
    for (const line of linesOf(text)) {
      if (line === "" || line.startsWith("#")) continue;
      const [, word = "", value] = /^([A-Za-z0-9]+) ([^\s"'#]+(?: [^\s"'#]+)*)$/.exec(line) ?? [];
      const keyword = word.toLowerCase();
      const isPartial = ["include", "match"].includes(keyword);
      if (value === undefined || isPartial) throw new Unreadable(`has a line ${JSON.stringify(line)}`);
      if (settings.has(keyword)) throw new Unreadable(`says ${word} twice`);
      settings.set(keyword, value);
    }
    return settings;
  }),
);
