import { describe, expect, test } from "@jest/globals";
import type { EditableFleet } from "../../controls/support/editable-fleet";
import { reviewOf } from "./support";

const STACK = "verne-production";
const WEB_1 = "vsphere_virtual_machine.web_1";

type Edit = (fleet: EditableFleet) => unknown;

function reasonOf(edit: Edit): string {
  const [review, ...others] = reviewOf((fleet) => void edit(fleet));
  if (review === undefined || others.length > 0) throw new Error(`not one review, but ${others.length + 1}`);
  return review.reason;
}

describe("why a stack is affected follows from what it means", () => {
  test("the client's facts", () => {
    const reason = reasonOf((fleet) => {
      fleet.stack(STACK).model.client.productOwner = "Ned Land";
      fleet.stack(STACK).model.client.whitelist = [];
    });
    expect(reason).toBe("the client's product owner, whitelist");
  });

  test("a flow that comes, and one that goes", () => {
    const reason = reasonOf((fleet) => {
      const { flows } = fleet.stack(STACK).model;
      const [first] = flows.splice(0, 1);
      flows.push({ ...first, from: { kind: "vpn" }, port: "tcp/8443" });
    });
    expect(reason).toBe("new flow the VPN to web tcp/8443; without flow everyone to web tcp/443");
  });

  test("another word for why, and that it is no more than that", () => {
    expect(reasonOf((fleet) => (fleet.stack(STACK).model.flows[0].why = "readers"))).toBe(
      "another flow everyone to web tcp/443 (why)",
    );
  });

  test("what of a workload is another", () => {
    const edit = (fleet: EditableFleet) => {
      fleet.stack("zorgplein-production").model.kubernetes.workloads[0].replicas.max = 12;
    };
    expect(reasonOf(edit)).toBe("another workload apps/web (replicas)");
  });

  test("a group that is larger", () => {
    expect(reasonOf((fleet) => (fleet.group(STACK, "web").size.memoryGib = 64))).toBe(
      "another group web (size)",
    );
  });

  test("a member that is made anew", () => {
    const reason = reasonOf((fleet) => {
      fleet.group(STACK, "web").servers[0].generation = 2;
      fleet.resource(STACK, WEB_1).replace_trigger = "generation 2";
    });
    expect(reason).toBe("another group web (generation of verne-production-web-1)");
  });

  test("an administrator who goes, and one with another key", () => {
    const reason = reasonOf((fleet) => {
      const { admins } = fleet.stack("platform-amsterdam").model;
      admins.splice(0, 1);
      admins[0].until = "2027-03-01";
    });
    expect(reason).toMatch(/^without administrator \w+; another administrator \w+ \(until\)$/);
  });

  test("a fact of the site", () => {
    const reason = reasonOf((fleet) => {
      fleet.stack(STACK).model.site.dns = ["172.31.1.53"];
    });
    expect(reason).toBe("the site's dns");
  });

  test("rules of firewalls alone are the library's doing", () => {
    const reason = reasonOf((fleet) => fleet.stack(STACK).model.walls[0].rules.pop());
    expect(reason).toBe("the same flows make other rules of its firewalls");
  });
});

describe("what a platform says reaches the servers of all clients", () => {
  const ssh = (fleet: EditableFleet) =>
    fleet.machine(STACK, "web_1").document("ssh", (text) => text.replace(/^admin .*\n/, ""));

  test("such as who the administrators are", () => {
    const reviews = reviewOf((fleet) => {
      for (const platform of ["platform-amsterdam", "platform-alkmaar"])
        fleet.stack(platform).model.admins.splice(0, 1);
      ssh(fleet);
    });
    expect(reviews.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^without administrator \w+$/),
      "the platform's administrators",
    ]);
  });

  test("and where it says the same, the library does", () => {
    expect(reasonOf(ssh)).toBe(
      "it means the same, and the library renders the live document ssh differently",
    );
  });
});

describe("why a stack is affected that means the same", () => {
  test("the library renders it in another way", () => {
    const reason = reasonOf((fleet) => {
      fleet.machine(STACK, "web_1").document("logs", (text) => `${text}label a b\n`);
      fleet.machine(STACK, "web_1").file("/etc/ssh/sshd_config", (text) => `${text}Banner none\n`);
    });
    expect(reason).toBe(
      "it means the same, and the library renders files of the first boot, the live document logs differently",
    );
  });

  test("a resource that somebody adds beside the constructs", () => {
    const reason = reasonOf((fleet) => {
      fleet.stack(STACK).terraform.resource.vsphere_folder.tap = { path: "tap", type: "vm" };
    });
    expect(reason).toBe("resources that the model does not tell of: vsphere_folder.tap");
  });

  test("another image, and another setting of what runs in the cluster", () => {
    const edit = (change: (container: Record<string, unknown>) => void) => (fleet: EditableFleet) => {
      const deployment = fleet.resource("zorgplein-test", "kubernetes_deployment_v1.apps_web");
      change(deployment.spec.template.spec.container[0]);
    };
    const image = edit((container) => {
      container["image"] = `registry.example.nl/zorgplein/web:5.0.0@sha256:${"a".repeat(64)}`;
    });
    expect(reasonOf(image)).toBe("another image in kubernetes_deployment_v1.apps_web");
    const other = edit((container) => {
      container["command"] = ["serve"];
    });
    expect(reasonOf(other)).toBe("what it has in the cluster: kubernetes_deployment_v1.apps_web");
  });

  test("nothing but spelling", () => {
    expect(reasonOf((fleet) => fleet.resource(STACK, WEB_1).tags.reverse())).toBe(
      "it means the same: only comments, order or spelling change",
    );
  });
});
