import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { environmentFor } from "../../lib/cli/terraform/environment";
import { programFor } from "../../lib/cli/terraform/program";

let folder: string;
let project: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-program-"));
  project = join(folder, "project");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program in a folder of its own. */
function program(...path: readonly string[]): string {
  const place = join(folder, ...path);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "terraform"), "", { mode: 0o755 });
  return place;
}

describe("the program a name stands for", () => {
  test("is the first on the path, and one file from then on", () => {
    const [first, second] = [program("first"), program("second")];
    const found = programFor("terraform", { PATH: `${join(folder, "none")}:${first}:${second}` }, project);
    expect(found).toBe(join(first, "terraform"));
  });

  test("is none of the project's own, nor of a folder that depends on where it is run", () => {
    const own = program("project", "node_modules", ".bin");
    const machine = program("machine");
    for (const before of [own, program("project"), ".", "", "bin"]) {
      expect(programFor("terraform", { PATH: `${before}:${machine}` }, project)).toBe(
        join(machine, "terraform"),
      );
    }
    expect(() => programFor("terraform", { PATH: `${own}:.` }, project)).toThrow("no folder of PATH has it");
  });

  test("is the project's own where somebody writes its path, from the project's folder", () => {
    const own = program("project", "tools");
    expect(programFor("tools/terraform", { PATH: "" }, project)).toBe(join(own, "terraform"));
    expect(() => programFor("tools/tofu", { PATH: "" }, project)).toThrow("there is no such program");
  });

  test.each([
    ["it may be written over by everybody", 0o757, 0o755],
    ["its folder may", 0o755, 0o757],
  ])("is refused where %s", (_what, file, directory) => {
    const place = program("open");
    chmodSync(join(place, "terraform"), file);
    chmodSync(place, directory);
    expect(() => programFor("terraform", { PATH: place }, project)).toThrow(
      "may be written over by everybody on this machine",
    );
  });

  test("is none that cannot be run, or is a folder", () => {
    const place = program("plain");
    chmodSync(join(place, "terraform"), 0o644);
    mkdirSync(join(folder, "folders/terraform"), { recursive: true });
    const PATH = `${place}:${join(folder, "folders")}`;
    expect(() => programFor("terraform", { PATH }, project)).toThrow("no folder of PATH has it");
  });
});

describe("the environment of a plan and an apply", () => {
  test.each([
    "TF_CLI_ARGS",
    "TF_CLI_ARGS_apply",
    "TF_DATA_DIR",
    "TF_LOG",
    "TF_LOG_PATH",
    "TF_LOG_PROVIDER_VSPHERE",
    "TF_REATTACH_PROVIDERS",
    "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE",
    "TF_SKIP_PROVIDER_VERIFY",
    "TF_DISABLE_PLUGIN_TLS",
    "TF_HTTP_ADDRESS",
    "TF_HTTP_SKIP_CERT_VERIFICATION",
    "TF_SOMETHING_OF_LATER_TIMES",
    "tf_cli_args",
    "TOFU_LOG",
    "OPENTOFU_ENFORCE_GPG_VALIDATION",
    "KUBE_HOST",
    "KUBE_CTX",
    "KUBE_INSECURE",
    "VSPHERE_ALLOW_UNVERIFIED_SSL",
    "VSPHERE_CLIENT_DEBUG",
    "VSPHERE_CLIENT_DEBUG_PATH",
  ])("has no %s, by which it would be of something else, or told to others", (name) => {
    expect(environmentFor({ [name]: "1" })).not.toHaveProperty(name);
  });

  test.each([
    "PATH",
    "HOME",
    "HTTPS_PROXY",
    "AWS_PROFILE",
    "PG_CONN_STR",
    "TF_VAR_database_password",
    "TF_TOKEN_app_terraform_io",
    "TF_HTTP_USERNAME",
    "TF_HTTP_PASSWORD",
    "TF_HTTP_CLIENT_CA_CERTIFICATE_PEM",
    "TF_CLI_CONFIG_FILE",
    "TF_PLUGIN_CACHE_DIR",
    "TF_ENCRYPTION",
    "KUBE_CONFIG_PATH",
    "KUBE_CONFIG_PATHS",
    "VSPHERE_SERVER",
    "VSPHERE_USER",
    "VSPHERE_PASSWORD",
  ])("keeps %s, without which it could not be made", (name) => {
    expect(environmentFor({ [name]: "1" })).toHaveProperty(name, "1");
  });

  test("is of the default workspace, whatever was selected", () => {
    expect(environmentFor({ TF_WORKSPACE: "tryout" })).toMatchObject({ TF_WORKSPACE: "default" });
    expect(environmentFor({})).toMatchObject({ TF_WORKSPACE: "default", TF_INPUT: "0" });
  });
});
