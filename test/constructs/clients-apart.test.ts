import { describe, expect, test } from "@jest/globals";
import { type Environment, Port, RedundantVms, Street, VmSize } from "../../lib";
import type { Connectable } from "../../lib/constructs/connections";
import { exposeService } from "../../lib/constructs/kubernetes/exposure/expose";
import { Tenant } from "../../lib/constructs/kubernetes/tenant";
import { buildApp, clientProps } from "../support/app";
import { clusterSite } from "../support/cluster-site";
import { PlainWorkload } from "../support/plain-workload";

const QUOTA = { pods: 20, cpu: "20", memory: "20Gi", ephemeralStorage: "20Gi" };
const why = { why: "a leak" };

/** What stands in one environment, and the environment. */
interface Own {
  readonly environment: Environment;
  readonly servers: RedundantVms;
  readonly pods: PlainWorkload;
}

/** Mistakes of a house with two clients, in which the last stage does something with what others have. */
function mistakesOf(attack: (own: Own, others: readonly Own[]) => void): readonly string[] {
  const seen: Own[] = [];
  const built = buildApp((app) => {
    for (const [name, network] of [
      ["verne", "10.0.0.0/20"],
      ["nemo", "10.0.16.0/20"],
    ] as const) {
      const props = clientProps({ site: clusterSite, network, stages: ["development", "test"] });
      new Street(app, name, props).forEachEnvironment((environment) => {
        const own = {
          environment,
          servers: new RedundantVms(environment, "servers", { size: VmSize.SMALL }),
          pods: new PlainWorkload(new Tenant(environment, "apps", { quota: QUOTA }), "pods"),
        };
        seen.push(own);
        if (seen.length === 4) attack(own, seen.slice(0, 3));
      });
    }
  });
  return built.mistakes.map(({ path, problem }) => `${path}: ${problem}`);
}

const KINDS = ["servers", "pods"] as const;
const ATTACKS: readonly (readonly [
  string,
  (own: Own[(typeof KINDS)[number]], other: Connectable) => void,
])[] = [
  ["lets them in", (own, other) => own.connections.allowFrom(other, Port.tcp(8080), why)],
  ["goes to them", (own, other) => own.connections.allowTo(other, Port.tcp(8080), why)],
];

describe.each(KINDS)("what another stage or another client has, told to %s", (kind) => {
  test.each(ATTACKS)("is refused: who %s", (_, attack) => {
    for (const theirs of KINDS) {
      const mistakes = mistakesOf((own, others) => {
        for (const other of others) attack(own[kind], other[theirs]);
      });
      expect(mistakes).toHaveLength(3);
      for (const mistake of mistakes) {
        expect(mistake).toContain(`nemo/test/${kind === "pods" ? "apps/pods" : "servers"}: stands outside`);
        expect(mistake).toContain("stages and clients cannot reach each other (B-09)");
      }
    }
  });
});

describe("what another stage or another client has", () => {
  test.each(KINDS)("is no audience of an exposure (%s)", (theirs) => {
    const mistakes = mistakesOf((own, others) => {
      for (const [index, other] of others.entries())
        exposeService(own.pods, other[theirs], { hostname: `w${index}.example.nl`, ...why });
    });
    expect(mistakes).toHaveLength(3);
    for (const mistake of mistakes)
      expect(mistake).toMatch(
        theirs === "servers" ? /stands outside nemo\/test/ : /stands in the cluster itself/,
      );
  });

  test.each(KINDS)("is nobody of whom something can be expected (%s)", (theirs) => {
    const mistakes = mistakesOf(({ environment, servers }, others) => {
      for (const other of others) {
        environment.expect.open(other[theirs], servers, Port.HTTPS);
        environment.expect.closed(servers, other[theirs], Port.HTTPS);
      }
    });
    // Of another stage of the same client it is known, and what is said of it is judged.
    const [ofOthers, ofOwn] = [mistakes.slice(0, -1), mistakes.slice(-1)];
    expect(ofOthers).toHaveLength(4);
    for (const mistake of ofOthers)
      expect(mistake).toBe("nemo/test: is not of this street, of which alone something can be expected");
    expect(ofOwn).toEqual([expect.stringMatching(/^nemo\/test: is closed, at /)]);
  });

  test("is no host name of one's own", () => {
    const mistakes = mistakesOf(({ environment, pods }, [first]) => {
      for (const one of first === undefined ? [] : [first, { environment, pods }])
        exposeService(one.pods, one.environment.audience, { hostname: "www.example.nl", ...why });
    });
    expect(mistakes).toEqual([
      expect.stringMatching(/is the host name of .* too; visitors would find either of the two \(B-09\)/),
    ]);
  });
});
