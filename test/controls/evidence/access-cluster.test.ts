import { describe, expect, test } from "@jest/globals";
import type { Grant } from "../../../lib/controls/evidence/access-grant";
import { type AccessReport, accessReport } from "../../../lib/controls/evidence/access-report";
import { House } from "../../../lib/controls/house";
import { type Body, TEST_DAY } from "../../support/app";
import { fullModels } from "../../support/full-models";
import { EditableFleet } from "../support/editable-fleet";

const examples = EditableFleet.examples().assess([]);

function ofKind({ grants }: AccessReport, kind: Grant["kind"]): readonly Grant[] {
  return grants.filter((grant) => grant.kind === kind);
}

describe("who has rights in a cluster (V-03)", () => {
  const ZORGPLEIN = ["development", "test", "acceptance", "production"].map(
    (stage) => `zorgplein-${stage} at alkmaar`,
  );
  const groupsOf = (fleet: EditableFleet, client?: string) =>
    ofKind(accessReport(fleet.assess([]), client), "cluster group");

  test("is every group of a tenant's access, with what its roles allow and where", () => {
    const groups = ofKind(accessReport(examples, "zorgplein"), "cluster group");
    expect(groups.map(({ who }) => who)).toEqual([
      "whoever is in the group team-tech",
      "whoever is in the group zorgplein-developers",
    ]);
    const [operating, looking] = groups;
    expect(looking).toMatchObject({
      owner: "Femke van Dam",
      declaredBy: ["zorgplein"],
      untilText: "no end date",
      why: "bound to the Role view (V-03)",
    });
    expect(looking?.can).toEqual([expect.stringMatching(/^get, list, watch of pods, pods\/log, services, /)]);
    expect(looking?.can[0]).toMatch(new RegExp(`, in ${ZORGPLEIN.join(", ")}$`));
    expect(operating?.can.map((text) => text.split(", in ")[0])).toEqual([
      looking?.can[0]?.split(", in ")[0],
      "delete of pods, jobs.batch",
      "patch, update of deployments.apps/scale, statefulsets.apps/scale",
    ]);
  });

  test("is nobody of another client's, and in the fleet's report everybody", () => {
    expect(ofKind(accessReport(examples, "verne"), "cluster group")).toEqual([]);
    expect(ofKind(accessReport(examples), "cluster group")).toHaveLength(2);
  });

  test("is what is written for the cluster, also past the tenant: a verb, and a group that somebody bound by hand", () => {
    const fleet = EditableFleet.examples();
    const stack = "zorgplein-production";
    const { resource } = fleet.stack(stack).terraform;
    const [role] = Object.values<Body>(resource.kubernetes_role_v1).filter(
      ({ metadata }) => metadata.name === "view",
    );
    role?.["rule"].push({
      api_groups: [""],
      resources: ["secrets"],
      resource_names: ["key"],
      verbs: ["get"],
    });
    const [binding] = Object.values<Body>(resource.kubernetes_role_binding_v1);
    resource.kubernetes_role_binding_v1.by_hand = {
      ...binding,
      metadata: { ...binding?.["metadata"], name: "by-hand" },
      role_ref: { api_group: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
      subject: [{ api_group: "rbac.authorization.k8s.io", kind: "User", name: "somebody" }],
    };
    const groups = groupsOf(fleet, "zorgplein");
    const canOf = (who: string) => groups.find((one) => one.who.endsWith(who))?.can;
    expect(canOf("zorgplein-developers")).toContain(
      'get of secrets "key", in zorgplein-production at alkmaar',
    );
    expect(canOf("the User somebody")).toEqual([
      "all that the ClusterRole admin allows, which is not said here, in zorgplein-production at alkmaar",
    ]);
  });

  test("is programs too, by their accounts, in the platform's clusters", () => {
    const programs = ofKind(accessReport(examples), "cluster account");
    expect(programs.length).toBeGreaterThan(3);
    for (const { owner, declaredBy, who, can } of programs) {
      expect(owner).toBe("team Tech");
      expect(declaredBy.join()).toMatch(/^platform-/);
      expect(who).toMatch(/^the program with the account \S+ of \S+$/);
      expect(can.length).toBeGreaterThan(0);
    }
  });

  test("is told as not looked at where the resources were not, or cannot be read", () => {
    const models = fullModels();
    const facts = { whole: true, platformsKnown: true, day: TEST_DAY, teamTech: [], evidence: [] };
    const house = new House({ models, ...facts });
    const unseen = accessReport({ house, stacks: models, verdicts: [], notJudged: [] });
    expect(ofKind(unseen, "cluster group")).toEqual([]);
    expect(unseen.notLooked.join("\n")).toContain(
      "Roles of Kubernetes in verne-acceptance: its resources were not looked at",
    );

    const fleet = EditableFleet.examples();
    const { resource } = fleet.stack("zorgplein-test").terraform;
    const [name = "", binding] = Object.entries<Body>(resource.kubernetes_role_binding_v1)[0] ?? [];
    if (binding !== undefined) binding["subject"][0].name = ["no", "name"];
    const { notLooked } = accessReport(fleet.assess([]), "zorgplein");
    const unread = `Whether zorgplein-test/kubernetes_role_binding_v1.${name} gives somebody a role`;
    expect(notLooked.join("\n")).toContain(unread);
    expect(accessReport(examples, "zorgplein").notLooked.join("\n")).not.toContain("zorgplein-test");
  });
});
