import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { CountryEdge, dated, day, read, SMALL } from "../../support/country-edge";
import { describeWith } from "../../support/tool";

const SETS = [["NL"], ["BE", "NL"]] as const;

/** One range of each country is another; far less than a fifth of their addresses. */
const REFRESHED = dated(SMALL, day(-1))
  .replace("193.0.7.255", "193.0.9.255")
  .replace("193.191.255.255", "193.191.255.9")
  .replace("2a01:7cf:", "2a01:7ce:");

describeWith("nft", "apt-get install nftables", "the country sets of an edge", () => {
  let edge: CountryEdge;
  beforeAll(async () => {
    edge = await CountryEdge.with(...SETS);
  });
  afterAll(() => edge.remove());
  /** Each test begins with the small source in use. */
  beforeEach(() => {
    rmSync(edge.directory, { recursive: true, force: true });
    edge.declare(SETS);
    edge.reload();
    edge.publish(SMALL);
    expect(edge.run()).toMatchObject({ code: 0, status: { ok: true } });
  });

  /** Runs the script, which has to refuse, tell why, and leave all that is in use as it is. */
  function expectRefused(error: RegExp, env: NodeJS.ProcessEnv = {}, source?: string): void {
    const before = edge.inUse;
    const { code, status } = edge.run(env, source);
    expect(status).toMatchObject({ ok: false, error: expect.stringMatching(error), date: day(0) });
    expect(code).toBe(1);
    expect(edge.inUse).toEqual(before);
  }

  test("are empty before the first run, and filled by it; a reload of the ruleset fills them again", () => {
    rmSync(edge.directory, { recursive: true });
    edge.reload();
    expect(edge.live.every((set) => set.isEmpty)).toBe(true);
    const { status } = edge.run();
    expect(status).toEqual({
      ok: true,
      error: null,
      date: day(0),
      sha256: read(SMALL).sha256,
      counts: { BE: { v4: 4, v6: 3 }, NL: { v4: 10, v6: 3 } },
    });
    expect(edge.live).toEqual(edge.wanted(SMALL));
    edge.reload();
    expect(edge.live).toEqual(edge.wanted(SMALL));
    const names = ["country_be_nl_v4.nft", "country_be_nl_v6.nft", "country_nl_v4.nft", "country_nl_v6.nft"];
    expect(readdirSync(edge.directory).sort()).toEqual([".lock", ...names, "last-good", "status.json"]);
  });

  test("follow the source, live and after a reload", () => {
    edge.publish(REFRESHED);
    expect(edge.run().status).toMatchObject({ ok: true, date: day(-1), sha256: read(REFRESHED).sha256 });
    expect(edge.live).toEqual(edge.wanted(REFRESHED));
    expect(edge.live).not.toEqual(edge.wanted(SMALL));
    edge.reload();
    expect(edge.live).toEqual(edge.wanted(REFRESHED));
  });

  test.each([
    ["is stale", dated(SMALL, day(-8)), /^stale: .* are 8 days old, 7 are allowed/],
    ["lies ahead", dated(SMALL, day(3)), /lies ahead$/],
    ["has no date", dated(SMALL, "2026-02-30"), /the date is not a day/],
    ["tells no licence", SMALL.replace("# licence:", "#"), /the header does not tell/],
    ["lacks a country", SMALL.replace(/^BE,.*\n/gm, ""), /^BE has no addresses/],
    ["is empty", "", /the header does not tell/],
    [
      "grew too much",
      `${SMALL}NL,145.0.0.0,145.255.255.255\n`,
      /^suspicious: NL IPv4 .* \d+% added, 0% removed/,
    ],
    ["shrank too much", SMALL.replace(/^NL,2001.*\n/gm, ""), /^suspicious: NL IPv6 .* 0% added, 50% removed/],
    ["became another", SMALL.replaceAll("130.", "129."), /^suspicious: NL IPv4 .* 23% added, 23% removed/],
    [
      "overlaps itself",
      `${SMALL}BE,80.100.7.0,80.100.7.9\n`,
      /^80.100.7.0-80.100.7.9 of BE overlaps .* of NL$/,
    ],
  ])("stay what they are when the source %s", (_, text, error) => {
    edge.publish(text);
    expectRefused(error);
  });

  test("stay what they are when the source is not what was published, or is not there", () => {
    edge.publish(`${REFRESHED}# x\n`, read(REFRESHED).sha256);
    expectRefused(/^sha256 [0-9a-f]{64} is not the declared one$/);
    edge.publish(REFRESHED, "");
    expectRefused(/^sha256 .* is not the declared one$/);
    expectRefused(/^the source cannot be fetched: .*No such file/, {}, "/nowhere/countries.txt");
    expectRefused(/^the source cannot be fetched/, {}, "http://mirror.example.nl/countries.txt");
  });

  test("follow a suspicious source once, when somebody accepts it", () => {
    edge.publish(`${SMALL}NL,145.0.0.0,145.255.255.255\n`);
    expectRefused(/suspicious/);
    writeFileSync(join(edge.directory, "accept-once"), "");
    expect(edge.run()).toMatchObject({ code: 0, status: { ok: true, counts: { NL: { v4: 11 } } } });
    expect(existsSync(join(edge.directory, "accept-once"))).toBe(false);
    edge.publish(SMALL);
    expectRefused(/^suspicious: NL IPv4 changes too much: 0% added, 9\d% removed/);
  });

  test("are never filled with what somebody accepts and is broken", () => {
    edge.publish(dated(SMALL, day(-30)));
    writeFileSync(join(edge.directory, "accept-once"), "");
    expectRefused(/stale/);
  });

  test("stay what they are when the ruleset would not load with them, or has no use for them", () => {
    edge.publish(REFRESHED);
    edge.declare(SETS, "");
    expectRefused(/no line that includes the country sets/);
    edge.declare([["NL"]]);
    expectRefused(/^the ruleset would not load: .*No such file or directory/);
    edge.declare(SETS);
    const full = edge.standIns({
      nft: '[ "$1" = -c ] || { echo "Error: no memory" >&2; exit 1; }; real "$@"',
    });
    expectRefused(/^the sets in use cannot be filled: Error: no memory/, full);
    writeFileSync(edge.ruleset, "nonsense\n", { flag: "a" });
    expectRefused(/^the ruleset would not load: .*syntax error/);
  });

  test("that the ruleset no longer has do not keep it from loading, and are cleared away by the next run", () => {
    edge.declare([["BE"]]);
    edge.reload();
    edge.declare(SETS);
    edge.reload();
    writeFileSync(join(edge.directory, "country_de_v4.nft"), "");
    edge.run();
    expect(readdirSync(edge.directory)).not.toContain("country_de_v4.nft");
    expect(edge.live).toEqual(edge.wanted(SMALL));
  });

  test("are fetched over https only, and stay what they are when that fails", () => {
    const asked = join(edge.folder, "asked");
    const curl = `echo "$*" >> ${asked}
      while [ "$1" != --output ]; do shift; done
      cp "$(echo "$4" | sed "s,https://m,${edge.folder},")" "$2"`;
    edge.publish(REFRESHED);
    expect(edge.run(edge.standIns({ curl }), "https://m/source.txt").status.ok).toBe(true);
    const [data, digest] = readFileSync(asked, "utf8").trim().split("\n");
    expect(data).toMatch(/^--fail .*--proto =https --max-time \d+ .*--url https:\/\/m\/source\.txt$/);
    expect(digest).toMatch(/--url https:\/\/m\/source\.txt\.sha256$/);
    edge.publish(SMALL);
    edge.run();
    const broken = edge.standIns({ curl: "echo 'curl: (22) error: 404' >&2; exit 22" });
    expectRefused(/^the source cannot be fetched: curl: \(22\) error: 404$/, broken, "https://m/source.txt");
  });

  test("are the old or the new ones whenever the run is killed, live and on disk, and the next run mends it", () => {
    const killer = `echo >> ${edge.folder}/count; [ $(wc -l < ${edge.folder}/count) -ne "$KILL_AT" ] || kill -KILL 0; real "$@"`;
    const names = ["awk", "nft", "mv", "rm", "sed", "sort", "sync"];
    const env = edge.standIns(Object.fromEntries(names.map((name) => [name, killer])));
    const good = [edge.wanted(SMALL), edge.wanted(REFRESHED)];
    const isGood = (sets: CountryEdge["live"]) =>
      sets.every((set, at) => good.some((some) => some[at]?.equals(set)));
    let killed = 0;
    for (let at = 1; killed === at - 1; at++) {
      edge.publish(at % 2 === 0 ? SMALL : REFRESHED);
      rmSync(`${edge.folder}/count`, { force: true });
      const script = join(edge.folder, "country-sets");
      const { signal } = edge.exec("sh", [script, edge.source], { ...env, KILL_AT: String(at) });
      if (signal === "SIGKILL") killed++;
      expect([at, isGood(edge.live)]).toEqual([at, true]);
      edge.reload();
      expect([at, isGood(edge.live)]).toEqual([at, true]);
    }
    expect(killed).toBeGreaterThan(20);
    edge.publish(SMALL);
    expect(edge.run().status.ok).toBe(true);
    expect(edge.live).toEqual(edge.wanted(SMALL));
  }, 60_000);
});
