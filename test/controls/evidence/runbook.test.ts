import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Port, Street } from "../../../lib";
import { markdown } from "../../../lib/controls/evidence/markdown";
import { restoreOrder } from "../../../lib/controls/evidence/restore-order";
import { type Runbook, runbook } from "../../../lib/controls/evidence/runbook";
import { runbookPage } from "../../../lib/controls/evidence/runbook-page";
import type { FlowRecord, GroupRecord } from "../../../lib/model/model-file";
import { platform } from "../../../stacks/platform";
import { buildApp } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { addGroups, legalStreets } from "../../support/legal-street";
import { EditableFleet } from "../support/editable-fleet";

type Ends = Pick<FlowRecord, "from" | "to">;

const group = (path: string, data = false) => ({ path, data }) as GroupRecord;
const flow = (from: string, to: string): Ends => ({
  from: { kind: "group", path: from },
  to: { kind: "group", path: to },
});
const visitors = (to: string): Ends => ({ from: { kind: "internet" }, to: { kind: "group", path: to } });
const pathsOf = (turns: ReturnType<typeof restoreOrder>) =>
  turns.map(({ groups }) => groups.map(({ path }) => path));

describe("the order in which groups come back", () => {
  test("is who is connected to before who connects, data first and what visitors ask last", () => {
    const groups = [group("web"), group("cache"), group("database", true), group("worker")];
    const flows = [
      visitors("web"),
      flow("web", "cache"),
      flow("web", "database"),
      flow("worker", "database"),
    ];
    expect(pathsOf(restoreOrder(groups, flows))).toEqual([["database"], ["cache"], ["worker"], ["web"]]);
  });

  test("lets data wait for what it needs", () => {
    const turns = restoreOrder([group("a", true), group("b")], [flow("a", "b")]);
    expect(pathsOf(turns)).toEqual([["b"], ["a"]]);
    expect(turns[1]?.needs).toEqual(["b"]);
  });

  test("gives those that need each other one turn, and itself is no need", () => {
    const groups = [group("a"), group("b"), group("c"), group("d")];
    const flows = [flow("a", "b"), flow("b", "a"), flow("a", "a"), flow("c", "a"), flow("b", "d")];
    expect(pathsOf(restoreOrder(groups, flows))).toEqual([["d"], ["a", "b"], ["c"]]);
  });

  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const anyGraph = fc
    .record({
      data: fc.subarray(names),
      links: fc.array(fc.tuple(fc.constantFrom(...names, "elsewhere"), fc.constantFrom(...names)), {
        maxLength: 20,
      }),
      asked: fc.subarray(names),
    })
    .map(({ data, links, asked }) => {
      const groups = names.map((name) => group(name, data.includes(name)));
      const flows = [...links.map(([from, to]) => flow(from, to)), ...asked.map(visitors)];
      return { links, turns: pathsOf(restoreOrder(groups, flows)) };
    });
  const turnOf = (turns: readonly (readonly string[])[], path: string) =>
    turns.findIndex((turn) => turn.includes(path));

  test("has each group once, and never points backwards, whatever connects to whatever", () => {
    const check = fc.property(anyGraph, ({ links, turns }) => {
      expect(turns.flat().toSorted()).toEqual(names);
      const backwards = links.filter(
        ([from, to]) => from !== "elsewhere" && turnOf(turns, to) > turnOf(turns, from),
      );
      expect(backwards).toEqual([]);
    });
    fc.assert(check, { numRuns: 300 });
  });

  test("has nothing in one turn that could be told apart", () => {
    const check = fc.property(anyGraph, ({ links, turns }) => {
      const leads = (from: string, to: string, seen: readonly string[] = []): boolean =>
        links
          .filter(([one, next]) => one === from && !seen.includes(next))
          .some(([, next]) => next === to || leads(next, to, [...seen, next]));
      const pairs = turns.flatMap((turn) =>
        turn.flatMap((one) => turn.map((other) => [one, other] as const)),
      );
      expect(pairs.filter(([one, other]) => one !== other && !leads(one, other))).toEqual([]);
    });
    fc.assert(check, { numRuns: 100 });
  });
});

/** Every group of a runbook in its order. */
function groupsOf({ phases }: Runbook) {
  return phases.flatMap(({ groups }) => groups);
}

describe("the runbook of the examples", () => {
  const assessment = EditableFleet.examples().assess();

  test.each([undefined, "verne", "zorgplein"])(
    "has every group once, and restores every stateful thing once (%s)",
    (client) => {
      const book = runbook(assessment, client);
      const models = assessment.stacks.filter(
        (model) => client === undefined || (model.client?.name ?? client) === client,
      );
      const paths = models.flatMap(({ groups }) => groups.map(({ path }) => path));
      expect(
        groupsOf(book)
          .map(({ path }) => path)
          .toSorted(),
      ).toEqual(paths.toSorted());
      const stateful = models.flatMap(({ groups }) =>
        groups.filter(({ data }) => data).map(({ path }) => path),
      );
      const text = markdown(runbookPage(book));
      for (const path of stateful) {
        expect(text.split("\n").filter((line) => line === `### Restore ${path}`)).toHaveLength(1);
      }
      expect(text.match(/^### Restore /gm)).toHaveLength(stateful.length);
    },
  );

  test("goes from the VPN to the repositories, the edges, production, and what is before production", () => {
    const roles = groupsOf(runbook(assessment)).map(({ role, stack }) =>
      role === "server" ? stack.replace(/^.*-/, "") : role,
    );
    const order = roles.filter((role, index) => role !== roles[index - 1]);
    expect(order).toEqual([
      "vpn-gateway",
      "backup-repository",
      "edge",
      "production",
      "acceptance",
      "test",
      "development",
    ]);
  });

  test("applies every stack once, platforms before streets before stages", () => {
    const stacks = runbook(assessment, "verne").phases.flatMap((phase) =>
      phase.stacks.map(({ path }) => path),
    );
    expect(stacks).toEqual([
      "platform-amsterdam",
      "platform-alkmaar",
      "verne/street",
      "verne/production",
      "verne/acceptance",
      "verne/test",
      "verne/development",
    ]);
  });

  test("says where each backup is, who can read it, what is lost at worst and who is called", () => {
    const book = runbook(assessment, "verne");
    const database = groupsOf(book).find(({ path }) => path === "verne/production/database");
    expect(database).toMatchObject({
      isStateful: true,
      runs: "postgresql",
      needs: [],
      backup: { site: "alkmaar", repository: "backup-alkmaar-1", address: "172.20.16.5", readsItself: true },
    });
    expect(book).toMatchObject({ worstLossHours: 24, nights: 21, weeks: 6 });
    expect(book.contacts.map(({ who }) => who)).toEqual(
      expect.arrayContaining(["Sanne Vermeer", "Aouda Fogg", "Team Passepartout"]),
    );
    expect(book.documents.map(({ document }) => document)).toContain("Disaster recovery plan 4");
    expect(book.rules).toEqual(expect.arrayContaining(["members-on-different-hosts"]));
    const text = markdown(runbookPage(book));
    expect(text).toContain("/srv/data/backup/repositories/verne-production-database-1/");
    expect(text).toContain("terraform -chdir=cdktf.out/stacks/verne-production apply restore.tfplan");
    expect(text).toContain("npx straat reach verne/production");
  });

  test("says so where only the escrow can read a backup, and where a repository is not ours", () => {
    const fleet = EditableFleet.examples();
    const platformStack = fleet.stack("platform-alkmaar").model;
    platformStack.realises = platformStack.realises.filter((id: string) => id !== "B-19");
    const place = (changed: EditableFleet) =>
      groupsOf(runbook(changed.assess([]), "verne")).find(({ path }) => path === "verne/test/database")
        ?.backup;
    expect(place(fleet)).toMatchObject({ readsItself: false });
    platformStack.groups = platformStack.groups.filter(
      ({ role }: { role: string }) => role !== "backup-repository",
    );
    expect(place(fleet)).toEqual({
      site: "alkmaar",
      repository: undefined,
      address: "172.20.16.5",
      readsItself: false,
    });
  });
});

describe("the runbook of whatever legal street", () => {
  test("restores every stateful thing once, and never something before what it connects to", () => {
    const links = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 });
    const check = fc.property(legalStreets, links, ({ props, groups }, pairs) => {
      const built = buildApp((app) => {
        new Street(app, "verne", props).forEachEnvironment((environment) => {
          const made = addGroups(environment, groups);
          for (const [index, [from, to]] of pairs.entries()) {
            const [one, other] = [made[from], made[to]];
            if (one && other && one !== other)
              other.connections.allowFrom(one, Port.tcp(5000 + index), { why: "a link" });
          }
        });
      });
      expect(built.complaint).toBe("");
      const assessment = EditableFleet.of(built).assess([]);
      const book = runbook(assessment, "verne");
      const paths = groupsOf(book).map(({ path }) => path);
      const all = assessment.stacks.flatMap((model) => model.groups);
      expect(paths.toSorted()).toEqual(all.map(({ path }) => path).toSorted());
      const stateful = groupsOf(book).filter(({ isStateful }) => isStateful);
      expect(stateful).toHaveLength(all.filter(({ data }) => data).length);
      for (const { path, needs, together } of groupsOf(book))
        for (const need of needs) {
          expect(paths.indexOf(need)).toBeLessThan(paths.indexOf(path));
          expect(together).not.toContain(need);
        }
    });
    fc.assert(check, { numRuns: 12 });
  });
});

describe("the runbook of a client with a tenant", () => {
  const fleet = EditableFleet.of(buildFleet(["zorgplein"]));
  const page = () => markdown(runbookPage(runbook(fleet.assess([]), "zorgplein")));

  test("tells how it comes back, after the platforms and with the stage's own stack", () => {
    const text = page();
    expect(text.indexOf("Bring back zorgplein-production in the cluster")).toBeGreaterThan(
      text.indexOf("-chdir=cdktf.out/stacks/zorgplein-production apply"),
    );
    expect(text).toContain("kubectl --context straat-alk -n zorgplein-production get deployments");
    expect(text).toContain("Nothing of it has to be restored.");
    expect(text).not.toContain("velero");
  });

  test("says who may look and who may change something there (V-03)", () => {
    expect(page()).toContain("**May look at it (V-03):** `zorgplein-developers`");
    expect(page()).toContain("**May change something (V-03):** `team-tech`");
  });

  test("says nobody where nobody has rights, and that nobody looked where that is so", () => {
    const alone = EditableFleet.of(buildFleet(["zorgplein"]));
    for (const stack of alone.stackNames.filter((name) => name.startsWith("zorgplein-"))) {
      const { resource } = alone.stack(stack).terraform;
      delete resource.kubernetes_role_v1;
      delete resource.kubernetes_role_binding_v1;
    }
    const pageOf = (assessment: ReturnType<typeof alone.assess>) =>
      markdown(runbookPage(runbook(assessment, "zorgplein")));
    expect(pageOf(alone.assess([]))).toContain("(V-03):** nobody by what is declared here");
    const { rights: _, ...unseen } = alone.assess([]);
    expect(pageOf(unseen)).toContain("(V-03):** was not looked at");
  });

  test("restores volumes where a workload keeps data", () => {
    const [workload] = fleet.stack("zorgplein-production").model.kubernetes.workloads;
    Object.assign(workload, { data: true });
    expect(page()).toContain("restore create --from-backup NAME --include-namespaces zorgplein-production");
  });
});

test("a house with platforms alone has a runbook too", () => {
  const assessment = EditableFleet.of(buildApp(platform)).assess([]);
  const book = runbook(assessment);
  expect(book.phases.map(({ title }) => title)).toHaveLength(2);
  expect(markdown(runbookPage(book))).toContain("### Restore platform-alkmaar/backup");
});
