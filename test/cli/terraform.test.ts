import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Terraform, TerraformFailed } from "../../lib/cli/terraform/terraform";
import { readPlanChanges } from "../../lib/review/plan/read-plan-changes";
import type { Body } from "../support/app";
import { describeWith } from "../support/tool";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-terraform-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function declare(inputs: Body): void {
  const data = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, { input }]));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ resource: { terraform_data: data } }));
}

const ofTheMachine = () => Terraform.of(process.env, folder);

const HOW = "see its download page, or use a package of your system";

describeWith("terraform", HOW, "the Terraform of the machine", () => {
  async function planned(terraform: Terraform, file: string) {
    await terraform.init(folder);
    await terraform.plan(folder, file);
    return readPlanChanges(await terraform.show(folder, file), file);
  }

  test("is told by name and version, and makes the same digest of the same change", async () => {
    const terraform = await ofTheMachine();
    expect(terraform.label).toMatch(/^(?:Terraform|OpenTofu) \d+\.\d+\.\d+/);
    declare({ web: "one", database: "two" });
    const first = await planned(terraform, "first.tfplan");
    expect(first.resources.map(({ change }) => [change.address, change.action])).toEqual([
      ["terraform_data.database", "create"],
      ["terraform_data.web", "create"],
    ]);
    expect((await planned(terraform, "again.tfplan")).digest).toBe(first.digest);
    declare({ web: "one", database: "three" });
    expect((await planned(terraform, "other.tfplan")).digest).not.toBe(first.digest);
  });

  test("plans into a file that nobody else may read, and applies just that plan", async () => {
    const terraform = await ofTheMachine();
    declare({ web: "one" });
    await planned(terraform, "reviewed.tfplan");
    expect(statSync(join(folder, "reviewed.tfplan")).mode & 0o777).toBe(0o600);
    declare({ web: "something that came later" });
    const lines: string[] = [];
    const { status } = await terraform.apply(folder, "reviewed.tfplan", (line) => lines.push(line));
    expect(status).toBe(0);
    expect(lines.join("\n")).toContain("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.");
    const [left] = (await planned(terraform, "left.tfplan")).resources;
    expect(left?.change.attributes).toContainEqual(
      expect.objectContaining({ path: "input", before: '"one"' }),
    );
    const again = await terraform.apply(folder, "reviewed.tfplan", () => undefined);
    expect({ status: again.status, isStale: again.stderr.includes("Saved plan is stale") }).toEqual({
      status: 1,
      isStale: true,
    });
  });

  test("does not take arguments from the environment, by which a plan would be of less", async () => {
    process.env["TF_CLI_ARGS_plan"] = "-target=terraform_data.web";
    try {
      declare({ web: "one", database: "two" });
      const { resources, partial } = await planned(await ofTheMachine(), "whole.tfplan");
      expect({ count: resources.length, partial }).toEqual({ count: 2, partial: [] });
    } finally {
      delete process.env["TF_CLI_ARGS_plan"];
    }
  });

  test("plans for the default state, whichever somebody selected in the folder", async () => {
    const terraform = await ofTheMachine();
    declare({ web: "one" });
    await terraform.init(folder);
    mkdirSync(join(folder, ".terraform"), { recursive: true });
    mkdirSync(join(folder, "terraform.tfstate.d/tryout"), { recursive: true });
    writeFileSync(join(folder, ".terraform/environment"), "tryout");
    await planned(terraform, "default.tfplan");
    const { status } = await terraform.apply(folder, "default.tfplan", () => undefined);
    expect({ status, isDefault: existsSync(join(folder, "terraform.tfstate")) }).toEqual({
      status: 0,
      isDefault: true,
    });
  });

  test("takes no plan that was made with somebody's own build of a provider", async () => {
    const settings = join(folder, "settings");
    writeFileSync(
      settings,
      `provider_installation {\n dev_overrides { "agency/own" = "${folder}" }\n direct {}\n}\n`,
    );
    const before = process.env["TF_CLI_CONFIG_FILE"];
    process.env["TF_CLI_CONFIG_FILE"] = settings;
    try {
      declare({ web: "one" });
      const failure = await planned(await ofTheMachine(), "own.tfplan").catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(TerraformFailed);
      expect((failure as TerraformFailed).told).toContain("dev_overrides");
    } finally {
      delete process.env["TF_CLI_CONFIG_FILE"];
      if (before !== undefined) process.env["TF_CLI_CONFIG_FILE"] = before;
    }
  });

  test("is heard where it fails", async () => {
    const terraform = await ofTheMachine();
    declare({ web: "${var.nothing}" });
    await terraform.init(folder);
    const failure = await terraform.plan(folder, "none.tfplan").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TerraformFailed);
    expect((failure as TerraformFailed).told).toContain("Reference to undeclared input variable");
  });
});
