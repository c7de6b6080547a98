import { type ChildProcess, type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CountrySetsProps, countrySets } from "../../lib/guest/network/country-sets";
import { Cidr } from "../../lib/model/cidr";
import { countryInclude, countrySetName } from "../../lib/model/country";
import { Day } from "../../lib/model/day";
import { IpAddress } from "../../lib/model/ip";
import { type GeoSource, parseGeoSource } from "../../lib/network/geo-source";
import { FAMILIES } from "../../lib/network/packet-space";
import { RangeSet } from "../../lib/network/range-set";

type Sets = NonNullable<CountrySetsProps["sets"]>;

export const isRoot = process.getuid?.() === 0;

/** Somebody who is not root may have a network of their own too, as root of a user namespace. */
const NEW = isRoot ? ["--net"] : ["--map-root-user", "--net"];
const ENTER = isRoot ? ["--net"] : ["--user", "--net", "--preserve-credentials"];

const NOW = Date.now();

/** The day so many days from now, by the clock of the edges. */
export const day = (offset: number) => new Date(NOW + offset * 86_400_000).toISOString().slice(0, 10);

export const dated = (text: string, date: string) => text.replace(/^# date: .*$/m, `# date: ${date}`);

/** Twenty true allocations, dated today. Its first blank line is line {@link BLANK_LINE}. */
export const SMALL = dated(readFileSync(join(__dirname, "../fixtures/countries-small.txt"), "utf8"), day(0));
export const BLANK_LINE = SMALL.split("\n").indexOf("") + 1;

/** What the library reads in a source. @throws InvalidError when it refuses it */
export function read(text: string): GeoSource {
  const sha256 = createHash("sha256").update(text).digest("hex");
  return parseGeoSource(text, { sha256, today: Day.parse(day(0)), maxAgeDays: 7 });
}

/** The status that the script writes. */
export interface Status {
  readonly ok: boolean;
  readonly error: string | null;
  readonly date: string | null;
  readonly sha256: string | null;
  readonly counts: Readonly<Record<string, { readonly v4: number; readonly v6: number }>>;
}

/**
 * An edge with a folder and a network namespace of its own, in which the rendered script runs with the real nft. The
 * namespace is held by a `cat` that ends with its input: also when the tests are killed nothing is left behind.
 */
export class CountryEdge {
  readonly folder = mkdtempSync(join(tmpdir(), "straat-countries-"));
  readonly source = join(this.folder, "source.txt");
  readonly ruleset = join(this.folder, "ruleset.nft");
  readonly directory = join(this.folder, "countries");

  private constructor(
    private readonly holder: ChildProcess,
    private readonly sets: Sets,
  ) {
    const props = { sets, source: this.source, ruleset: this.ruleset, directory: this.directory };
    const { script } = countrySets({ ...props, program: join(this.folder, "country-sets") });
    writeFileSync(join(this.folder, "country-sets"), script, { mode: 0o755 });
    this.declare(sets);
  }

  /** An edge whose ruleset declares these sets of countries, and is loaded. */
  static async with(...sets: Sets): Promise<CountryEdge> {
    const holder = spawn("unshare", [...NEW, "cat"], { stdio: ["pipe", "pipe", "inherit"] });
    holder.stdin.write("there\n");
    await once(holder.stdout, "data");
    const edge = new CountryEdge(holder, sets);
    edge.reload();
    return edge;
  }

  async remove(): Promise<void> {
    this.holder.stdin?.end();
    await once(this.holder, "exit");
    rmSync(this.folder, { recursive: true });
  }

  /** Writes a ruleset with these sets, without loading it. */
  declare(sets: Sets, include = countryInclude(this.directory)): void {
    const declarations = sets.flatMap((codes) =>
      FAMILIES.map((family) => {
        const type = `type ipv${family}_addr; flags interval; auto-merge;`;
        return `\tset ${countrySetName(codes, family)} { ${type} }`;
      }),
    );
    const table = [
      "table inet straat",
      "delete table inet straat",
      "table inet straat {",
      ...declarations,
      "}",
    ];
    writeFileSync(this.ruleset, `${[...table, include].join("\n")}\n`);
  }

  /** Publishes a source with its digest. */
  publish(text: string, sha256 = createHash("sha256").update(text).digest("hex")): void {
    writeFileSync(this.source, text);
    writeFileSync(`${this.source}.sha256`, `${sha256}  source.txt\n`);
  }

  /** Runs a program in the edge's network, in a process group of its own. */
  exec(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    const command = ["--target", String(this.holder.pid), ...ENTER, "setsid", "--wait", program, ...args];
    const maxBuffer = 64 * 1024 * 1024;
    return spawnSync("nsenter", command, { encoding: "utf8", maxBuffer, env: { ...process.env, ...env } });
  }

  /** Runs the script; its line in the journal is what it leaves in the status file. */
  run(
    env: NodeJS.ProcessEnv = {},
    source = this.source,
  ): { readonly code: number | null; readonly status: Status } {
    const {
      status: code,
      stdout,
      stderr,
    } = this.exec("sh", [join(this.folder, "country-sets"), source], env);
    const file = readFileSync(join(this.directory, "status.json"), "utf8");
    if (stdout !== file || stdout.split("\n").length !== 2) {
      throw new Error(`the journal has ${stdout}${stderr}, the file ${file}`);
    }
    return { code, status: JSON.parse(file) as Status };
  }

  /** Loads the ruleset as it stands. */
  reload(): void {
    const { status, stderr } = this.exec("nft", ["-f", this.ruleset]);
    if (status !== 0) throw new Error(`the ruleset does not load: ${stderr}`);
  }

  /** What the kernel has in the declared sets, IPv4 before IPv6. */
  get live(): readonly RangeSet[] {
    return this.sets.flatMap((codes) =>
      FAMILIES.map((family) => this.liveSet(countrySetName(codes, family))),
    );
  }

  /** What it should have, as the library reads the source. */
  wanted(text: string): readonly RangeSet[] {
    const { ranges } = read(text);
    const union = (codes: readonly string[], family: 4 | 6) =>
      codes.reduce((all, code) => all.union(ranges(code, family)), RangeSet.EMPTY);
    return this.sets.flatMap((codes) => FAMILIES.map((family) => union(codes, family)));
  }

  /** What is in use, live and for a reload: to be compared with what was before. */
  get inUse(): unknown {
    const kept = readdirSync(this.directory).filter((name) => name !== "status.json");
    const files = kept.map((name) => [name, readFileSync(join(this.directory, name), "utf8")]);
    return { live: this.live, files: Object.fromEntries(files) };
  }

  private liveSet(name: string): RangeSet {
    const { stdout, stderr } = this.exec("nft", ["list", "set", "inet", "straat", name]);
    if (stderr !== "") throw new Error(stderr);
    const elements = /elements = \{([^}]*)\}/.exec(stdout)?.[1]?.split(",") ?? [];
    return RangeSet.of(...elements.map((element) => rangeOf(element.trim())));
  }

  /** An environment in which these programs are shell scripts. In them `real "$@"` becomes the program itself. */
  standIns(programs: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    const bin = join(this.folder, "bin");
    if (existsSync(bin)) rmSync(bin, { recursive: true });
    mkdirSync(bin);
    for (const [name, text] of Object.entries(programs)) {
      const real = `real() { PATH=\${PATH#*:}; exec ${name} "$@"; }`;
      writeFileSync(join(bin, name), `#!/bin/sh\n${real}\n${text}\n`, { mode: 0o755 });
    }
    return { PATH: `${bin}:${process.env["PATH"]}` };
  }
}

function rangeOf(element: string): { readonly first: bigint; readonly last: bigint } {
  if (element.includes("/")) {
    const { first, last } = Cidr.parse(element);
    return { first: first.value, last: last.value };
  }
  const [first = "", last = first] = element.split("-");
  return { first: IpAddress.parse(first).value, last: IpAddress.parse(last).value };
}
