import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Body } from "../support/app";
import { buildFleet } from "../support/fleet";
import { describeWith } from "../support/tool";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-terraform-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(json: Body): void {
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(json));
}

/** Runs Terraform without the machine's configuration; nothing here needs a provider from a registry. */
function terraform(...args: readonly string[]) {
  const env = { PATH: process.env["PATH"] ?? "", TF_CLI_CONFIG_FILE: "/dev/null", CHECKPOINT_DISABLE: "1" };
  const { status, stdout, stderr } = spawnSync("terraform", args, { cwd: folder, env, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

describeWith(
  "terraform",
  "see its download page, or use a package of your system",
  "Terraform itself",
  () => {
    const built = buildFleet();

    test.each(built.paths)("reads %s, and wants no provider for it but those it names", (path) => {
      const { backend: _backend, ...settings } = built.stack(path).json["terraform"];
      write({ ...built.stack(path).json, terraform: settings });
      const { status, output } = terraform("providers");
      expect({ status, output }).toMatchObject({
        status: 0,
        output: expect.stringContaining("vmware/vsphere] 2.15.0"),
      });
      expect(output.match(/provider\[/g)).toHaveLength(
        Object.keys(settings?.required_providers ?? {}).length,
      );
    });

    test("does not read a stack that is damaged", () => {
      write({
        resource: { vsphere_virtual_machine: { web_1: { lifecycle: { ignore_changes: ["no reference"] } } } },
      });
      expect(terraform("providers").status).not.toBe(0);
    });

    test("leaves a server alone when its first-boot data changes, and sees every other setting change", () => {
      const { lifecycle, extra_config } = built.stack("verne/production").server("web_1");
      // The built-in resource stands in for a server; only the attribute's name differs. A map, as there: in an
      // object Terraform would ignore more than the keys that are named.
      const ignored = lifecycle.ignore_changes.filter((name: string) => name.startsWith("extra_config"));
      const ignore_changes = ignored.map((name: string) => name.replace("extra_config", "input"));
      expect(ignore_changes).toHaveLength(8);
      const server = (changes: Body) => ({
        locals: { settings: JSON.stringify({ ...extra_config, ...changes }) },
        resource: {
          terraform_data: {
            web_1: { input: "${tomap(jsondecode(local.settings))}", lifecycle: { ignore_changes } },
          },
        },
      });

      write(server({}));
      expect(terraform("init").status).toBe(0);
      expect(terraform("apply", "-auto-approve").status).toBe(0);
      const changes = (change: Body) => {
        write(server(change));
        return terraform("plan", "-detailed-exitcode").status === 2;
      };
      expect(changes({})).toBe(false);
      expect(changes({ "guestinfo.metadata": "other", "guestinfo.userdata": "other" })).toBe(false);
      expect(changes({ "guestinfo.straat-files.1": "other", "guestinfo.straat-files.3": "one more" })).toBe(
        false,
      );
      expect(changes({ "guestinfo.straat.firewall": "a live document" })).toBe(true);
      expect(changes({ "isolation.tools.copy.disable": "FALSE" })).toBe(true);
    });
  },
);
