import { recent } from "../guest/recent";
import { Unreadable } from "../unreadable";

/** The settings of a systemd unit, by section and name. */
export class UnitFile {
  /** Settings in their order, each known as `Section.Name`. */
  private constructor(private readonly settings: readonly (readonly [name: string, value: string])[]) {}

  /** @throws Unreadable for a line that is no section, setting or comment, and for one that goes on in the next */
  static readonly parse: (text: string) => UnitFile = recent(256, (text) => new UnitFile(settingsIn(text)));

  /** This unit with what a drop-in adds. */
  with(dropIn: UnitFile): UnitFile {
    return new UnitFile([...this.settings, ...dropIn.settings]);
  }

  /** Values of a setting such as `Timer.OnCalendar`, in their order; an empty one takes back those before it. */
  all(name: string): readonly string[] {
    const values = this.raw(name);
    return values.slice(values.lastIndexOf("") + 1);
  }

  /** Every line of a setting, also what a later one takes back. */
  raw(name: string): readonly string[] {
    return this.settings.filter(([known]) => known === name).map(([, value]) => value);
  }

  /** The value that counts: the last. @throws Unreadable when there is none */
  one(name: string): string {
    const value = this.all(name).at(-1);
    if (value === undefined) throw new Unreadable(`says nothing of ${name}`);
    return value;
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }
}

function settingsIn(text: string): readonly (readonly [string, string])[] {
  const settings: (readonly [string, string])[] = [];
  let section: string | undefined;
  for (const line of text.split("\n")) {
    if (line === "" || /^[#;]/.test(line)) continue;
    const [, opened] = /^\[([A-Za-z]+)\]$/.exec(line) ?? [];
    const [, name, value = ""] = /^([A-Za-z0-9]+)=(.*)$/.exec(line) ?? [];
    if (opened !== undefined) section = opened;
    else if (section === undefined || name === undefined || value.endsWith("\\")) {
      throw new Unreadable(`has a line ${JSON.stringify(line)}`);
    } else settings.push([`${section}.${name}`, value]);
  }
  return settings;
}
