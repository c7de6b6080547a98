import { describe, expect, test } from "@jest/globals";
import { hazardsOf } from "../../../lib/review/hazards/hazards-of";
import type { WayReview } from "../../../lib/review/review";
import type { Body } from "../../support/app";
import { blocked, type Done, edited, modelOf, planned } from "./support/planned-fleet";
import { manifest, plannedTenant, tenantModel } from "./support/planned-tenant";

const NETWORK = "vsphere_distributed_port_group.network_production";

describe("a network of a street", () => {
  const of = (done: Done) => blocked(hazardsOf([planned("verne/street", { [NETWORK]: done })]));

  test("is neither taken away, nor made anew, nor another one", () => {
    const cut = [`block last-way: ${NETWORK}`];
    expect(of({ action: "delete" })).toEqual(cut);
    expect(of({ action: "replace" })).toEqual(cut);
    expect(of({ action: "update", edit: (values) => (values["vlan_id"] += 1) })).toEqual(cut);
  });

  test("may be described otherwise", () => {
    expect(of({ action: "update", edit: (values) => (values["description"] = "other") })).toEqual([]);
    expect(of({ action: "create" })).toEqual([]);
  });
});

describe("in the cluster", () => {
  const cut = (name: string) => [`block last-way: ${manifest(name)}`];
  const of = (name: string, done: Done, model = tenantModel()) =>
    blocked(hazardsOf([plannedTenant({ [name]: done }, { model })]));

  test("a gateway through which something is exposed stays", () => {
    expect(of("gateway", { action: "replace" })).toEqual(cut("gateway"));
    expect(of("gateway", { action: "delete" })).toEqual(cut("gateway"));
    expect(of("gateway", { action: "update" })).toEqual([]);
    const closed = tenantModel((kubernetes) => {
      kubernetes["exposures"] = [];
    });
    expect(of("gateway", { action: "delete" }, closed)).toEqual([]);
  });

  test("the policy that closes everything is never away, and is changed in its place", () => {
    expect(of("deny", { action: "replace" })).toEqual(cut("deny"));
    expect(of("deny", { action: "delete" })).toEqual(cut("deny"));
    expect(of("deny", { action: "update" })).toEqual([]);
    const gone = tenantModel((kubernetes) => {
      kubernetes["namespaces"] = [];
    });
    expect(of("deny", { action: "delete" }, gone)).toEqual([]);
  });

  test("a policy about data is not made anew, and another may be", () => {
    expect(of("wall_index", { action: "replace" })).toEqual(cut("wall_index"));
    expect(of("wall_web", { action: "replace" })).toEqual([]);
  });

  test("the name by which data is found stays", () => {
    expect(of("service_index", { action: "replace" })).toEqual(cut("service_index"));
    expect(of("service_web", { action: "replace" })).toEqual([]);
  });
});

describe("the last way to data", () => {
  const STACK = "verne/production";
  const DATABASE = "verne/production/database";
  const model = modelOf(STACK);
  const without = (drop: (flow: Body) => boolean, edit: (copy: Body) => void = () => {}) =>
    edited(model, (copy) => {
      copy["flows"] = copy["flows"].filter((flow: Body) => !drop(flow));
      edit(copy);
    });
  const isTo = (flow: Body, path: string) => flow["to"].path === path && flow["from"].path !== path;
  const way = (from: string, kind: WayReview["kind"]): WayReview => ({
    client: "verne",
    from,
    to: DATABASE,
    kind,
    opened: [],
    closed: ["tcp/5432"],
    why: [],
    end: undefined,
    isFromOutside: false,
  });
  const users = [
    ...new Set(
      model.flows.flatMap((flow) =>
        isTo(flow, DATABASE) && flow.from.kind === "group" ? [flow.from.path] : [],
      ),
    ),
  ];

  test("is not closed by a flow that is gone", () => {
    expect(users.length).toBeGreaterThan(0);
    const closed = without((flow) => isTo(flow, DATABASE));
    expect(blocked(hazardsOf([planned(STACK, {}, { model: closed })]))).toEqual([
      `block last-way: ${DATABASE}`,
    ]);
    expect(blocked(hazardsOf([planned(STACK, {})]))).toEqual([]);
  });

  test("is another one where another application comes in the place of the old", () => {
    const other = without(
      (flow) => isTo(flow, DATABASE),
      (copy) => {
        const old = model.flows.find((flow) => isTo(flow, DATABASE)) as Body | undefined;
        copy["flows"].push({ ...old, from: { kind: "group", path: "verne/production/frontend" } });
      },
    );
    expect(blocked(hazardsOf([planned(STACK, {}, { model: other })]))).toEqual([]);
  });

  test("goes with the data", () => {
    const gone = without(
      (flow) => isTo(flow, DATABASE),
      (copy) => {
        copy["groups"] = copy["groups"].filter(({ path }: Body) => path !== DATABASE);
      },
    );
    expect(blocked(hazardsOf([planned(STACK, {}, { model: gone })]))).toEqual([]);
  });

  test("is not closed by a wall, while a way that is narrowed is still one", () => {
    const plan = planned(STACK, {});
    const closed = users.map((from) => way(from, "closed"));
    const narrowed = users.map((from) => way(from, "narrowed"));
    expect(blocked(hazardsOf([plan], { ways: closed }))).toEqual([`block last-way: ${DATABASE}`]);
    expect(blocked(hazardsOf([plan], { ways: narrowed }))).toEqual([]);
    expect(blocked(hazardsOf([plan], { ways: [way("vpn", "closed")] }))).toEqual([]);
  });
});
