import { describe, expect, test } from "@jest/globals";
import { TerraformStack, TerraformVariable } from "cdktf";
import { Classification, Port, RedundantVms, Stage, Street, VmSize } from "../../lib";
import { buildApp, buildStreet, clientProps } from "../support/app";
import { oost, west } from "../support/sites";

describe("mistakes of one run", () => {
  test("are reported together, each with its path, its value and a remedy", () => {
    const { mistakes } = buildApp((app) => {
      new Street(app, "verne", clientProps({ network: "10.0.0.1/20", backupSite: oost, productOwner: "" }));
      new Street(
        app,
        "fogg",
        clientProps({ network: "10.0.16.0/24", classification: Classification.PUBLIC }),
      );
      new Street(app, "nemo", clientProps({ network: "10.0.32.0/20" })).forEachEnvironment((environment) => {
        new RedundantVms(environment, "web", { size: VmSize.SMALL, members: 1 });
        Port.tcp(70_000);
      });
    });
    expect(mistakes.map(({ path, property, value }) => [path, property, value]).toSorted()).toEqual(
      [
        ["verne", "backupSite", "oost"],
        ["verne", "productOwner", '""'],
        ["verne", "network", "10.0.0.1/20"],
        ["fogg", "classification", "1 (public)"],
        ["fogg", "network", "10.0.16.0/24"],
        ["nemo/development", "", "70000"],
        ["nemo/test", "", "70000"],
        ["nemo/acceptance/web", "members", "1"],
        ["nemo/acceptance", "", "70000"],
        ["nemo/production/web", "members", "1"],
        ["nemo/production", "", "70000"],
      ].toSorted(),
    );
    expect(mistakes.every(({ remedy }) => remedy.length > 0)).toBe(true);
  });

  test("stop the engine's own synth too, when somebody leaves Straat's aside", () => {
    buildApp((app) => {
      new Street(app, "verne", clientProps()).forEachEnvironment((environment) => {
        new RedundantVms(environment, "web", { size: VmSize.SMALL, members: { production: 1 } });
      });
      expect(() => app.synth()).toThrow("production needs at least 2 members");
    });
  });

  test("are also stacks of the engine's own kind, which no rule would read, wherever they stand", () => {
    const { mistakes } = buildApp((app) => {
      const street = new Street(app, "verne", clientProps());
      new TerraformStack(app, "beside");
      new TerraformStack(street, "verne-inside");
    });
    expect(mistakes.map(({ path, value }) => [path, value])).toEqual([
      ["verne/inside", "TerraformStack"],
      ["beside", "TerraformStack"],
    ]);
    for (const { remedy } of mistakes) expect(remedy).toContain("declare what is in it in an environment");
  });

  test("that only show across clients stop it as well", () => {
    buildApp((app) => {
      new Street(app, "verne", clientProps());
      new Street(app, "fogg", clientProps({ network: "10.0.4.0/22" }));
      expect(() => app.synth()).toThrow("overlaps 10.0.4.0/22, the network of fogg");
    });
  });

  test("in an author's code are told with the error, and other environments are still run", () => {
    const stages: Stage[] = [];
    const { mistakes } = buildStreet({}, (environment) => {
      stages.push(environment.stage);
      if (environment.stage === Stage.TEST) throw new TypeError("x is undefined");
    });
    expect(stages).toHaveLength(4);
    expect(mistakes).toEqual([
      expect.objectContaining({ path: "verne/test", value: "TypeError: x is undefined" }),
    ]);
  });
});

describe("a name", () => {
  const named = (...names: string[]) =>
    buildStreet({ stages: ["development"] }, (environment) => {
      for (const name of names) new RedundantVms(environment, name, { size: VmSize.SMALL });
    });

  test.each([
    ["Web", "write web"],
    ["web_1", "write web-1"],
    ["Café", "write cafe"],
    ["web.", "write web"],
    ["1web", "write web"],
    ["a-name-that-is-too-long-for-us", "write a-name-that-is-too-l"],
    ["", "choose a name"],
    ["web/1", "write web-1"],
    ["web*", "write web"],
  ])("%j is refused, with its normal form as remedy", (name, remedy) => {
    expect(named(name).mistakes[0]?.remedy).toContain(remedy);
  });

  test("that is another's after normalising is refused", () => {
    expect(named("web-1", "Web_1").complaint).toContain("there is a group of servers named web-1 already");
    expect(named("web", "web").complaint).toContain("there is a group of servers named web already");
    expect(named("web-1", "web-2").complaint).toBe("");
  });

  test("of a part of the environment itself is refused", () => {
    expect(named("site").complaint).toContain("named site already");
  });

  test("of a client is refused when it is taken, or would clash with a stage", () => {
    const clients = (...names: string[]) =>
      buildApp((app) => {
        for (const [index, name] of names.entries()) {
          new Street(app, name, clientProps({ network: `10.0.${16 * index}.0/20` }));
        }
      }).complaint;
    expect(clients("verne", "Verne")).toContain("there is a client named verne already");
    expect(clients("verne-production")).toContain("has the word production in it");
    expect(clients("platform")).toContain("has the word platform in it");
    expect(clients("verne", "verne-2", "products")).toBe("");
  });
});

describe("a value that is only known at apply", () => {
  test("is refused wherever a value is needed, once, under its own name", () => {
    const { mistakes } = buildApp((app) => {
      const variables = new Street(app, "fogg", clientProps({ network: "10.0.16.0/20" })).environment("test");
      const token = new TerraformVariable(variables, "token", {});
      const street = new Street(
        app,
        "verne",
        clientProps({
          network: token.stringValue,
          productOwner: token.stringValue,
          vlans: { production: token.numberValue },
          whitelist: [
            { network: "192.0.2.0/24", owner: token.stringValue, reason: "x", until: "2027-12-31" },
          ],
        }),
      );
      street.forEachEnvironment((environment) => {
        if (environment.stage !== Stage.TEST) return;
        new RedundantVms(environment, "web", { size: VmSize.SMALL, members: token.numberValue });
        new RedundantVms(environment, token.stringValue, { size: VmSize.SMALL });
      });
    });
    expect(mistakes.every(({ value }) => value === "(known only at apply)")).toBe(true);
    expect(mistakes.map(({ property }) => property).toSorted()).toEqual(
      ["productOwner", "network", "vlans.production", "whitelist[0].owner", "members", ""].toSorted(),
    );
    expect(mistakes).toHaveLength(6);
  });
});

describe("what only shows with all clients together", () => {
  const pair = (first: object, second: object) =>
    buildApp((app) => {
      new Street(app, "verne", clientProps({ network: "10.0.0.0/20", ...first }));
      new Street(app, "fogg", clientProps({ network: "10.0.16.0/20", ...second }));
    }).mistakes.map(({ path, property, problem }) => `${path} ${property}: ${problem}`);

  test("is right when blocks and VLANs are apart", () => {
    expect(pair({}, {})).toEqual([]);
    expect(pair({}, { site: west, backupSite: oost, network: "10.16.0.0/20" })).toEqual([]);
  });

  test("is refused when blocks overlap, in either family, and told once", () => {
    expect(pair({}, { network: "10.0.8.0/22" })).toEqual([
      "verne network: overlaps 10.0.8.0/22, the network of fogg",
    ]);
    expect(pair({ network6: "2001:db8::/40" }, { network6: "2001:db8:1::/48" })).toEqual([
      "verne network6: overlaps 2001:db8:1::/48, the network6 of fogg",
    ]);
  });

  test("is refused when two networks of one switch have one VLAN", () => {
    const [first, second] = pair({ vlans: { production: 3000 } }, { vlans: { test: 3000 } });
    expect(first).toContain("verne vlans.production: is the VLAN of fogg/test too");
    expect(second).toBeUndefined();
  });

  test("does not depend on the order in which clients are read", () => {
    const build = (names: readonly string[]) =>
      buildApp((app) => {
        for (const name of names) new Street(app, name, clientProps({ network: "10.0.0.0/20" }));
      }).complaint;
    expect(build(["verne", "fogg", "nemo"])).toBe(build(["nemo", "verne", "fogg"]));
  });
});
