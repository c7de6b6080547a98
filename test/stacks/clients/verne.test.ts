import { describe, expect, test } from "@jest/globals";
import { buildFleet, wholeOf } from "../../support/fleet";

const built = buildFleet(["verne"]);
const servers = (path: string) => built.stack(path).counts["vsphere_virtual_machine"];

describe("verne, a web application on servers", () => {
  test("saves a cache server in development and test, and nowhere else", () => {
    expect(
      ["development", "test", "acceptance", "production"].map((stage) => servers(`verne/${stage}`)),
    ).toEqual([5, 5, 6, 6]);
    expect(built.stack("verne/development").counts["vsphere_compute_cluster_vm_anti_affinity_rule"]).toBe(2);
    expect(built.stack("verne/production").counts["vsphere_compute_cluster_vm_anti_affinity_rule"]).toBe(3);
  });

  test("shows its web servers to everyone in production and to its testers in acceptance, over HTTPS alone", () => {
    const visitors = (stage: string) =>
      built.stack(`verne/${stage}`).model.flows.filter(({ from }) => from.kind !== "group");
    expect(visitors("production")).toMatchObject([{ from: { kind: "internet" }, port: "tcp/443" }]);
    expect(visitors("acceptance")).toMatchObject([{ from: { kind: "whitelist" }, port: "tcp/443" }]);
    expect(visitors("test")).toMatchObject([{ from: { kind: "vpn" }, port: "tcp/443" }]);
  });

  test("lets only web servers, and each other, at its database", () => {
    const { flows } = built.stack("verne/production").model;
    const toDatabase = flows.filter(({ to }) => to.kind === "group" && to.path.endsWith("/database"));
    expect(toDatabase.map(({ from }) => (from.kind === "group" ? from.path : from.kind))).toEqual([
      "verne/production/web",
      "verne/production/database",
    ]);
  });

  test.each(built.paths.filter((path) => path.startsWith("verne/")))("%s is as it was", (path) => {
    expect(wholeOf(built, path)).toMatchSnapshot();
  });
});
