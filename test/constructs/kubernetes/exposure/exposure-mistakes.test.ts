import { describe, expect, test } from "@jest/globals";
import { type Environment, Exposure, Peer, RedundantVms, VmSize } from "../../../../lib";
import { type ExposeProps, exposeService } from "../../../../lib/constructs/kubernetes/exposure/expose";
import type { AdminProps } from "../../../../lib/model/admin";
import type { Mistake } from "../../../../lib/model/mistake";
import { admins } from "../../../../stacks/admins";
import { Answering, everywhere, inProduction, whitelisted } from "./answering";

const HOST = "www.example.nl";
const WEB = "verne/production/apps/web";

/** What is wrong with one exposure in production. */
function mistakesWith(changes: object, audience: unknown = Peer.vpn()): readonly Mistake[] {
  const props = { hostname: HOST, why: "visitors", ...changes } as ExposeProps;
  return inProduction((service) => exposeService(service, audience as Peer, props)).mistakes;
}

function only(mistakes: readonly Mistake[]): Mistake {
  expect(mistakes).toHaveLength(1);
  return mistakes[0] as Mistake;
}

describe("what is exposed wrongly is told on the service", () => {
  test("nothing is wrong with a name, a reason and an audience", () => {
    expect(mistakesWith({})).toEqual([]);
    expect(mistakesWith({ path: "/api/v2", key: "rsa-3072", issuer: "other.issuer", timeout: 300 })).toEqual(
      [],
    );
  });

  test.each([
    ["without a name", { hostname: undefined }, "expose.hostname", "(missing)"],
    ["a name that is not fully qualified", { hostname: "www" }, "expose.hostname", '"www"'],
    ["an address", { hostname: "192.0.2.1" }, "expose.hostname", '"192.0.2.1"'],
    ["a name in capitals", { hostname: "WWW.example.nl" }, "expose.hostname", '"WWW.example.nl"'],
    ["a URL", { hostname: "https://www.example.nl" }, "expose.hostname", '"https://www.example.nl"'],
    ["without a reason", { why: undefined }, "expose.why", "(missing)"],
    ["a path without a slash", { path: "api" }, "expose.path", '"api"'],
    ["a path that ends in a slash", { path: "/api/" }, "expose.path", '"/api/"'],
    ["a path with steps back", { path: "/api/../admin" }, "expose.path", '"/api/../admin"'],
    ["a path with a pattern", { path: "/api/*" }, "expose.path", '"/api/*"'],
    ["an unknown key", { key: "dsa-1024" }, "expose.key", '"dsa-1024"'],
    ["an issuer that is none", { issuer: "Let's Encrypt" }, "expose.issuer", `"Let's Encrypt"`],
    ["no time at all", { timeout: 0 }, "expose.timeout", "0"],
    ["more time than a connection has", { timeout: 301 }, "expose.timeout", "301"],
  ])("%s", (_, changes, property, value) => {
    const mistake = only(mistakesWith(changes));
    expect(mistake).toMatchObject({ path: WEB, property, value });
    expect(mistake.remedy).not.toBe("");
  });

  test("a wildcard, which speaks for names that nobody declared", () => {
    const mistake = only(mistakesWith({ hostname: "*.example.nl" }));
    expect(mistake.problem).toContain("wildcard");
    expect(mistake.remedy).toBe("expose each name by itself");
  });

  test("what is no exposure at all", () => {
    const app = inProduction((service) => exposeService(service, Peer.vpn(), undefined as never));
    expect(only(app.mistakes)).toMatchObject({ path: WEB, property: "expose", value: "(missing)" });
  });

  test("everything that is wrong with it at once, and nothing is made", () => {
    const app = inProduction((service, _, tenant) => {
      exposeService(service, undefined as never, { hostname: "www", why: "", path: "x", key: "x" as never });
      expect(tenant.exposures.gateways).toEqual([]);
      expect(tenant.exposures.records).toEqual([]);
    });
    expect(app.mistakes.map(({ property }) => property)).toEqual([
      "expose audience",
      "expose.hostname",
      "expose.path",
      "expose.why",
      "expose.key",
    ]);
  });
});

describe("a key below what NCSC-NL asks for needs leave", () => {
  const leave = { owner: "Sanne Vermeer", reason: "an old till cannot do more", until: "2027-06-30" };

  test("RSA of 2048 bits is refused without it", () => {
    expect(only(mistakesWith({ key: "rsa-2048" })).problem).toContain("nobody gave leave");
    expect(mistakesWith({ key: "rsa-2048", keyWaiver: leave })).toEqual([]);
  });

  test("leave that has ended is none", () => {
    const mistake = only(mistakesWith({ key: "rsa-2048", keyWaiver: { ...leave, until: "2027-01-14" } }));
    expect(mistake).toMatchObject({ property: "expose.key", value: '"rsa-2048"' });
    expect(mistake.problem).toContain("ended on 2027-01-14");
  });

  test("leave without an owner is none", () => {
    const [mistake] = mistakesWith({ key: "rsa-2048", keyWaiver: { ...leave, owner: "" } });
    expect(mistake?.property).toBe("expose.key.owner");
  });

  test("leave that nothing needs is said", () => {
    expect(only(mistakesWith({ keyWaiver: leave })).remedy).toBe("take keyWaiver out");
  });
});

describe("an audience is somebody who can come here", () => {
  test("strangers come to production only", () => {
    const expose = (service: Answering, audience: Peer) =>
      exposeService(service, audience, { hostname: `${service.node.id}.example.nl`, why: "visitors" });
    const app = everywhere((service, { stage }) => {
      expose(service, stage.name === "test" ? Peer.country("NL") : Peer.internet());
    });
    expect(app.mistakes.map(({ path, value }) => `${path} ${value}`)).toEqual([
      "verne/development/apps/web internet",
      "verne/test/apps/web country",
      "verne/acceptance/apps/web internet",
    ]);
    expect(app.mistakes[0]?.problem).toContain("development");
  });

  test("what each stage decides is never a mistake", () => {
    const app = everywhere(
      (service, environment) =>
        exposeService(service, environment.audience, {
          hostname: `${environment.stage.name}.example.nl`,
          why: "visitors",
        }),
      { exposure: Exposure.PUBLIC, whitelist: whitelisted("198.51.100.0/24") },
    );
    expect(app.mistakes).toEqual([]);
    const classes = ["development", "test", "acceptance", "production"].map((stage) =>
      app.stack(`verne/${stage}`).model.kubernetes?.exposures.map(({ exposure }) => exposure),
    );
    expect(classes).toEqual([["closed"], ["closed"], ["restricted"], ["public"]]);
  });

  test("nobody with IPv4 is nobody the cluster can be reached by, also where the client has IPv6", () => {
    const app = inProduction(
      (service) =>
        exposeService(service, Peer.networks("2a00:1450::/32"), { hostname: HOST, why: "a partner" }),
      { network6: "2001:db8:5::/48" },
    );
    const mistake = only(app.mistakes);
    expect(mistake).toMatchObject({ path: WEB, property: "expose audience", value: "networks" });
    expect(mistake.problem).toContain("names nobody the cluster can be reached by");
  });

  test("a network of this house is nobody's outside", () => {
    expect(only(mistakesWith({}, Peer.networks("10.0.0.0/24"))).problem).toContain("is of this house");
  });

  test("pods come to each other without a gateway", () => {
    const app = inProduction((service, _, tenant) => {
      exposeService(service, new Answering(tenant, "other"), { hostname: HOST, why: "visitors" });
    });
    expect(only(app.mistakes).remedy).toContain("connections.allowFrom");
  });

  test("servers of another stage do not come here", () => {
    const batches = new Map<string, RedundantVms>();
    const build = (service: Answering, environment: Environment) => {
      batches.set(environment.stage.name, new RedundantVms(environment, "batch", { size: VmSize.SMALL }));
      const other = batches.get("acceptance");
      if (environment.stage.name === "production" && other !== undefined)
        exposeService(service, other, { hostname: HOST, why: "reports" });
    };
    const mistake = only(everywhere(build).mistakes);
    expect(mistake.value).toBe("verne/acceptance/batch");
    expect(mistake.problem).toContain("stages and clients cannot reach each other");
  });

  test("administrators whose access has ended are left out, and spoken of", () => {
    const gone = { ...(admins[0] as AdminProps), until: "2027-01-01" };
    const app = inProduction((service) =>
      exposeService(service, Peer.admins(gone), { hostname: HOST, why: "looking after" }),
    );
    expect(app.mistakes).toEqual([]);
    expect(app.notices.map(({ text }) => text)).toContain(
      'access of everyone in "looking after" has ended and is left out',
    );
    expect(app.stack("verne/production").model.kubernetes?.exposures).toEqual([]);
  });
});

describe("a name is one thing", () => {
  test("two services under one name need different paths", () => {
    const app = inProduction((service, _, tenant) => {
      const other = new Answering(tenant, "other");
      exposeService(service, Peer.vpn(), { hostname: HOST, why: "administrators" });
      exposeService(other, Peer.vpn(), { hostname: HOST, path: "/other", why: "administrators" });
      exposeService(other, Peer.vpn(), { hostname: HOST, why: "administrators" });
    });
    const mistake = only(app.mistakes);
    expect(mistake).toMatchObject({
      path: `${WEB.replace("web", "other")}`,
      property: "expose.path",
      value: '"/"',
    });
    expect(mistake.problem).toBe(`is where ${WEB} answers already, under ${HOST}`);
  });

  test("a wider audience than the first is refused, a narrower one joins it", () => {
    const both = (first: Peer, second: Peer) =>
      inProduction((service) => {
        exposeService(service, first, { hostname: HOST, why: "the first" });
        exposeService(service, second, { hostname: HOST, why: "the second" });
      });
    const mistake = only(both(Peer.vpn(), Peer.internet()).mistakes);
    expect(mistake).toMatchObject({ property: "expose.hostname", value: HOST });
    expect(mistake.remedy).toBe("expose it to its widest audience first, and then it is gateway-public's");

    const joined = both(Peer.internet(), Peer.vpn());
    expect(joined.mistakes).toEqual([]);
    const { kubernetes } = joined.stack("verne/production").model;
    expect(kubernetes?.exposures.map(({ gateway }) => gateway)).toEqual([
      "verne/production/apps/gateway-public",
      "verne/production/apps/gateway-public",
    ]);
    expect(kubernetes?.workloads.filter(({ kind }) => kind === "gateway")).toHaveLength(1);
  });

  test.each([
    ["key", { key: "rsa-4096" }, '"rsa-4096"'],
    ["issuer", { issuer: "another" }, '"another"'],
    ["timeout", { timeout: 10 }, "10"],
  ])("its %s is the first one's", (property, changes, value) => {
    const app = inProduction((service) => {
      exposeService(service, Peer.vpn(), { hostname: HOST, why: "administrators" });
      const props = { hostname: HOST, why: "a partner", ...changes } as ExposeProps;
      exposeService(service, Peer.vpn(), props);
    });
    expect(only(app.mistakes)).toMatchObject({ property: `expose.${property}`, value });
  });

  test("a gateway has no more names than it can have listeners", () => {
    const app = inProduction((service) => {
      for (let number = 1; number <= 64; number++)
        exposeService(service, Peer.vpn(), { hostname: `n${number}.example.nl`, why: "administrators" });
    });
    expect(only(app.mistakes)).toMatchObject({ property: "expose.hostname", value: "n64.example.nl" });
  });
});
