import { describe, expect, test } from "@jest/globals";
import { SitePlatform, Street } from "../../lib";
import { declareStateBackend, stateBackendFrom } from "../../lib/constructs/state-backend";
import { buildApp, clientProps } from "../support/app";
import { mistakeOf } from "../support/errors";
import { oost, west } from "../support/sites";

const S3 = { STRAAT_STATE: "s3", STRAAT_STATE_BUCKET: "agency-terraform", STRAAT_STATE_REGION: "eu-west-1" };
const HTTP = { STRAAT_STATE: "http", STRAAT_STATE_ADDRESS: "https://state.example.nl/straat" };

function backendOf(environment: Record<string, string>, path = "verne/production") {
  const built = buildApp((app) => {
    declareStateBackend(app, stateBackendFrom(environment));
    new SitePlatform(app, { site: oost, otherSites: [west], admins: [] });
    new Street(app, "verne", clientProps());
  });
  return built.stack(path).json["terraform"].backend;
}

describe("the state of a stack", () => {
  test("is a local file beside cdktf.out unless told otherwise, without a path of this machine", () => {
    expect(backendOf({})).toEqual({ local: { path: "../../../terraform.verne-production.tfstate" } });
  });

  test("is kept in S3 under its own key, encrypted, and locked by a file beside it", () => {
    expect(backendOf(S3)).toEqual({
      s3: {
        bucket: "agency-terraform",
        region: "eu-west-1",
        key: "straat/verne-production.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  test("is kept in PostgreSQL in its own schema; where, only Terraform's environment knows", () => {
    expect(backendOf({ STRAAT_STATE: "pg" })).toEqual({ pg: { schema_name: "straat_verne-production" } });
  });

  test("is kept over HTTPS under its own address, with a lock", () => {
    expect(backendOf(HTTP)).toEqual({
      http: {
        address: "https://state.example.nl/straat/verne-production",
        lock_address: "https://state.example.nl/straat/verne-production/lock",
        unlock_address: "https://state.example.nl/straat/verne-production/lock",
        lock_method: "POST",
        unlock_method: "DELETE",
      },
    });
  });

  test("is nobody else's: no two stacks share one", () => {
    const paths = ["platform-oost", "verne/street", "verne/development", "verne/production"];
    for (const environment of [{}, S3, { STRAAT_STATE: "pg" }, HTTP] as Record<string, string>[]) {
      const backends = paths.map((path) => JSON.stringify(backendOf(environment, path)));
      expect(new Set(backends).size).toBe(paths.length);
    }
  });

  test.each([
    [{ STRAAT_STATE: "ftp" }, "STRAAT_STATE", "is not a place"],
    [{ STRAAT_STATE: "s3" }, "STRAAT_STATE_BUCKET", "needs STRAAT_STATE_BUCKET"],
    [{ ...S3, STRAAT_STATE_REGION: "" }, "STRAAT_STATE_REGION", "needs STRAAT_STATE_REGION"],
    [{ ...HTTP, STRAAT_STATE_ADDRESS: "http://state.example.nl" }, "STRAAT_STATE_ADDRESS", "needs"],
    [
      { ...HTTP, STRAAT_STATE_ADDRESS: "https://me:secret@state.example.nl" },
      "STRAAT_STATE_ADDRESS",
      "needs",
    ],
  ])("is refused for %j", (environment, path, why) => {
    const mistake = mistakeOf(() => stateBackendFrom(environment));
    expect(mistake.path).toBe(path);
    expect(mistake.problem).toContain(why);
  });
});
