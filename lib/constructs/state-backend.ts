import {
  HttpBackend,
  LocalBackend,
  PgBackend,
  type PgBackendConfig,
  S3Backend,
  type TerraformStack,
} from "cdktf";
import type { IConstruct } from "constructs";
import { InvalidError } from "../model/mistake";

const CONTEXT_KEY = "straat:state";

/** Where stacks keep their state: one state a stack, locked while it is written. */
export type StateBackend =
  | { readonly kind: "local" }
  | { readonly kind: "s3"; readonly bucket: string; readonly region: string }
  | { readonly kind: "pg" }
  | { readonly kind: "http"; readonly address: string };

/**
 * Reads the choice from the environment. Only names and places are read; credentials stay in the variables
 * Terraform reads itself (`AWS_*`, `PG_CONN_STR`, `TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`).
 *
 * @throws InvalidError when STRAAT_STATE or a variable it needs is missing or malformed
 */
export function stateBackendFrom(environment: Readonly<Record<string, string | undefined>>): StateBackend {
  const required = (name: string, pattern: RegExp, example: string): string => {
    const value = environment[name] ?? "";
    if (pattern.test(value)) return value;
    throw new InvalidError({
      path: name,
      value: value === "" ? "(not set)" : value,
      problem: `STRAAT_STATE=${environment.STRAAT_STATE} needs ${name}`,
      remedy: `set it, for example ${name}=${example}`,
    });
  };
  switch (environment.STRAAT_STATE ?? "local") {
    case "local":
      return { kind: "local" };
    case "s3":
      return {
        kind: "s3",
        bucket: required("STRAAT_STATE_BUCKET", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "agency-terraform"),
        region: required("STRAAT_STATE_REGION", /^[a-z0-9-]+$/, "eu-west-1"),
      };
    case "pg":
      return { kind: "pg" };
    case "http":
      return {
        kind: "http",
        address: required(
          "STRAAT_STATE_ADDRESS",
          /^https:\/\/[^\s@?#]+[^/\s@?#]$/,
          "https://state.example.nl/straat",
        ),
      };
    default:
      throw new InvalidError({
        path: "STRAAT_STATE",
        value: environment.STRAAT_STATE ?? "",
        problem: "is not a place where state can be kept",
        remedy: "set it to s3, pg or http, or leave it out for local files",
      });
  }
}

/** Sets the backend for every stack below this construct. Has to come before children are added. */
export function declareStateBackend(root: IConstruct, backend: StateBackend): void {
  root.node.setContext(CONTEXT_KEY, backend);
}

/** Gives a stack its own state at the declared backend. */
export function addStateBackend(stack: TerraformStack): void {
  const backend: StateBackend = stack.node.tryGetContext(CONTEXT_KEY) ?? { kind: "local" };
  const name = stack.node.id;
  switch (backend.kind) {
    case "local":
      // Relative to cdktf.out/stacks/<stack>, so beside cdktf.out: synthesizing replaces that folder.
      new LocalBackend(stack, { path: `../../../terraform.${name}.tfstate` });
      break;
    case "s3":
      new S3Backend(stack, {
        bucket: backend.bucket,
        region: backend.region,
        key: `straat/${name}.tfstate`,
        encrypt: true,
      });
      // Locking by a file beside the state came with Terraform 1.10; the binding does not know it.
      stack.addOverride("terraform.backend.s3.use_lockfile", true);
      break;
    case "pg":
      // The binding requires a connection string; Terraform takes it from PG_CONN_STR, where a password belongs.
      new PgBackend(stack, { schemaName: `straat_${name}` } as PgBackendConfig);
      break;
    case "http": {
      const address = `${backend.address}/${name}`;
      new HttpBackend(stack, {
        address,
        lockAddress: `${address}/lock`,
        unlockAddress: `${address}/lock`,
        lockMethod: "POST",
        unlockMethod: "DELETE",
      });
    }
  }
}
