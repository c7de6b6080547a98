import { describe, expect, test } from "@jest/globals";
import { hazardsOf } from "../../../lib/review/hazards/hazards-of";
import type { Action } from "../../../lib/review/stack-review";
import type { Body } from "../../support/app";
import {
  blocked,
  changeOf,
  type Done,
  edited,
  modelOf,
  planned,
  shown,
  told,
  vm,
} from "./support/planned-fleet";
import {
  manifest,
  plannedPlatform,
  plannedTenant,
  plannedTyped,
  tenantModel,
} from "./support/planned-tenant";

const STACK = "verne/production";
const DATABASE = vm("database_1");
const LOST = [`block data: ${DATABASE}`];
const RENEWED: Done = { action: "replace", replacePaths: ["replace_trigger"] };

describe("the data of a server", () => {
  test.each(["delete", "forget", "replace-forget", "unknown"] as const)(
    "is neither destroyed nor forgotten (%s), and a server without data may be",
    (action: Action) => {
      expect(blocked(hazardsOf([planned(STACK, { [DATABASE]: { action } })]))).toEqual(
        expect.arrayContaining(LOST),
      );
      const web = hazardsOf([planned(STACK, { [vm("web_1")]: { action } })]);
      expect(web.filter(({ kind }) => kind === "data")).toEqual([]);
    },
  );

  test("starts empty in a new generation of one member, which team Tech decides, and never of both", () => {
    const one = hazardsOf([planned(STACK, { [DATABASE]: RENEWED })]);
    expect(told(one)).toEqual([`team-tech data: ${DATABASE}`, `note redundancy: ${DATABASE}`]);
    expect(one[0]?.text).toContain("starts empty");
    const both = planned(STACK, { [DATABASE]: RENEWED, [vm("database_2")]: RENEWED });
    expect(blocked(hazardsOf([both]))).toEqual([`block redundancy: ${DATABASE} ${vm("database_2")}`]);
  });

  test("is not lost by a replacement that nobody asked for", () => {
    const forced: Done = { action: "replace", replacePaths: ["folder"] };
    expect(blocked(hazardsOf([planned(STACK, { [DATABASE]: forced })]))).toEqual(LOST);
    expect(blocked(hazardsOf([planned(STACK, { [DATABASE]: { action: "replace" } })]))).toEqual(LOST);
  });

  test("is replaced by its generation in the model where the plan does not say why", () => {
    const model = modelOf(STACK);
    const raised = edited(model, (copy) => {
      const group = copy["groups"].find(({ path }: Body) => path.endsWith("/database"));
      group.servers[0].generation += 1;
    });
    const plan = planned(STACK, { [DATABASE]: { action: "replace" } }, { model: raised });
    expect(blocked(hazardsOf([plan]))).toEqual([]);
  });

  test("is not deleted with the disk of an old generation", () => {
    const done: Done = { ...RENEWED, was: (values) => (values["disk"][1].keep_on_remove = false) };
    const hazards = hazardsOf([planned(STACK, { [DATABASE]: done })]);
    expect(blocked(hazards)).toEqual(LOST);
    expect(hazards[0]?.text).toContain("keep_on_remove was not true");
  });

  test("has nobody else who has it where there is one server, such as a backup repository", () => {
    const backup = vm("backup_1");
    const hazards = hazardsOf([planned("platform-amsterdam", { [backup]: RENEWED })]);
    expect(blocked(hazards)).toEqual([`block data: ${backup}`]);
  });

  test("is seen by the disks of a server that no model knows", () => {
    const model = edited(modelOf(STACK), (copy) => {
      copy["groups"] = [];
    });
    const unknown = { model, before: undefined };
    const of = (name: string) =>
      blocked(hazardsOf([planned(STACK, { [name]: { action: "delete" } }, unknown)]));
    expect(of(DATABASE)).toEqual(LOST);
    expect(of(vm("web_1"))).toEqual([]);
    const unseen = planned(STACK, { [vm("web_1")]: { action: "delete", told: false } }, unknown);
    expect(blocked(hazardsOf([unseen]))).toEqual([`block data: ${vm("web_1")}`]);
  });
});

describe("a disk of a server that stays", () => {
  const disk = (edit: (disks: Body[]) => void) =>
    blocked(
      hazardsOf([
        planned(STACK, { [DATABASE]: { action: "update", edit: (values) => edit(values["disk"]) } }),
      ]),
    );

  test("grows, and is neither made smaller, nor taken away, nor left to be deleted", () => {
    expect(disk((disks) => ((disks[1] as Body)["size"] += 10))).toEqual([]);
    expect(
      disk((disks) => disks.push({ label: "more", size: 10, unit_number: 2, keep_on_remove: true })),
    ).toEqual([]);
    expect(disk((disks) => ((disks[1] as Body)["size"] -= 10))).toEqual(LOST);
    expect(disk((disks) => disks.pop())).toEqual(LOST);
    expect(disk((disks) => ((disks[1] as Body)["label"] = "other"))).toEqual(LOST);
    expect(disk((disks) => ((disks[1] as Body)["keep_on_remove"] = false))).toEqual(LOST);
  });

  test("is judged by what is shown of it where nothing else is known", () => {
    const size = (before: string, after: string) =>
      blocked(
        hazardsOf([
          planned(STACK, {
            [DATABASE]: { action: "update", told: false, attributes: [shown("disk[1].size", before, after)] },
          }),
        ]),
      );
    expect(size("100", "200")).toEqual([]);
    expect(size("200", "100")).toEqual(LOST);
    expect(size("(hidden)", "(hidden)")).toEqual(LOST);
  });
});

describe("data in the cluster", () => {
  const claim = (storage: string): Body => ({
    metadata: [{ name: "data", namespace: "zorgplein-production" }],
    spec: [{ access_modes: ["ReadWriteOnce"], resources: [{ requests: { storage } }] }],
  });
  const CLAIM = "kubernetes_persistent_volume_claim_v1";

  test.each(["delete", "replace", "forget"] as const)("is not lost with a claim (%s)", (action) => {
    expect(blocked(hazardsOf([plannedTyped(CLAIM, claim("10Gi"), { action })]))).toEqual([
      `block data: ${CLAIM}.it`,
    ]);
  });

  test("may get more room, and not less", () => {
    const resized = (storage: string) =>
      blocked(
        hazardsOf([
          plannedTyped(CLAIM, claim("10Gi"), {
            action: "update",
            edit: (values) => (values["spec"][0].resources[0].requests.storage = storage),
          }),
        ]),
      );
    expect(resized("20Gi")).toEqual([]);
    expect(resized("5Gi")).toEqual([`block data: ${CLAIM}.it`]);
  });

  test("is not lost with what keeps it, and a workload without data may go", () => {
    const gone = tenantModel((kubernetes) => {
      kubernetes["workloads"] = [];
    });
    const of = (name: string) =>
      blocked(hazardsOf([plannedTenant({ [name]: { action: "delete" } }, { model: gone })]));
    expect(of("index")).toEqual([`block data: ${manifest("index")}`]);
    expect(of("web")).toEqual([]);
    expect(of("space")).toEqual([`block data: ${manifest("space")}`]);
  });

  test("is not there in a namespace without data, which may go", () => {
    const without = tenantModel((kubernetes) => {
      kubernetes["workloads"] = kubernetes["workloads"].filter(({ data }: Body) => !data);
    });
    const plan = (before: typeof without | undefined) =>
      plannedTenant({ space: { action: "delete" } }, { model: without, before });
    expect(blocked(hazardsOf([plan(without)]))).toEqual([]);
    // Nobody knows what was in it.
    expect(blocked(hazardsOf([plan(undefined)]))).toEqual([`block data: ${manifest("space")}`]);
    const stranger = tenantModel((kubernetes) => {
      kubernetes["workloads"] = [];
      kubernetes["namespaces"] = [];
    });
    const ofStranger = plannedTenant({ space: { action: "delete" } }, { model: stranger, before: stranger });
    expect(blocked(hazardsOf([ofStranger]))).toEqual([`block data: ${manifest("space")}`]);
  });

  test("is not left to be deleted with its pods", () => {
    const policy = (whenDeleted: string) =>
      plannedTenant({
        index: {
          action: "update",
          edit: (object) => {
            object["spec"].persistentVolumeClaimRetentionPolicy = { whenDeleted, whenScaled: "Retain" };
          },
        },
      });
    expect(blocked(hazardsOf([policy("Retain")]))).toEqual([]);
    expect(blocked(hazardsOf([policy("Delete")]))).toEqual([`block data: ${manifest("index")}`]);
  });

  test("is found again by where the cluster's backups are, which stay and are made", () => {
    for (const name of ["store", "daily", "weekly"]) {
      const of = (action: Action) => blocked(hazardsOf([plannedPlatform({ [name]: { action } })]));
      expect(of("delete")).toEqual([`block data: ${manifest(name)}`]);
      expect(of("replace")).toEqual([`block data: ${manifest(name)}`]);
      expect(of("update")).toEqual([]);
    }
  });

  test("may be in an object of which nobody told what it is", () => {
    expect(blocked(hazardsOf([plannedTenant({ web: { action: "delete", told: false } })]))).toEqual([
      `block data: ${manifest("web")}`,
    ]);
  });
});

test("a disk that is a resource of its own is not destroyed", () => {
  const item = (action: Action) => ({
    ...planned(STACK, {}),
    changes: [changeOf("vsphere_virtual_disk.more", { size: 10 }, { action })],
  });
  expect(blocked(hazardsOf([item("delete")]))).toEqual(["block data: vsphere_virtual_disk.more"]);
  expect(blocked(hazardsOf([item("update")]))).toEqual([]);
});
