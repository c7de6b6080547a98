import { describe, expect, test } from "@jest/globals";
import { Exposure, Peer, Port, Stage } from "../../../lib";
import type { ModelFile } from "../../../lib/model/model-file";
import { accessChanged } from "../../../lib/review/meaning/access";
import type { Body } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { edited, groupsIn, modelsOf, street } from "./support/streets";

const changes = (before: readonly ModelFile[], after: readonly ModelFile[]) =>
  accessChanged({ models: before, outputs: [] }, { models: after, outputs: [] });

const CLUB = { network: "198.51.100.0/28", owner: "Reform Club", reason: "tests", until: "2027-05-01" };
const OTHER = { network: "203.0.113.0/26", owner: "Bank of England", reason: "tests", until: "2027-06-01" };

const listed = (...whitelist: (typeof CLUB & { readonly list?: string })[]) =>
  street({ exposure: Exposure.RESTRICTED, whitelist }, (environment) => {
    groupsIn(environment).web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
  });

describe("whitelists", () => {
  test("tell who is new, with the network, who answers for it and the last day", () => {
    expect(changes(listed(CLUB), listed(CLUB, OTHER))).toEqual([
      {
        kind: "given",
        what: "whitelist",
        where: "verne",
        who: "Bank of England",
        before: undefined,
        after: "203.0.113.0/26",
        owner: "Bank of England",
        until: "2027-06-01",
      },
    ]);
  });

  test("tell who is gone, and nothing where nothing changed", () => {
    expect(changes(listed(CLUB, OTHER), listed(CLUB))).toMatchObject([
      { kind: "taken", who: "Bank of England", before: "203.0.113.0/26", after: undefined },
    ]);
    expect(changes(listed(CLUB, OTHER), listed(OTHER, CLUB))).toEqual([]);
  });

  test("tell a later last day as changed, with both", () => {
    expect(changes(listed(CLUB), listed({ ...CLUB, until: "2027-09-01" }))).toMatchObject([
      {
        kind: "changed",
        who: "Reform Club",
        before: "198.51.100.0/28, until 2027-05-01",
        after: "198.51.100.0/28, until 2027-09-01",
        until: "2027-09-01",
      },
    ]);
  });

  test("tell a network that somebody else has now as taken from one and given to the other", () => {
    const found = changes(listed(CLUB), listed({ ...CLUB, owner: "Bank of England" }));
    expect(found.map(({ kind, who }) => [kind, who])).toEqual([
      ["taken", "Reform Club"],
      ["given", "Bank of England"],
    ]);
  });

  test("tell the list an entry stands on, and not that its reason is put otherwise", () => {
    expect(changes(listed(CLUB), listed({ ...CLUB, list: "Offices" }))).toMatchObject([
      { before: "198.51.100.0/28", after: "198.51.100.0/28 (list Offices)" },
    ]);
    expect(changes(listed(CLUB), listed({ ...CLUB, reason: "other words" }))).toEqual([]);
  });
});

describe("administrators", () => {
  const fleet = modelsOf(buildFleet());
  const [first] = fleet.find(({ kind }) => kind === "platform")?.admins ?? [];
  const onPlatforms = (edit: (admins: Body[]) => void) =>
    edited(fleet, (stacks) => {
      for (const { kind, admins } of Object.values(stacks)) if (kind === "platform") edit(admins);
    });

  test("tell who is no longer one, once for all sites", () => {
    const without = onPlatforms((admins) => void admins.shift());
    expect(changes(fleet, without)).toMatchObject([
      {
        kind: "taken",
        what: "administrator",
        where: "amsterdam, alkmaar",
        who: first?.person,
        before: expect.stringContaining(`SSH and the VPN as ${first?.login}`),
        until: `${first?.until}`,
      },
    ]);
    expect(changes(without, fleet)).toMatchObject([{ kind: "given", who: first?.person }]);
  });

  test("tell another last day, and a key that was replaced, before and after", () => {
    const [before, after] = ["2027-08-01", "2027-09-01"].map((until) =>
      onPlatforms(([admin]) => Object.assign(admin as Body, { until })),
    ) as [readonly ModelFile[], readonly ModelFile[]];
    expect(changes(before, after)).toMatchObject([
      { kind: "changed", before: expect.stringMatching(/until 2027-08-01$/), until: "2027-09-01" },
    ]);
    const wireguardKey = Buffer.alloc(32, 7).toString("base64");
    const found = changes(
      fleet,
      onPlatforms(([admin]) => Object.assign(admin as Body, { wireguardKey })),
    );
    expect(found).toMatchObject([{ kind: "changed", who: first?.person }]);
    expect(found[0]?.before).not.toContain(wireguardKey);
    expect(found[0]?.after).toContain(`WireGuard key ${wireguardKey}`);
  });

  test("tell a flow that is for one of them by name", () => {
    const { login, person, sshKey, wireguardKey, until } = first as NonNullable<typeof first>;
    const props = { login, person, sshKey: `${sshKey}`, wireguardKey, until: `${until}` };
    const platforms = fleet.filter(({ kind }) => kind === "platform");
    const build = (isOpen: boolean) => [
      ...platforms,
      ...street({}, (environment) => {
        const { web } = groupsIn(environment);
        if (!isOpen || environment.stage !== Stage.TEST) return;
        web.connections.allowFrom(Peer.admins(props), Port.tcp(9000), { why: "a console" });
      }),
    ];
    expect(changes(build(false), build(true))).toMatchObject([
      { kind: "given", what: "administrator", where: "verne/test/web", who: person, after: "tcp/9000" },
    ]);
  });
});

describe("waivers", () => {
  const facts = {
    rule: "no-such-rule",
    resource: "verne/production/web",
    reason: "a host is on its way",
    owner: "Jo de Vries",
    ticket: "OPS-1",
    until: "2027-03-01",
  };
  const allowed = (...waivers: (typeof facts)[]) => street({ waivers });

  test("tell what is allowed, by whom and until when, once for all stacks of a client", () => {
    expect(changes(allowed(), allowed(facts))).toEqual([
      {
        kind: "given",
        what: "waiver",
        where: "verne",
        who: "Jo de Vries",
        before: undefined,
        after: "not to keep no-such-rule at verne/production/web",
        owner: "Jo de Vries",
        until: "2027-03-01",
      },
    ]);
    expect(changes(allowed(facts), allowed())).toMatchObject([{ kind: "taken" }]);
  });

  test("tell another owner or last day as changed", () => {
    const [change] = changes(allowed(facts), allowed({ ...facts, owner: "Aouda Fogg", until: "2027-04-01" }));
    expect(change).toMatchObject({ kind: "changed", who: "Aouda Fogg", until: "2027-04-01" });
    expect(change?.before).toMatch(/answered for by Jo de Vries, until 2027-03-01$/);
    expect(change?.after).toMatch(/answered for by Aouda Fogg, until 2027-04-01$/);
  });
});
