import { DistributedPortGroup } from "@cdktf/provider-vsphere/lib/distributed-port-group";
import { describe, expect, test } from "@jest/globals";
import { Port, RedundantVms, Street, type StreetProps, VmSize } from "../../lib";
import { StraatStack } from "../../lib/constructs/straat-stack";
import { platform } from "../../stacks/platform";
import { alkmaar, amsterdam } from "../../stacks/sites";
import { type AppView, buildApp, clientProps } from "../support/app";

/** The example house with a street of one group of web servers. */
function street(changes: Partial<StreetProps> = {}): AppView {
  return buildApp((app) => {
    platform(app);
    const place = { site: amsterdam, backupSite: alkmaar, network: "10.20.0.0/20" };
    new Street(app, "verne", clientProps({ ...place, ...changes })).forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL });
      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
    });
  });
}

function stackOf({ app }: AppView, id: string): StraatStack {
  const stack = app.node.findAll().find((construct) => construct.node.id === id);
  if (!(stack instanceof StraatStack)) throw new Error(`there is no stack ${id}`);
  return stack;
}

/** A port group somebody adds by hand, as raw Terraform, that lets its members listen in on each other. */
function listenIn(stack: StraatStack): void {
  new DistributedPortGroup(stack, "by-hand", {
    name: "by-hand",
    distributedVirtualSwitchUuid: stack.lookups.switchUuid,
    vlanId: 4000,
    allowPromiscuous: true,
  });
}

describe("expect(stack).toKeepItsPromises()", () => {
  test("passes for the street and for every stage of it", () => {
    const built = street();
    for (const id of ["verne-street", "verne-development", "verne-production"]) {
      expect(stackOf(built, id)).toKeepItsPromises();
    }
  });

  test("fails for a raw resource that breaks one, and tells which, where and what to do", () => {
    const stack = stackOf(street(), "verne-street");
    listenIn(stack);
    expect(stack).not.toKeepItsPromises();
    expect(() => expect(stack).toKeepItsPromises()).toThrow(
      /error port-group-is-closed {2}verne-street\/vsphere_distributed_port_group\.by-hand\n.*\n.*→ /,
    );
  });
});

describe("expect(stack).toBreak(rule)", () => {
  test("passes for the rule that is broken alone", () => {
    const stack = stackOf(street(), "verne-street");
    expect(stack).not.toBreak("port-group-is-closed");
    listenIn(stack);
    expect(stack).toBreak("port-group-is-closed");
    expect(() => expect(stack).toBreak("members-on-different-hosts")).toThrow(
      "members-on-different-hosts finds nothing; port-group-is-closed",
    );
  });

  test("knows its rules, so that a misspelt one cannot pass", () => {
    const stack = stackOf(street(), "verne-street");
    expect(() => expect(stack).not.toBreak("port-group-is-cloesd")).toThrow(
      "there is no rule port-group-is-cloesd",
    );
  });
});

test("an assessment of nothing keeps no promise", () => {
  expect(() => expect({ verdicts: [] }).toKeepItsPromises()).toThrow("no rule had anything to look at");
});

test("what is no stack is refused, and so is a street with mistakes", () => {
  expect(() => expect({}).toKeepItsPromises()).toThrow("expect a stack of this house");
  const wrong = street({ productOwner: "" });
  expect(() => expect(stackOf(wrong, "verne-street")).toKeepItsPromises()).toThrow("productOwner");
});
