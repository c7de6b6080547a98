import { describe, expect, test } from "@jest/globals";
import { Peer, Port, Stage } from "../../../lib";
import { establishedHazards } from "../../../lib/review/meaning/established";
import type { Body } from "../../support/app";
import { streetWithPods } from "../../support/street-with-pods";
import { edited, groupsIn, modelsOf, street, WEB } from "./support/streets";

const pods = modelsOf(streetWithPods());
const APPS = "verne/production/apps";

/** Pods of this name in production take nothing any more, by policies alone. */
const closedTo = (name: string) =>
  edited(pods, (stacks) => {
    const { policies } = (stacks["verne-production"] as Body)["kubernetes"];
    for (const { metadata, spec } of policies) if (metadata.name === name) delete spec.ingress;
  });

const production = (declare: (groups: ReturnType<typeof groupsIn>) => void) =>
  street({}, (environment) => {
    const groups = groupsIn(environment);
    if (environment.stage === Stage.PRODUCTION) declare(groups);
  });

describe("connections that are established when a way is closed", () => {
  test("live on between pods, which is said with how to end them", () => {
    const [hazard, ...others] = establishedHazards(pods, closedTo("index"));
    expect(hazard).toEqual({
      kind: "established",
      level: "note",
      stack: "verne-production",
      subjects: [`${APPS}/front`, `${APPS}/index`],
      text: `tcp/8080 from ${APPS}/front to ${APPS}/index is closed for new connections; those that are established stay open`,
      remedy: expect.stringMatching(`restart the pods of ${APPS}/index in \\S+ .* kubectl rollout restart`),
    });
    expect(others).toMatchObject([{ subjects: [`${APPS}/index`, `${APPS}/index`] }]);
  });

  test("are no matter where a way is opened, or nothing changes", () => {
    expect(establishedHazards(closedTo("index"), pods)).toEqual([]);
    expect(
      establishedHazards(
        pods,
        edited(pods, () => {}),
      ),
    ).toEqual([]);
  });

  test("are ended by servers themselves, within a stage and from outside", () => {
    const before = production(({ web, database }) => {
      database.connections.allowFrom(web, Port.POSTGRES, { why: "data" });
      web.connections.allowFrom(Peer.internet(), Port.HTTPS, { why: "visitors" });
    });
    const after = production(() => {});
    expect(establishedHazards(before, after)).toEqual([]);
  });

  test("live on where a country is shut out and others are not: a server knows no country's addresses", () => {
    const from = (...codes: string[]) =>
      production(({ web }) => web.connections.allowFrom(Peer.country(...codes), Port.HTTPS, { why: "care" }));
    expect(establishedHazards(from("NL", "BE"), from("NL"))).toMatchObject([
      { level: "note", subjects: ["country BE", WEB], remedy: expect.stringContaining("conntrack -D") },
    ]);
    expect(
      establishedHazards(
        from("NL", "BE"),
        production(() => {}),
      ),
    ).toEqual([]);
  });

  test("are gone with the servers or pods they ended on", () => {
    const without = edited(pods, (stacks) => {
      const model = stacks["verne-production"] as Body;
      const { kubernetes } = model;
      kubernetes.workloads = kubernetes.workloads.filter(({ path }: Body) => path !== `${APPS}/cleanup`);
      model["flows"] = model["flows"].filter(({ from }: Body) => from.path !== `${APPS}/cleanup`);
    });
    expect(establishedHazards(pods, without)).toEqual([]);
  });
});
