import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import { type TerraformResource, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { checkNamed } from "../../../model/known-properties";
import type { Mistakes } from "../../../model/mistake";
import type { Tenant } from "../tenant";
import type { Workload } from "../workload";
import { metadataOf } from "./naming";
import { checkSecret, type Secret, type SecretSource } from "./secret";

/** Where secrets are mounted, one file each. */
export const SECRETS_FOLDER = "/run/secrets";

/** How often External Secrets looks for a new value. */
const REFRESH = "1h";

const EXAMPLE = '{ "database-password": Secret.fromVariable("database-password") }';

/** Secrets of a workload by the names of their files, checked. */
export type SecretSources = ReadonlyMap<string, SecretSource>;

export function checkSecrets(
  declared: Readonly<Record<string, Secret>> | undefined,
  tenant: Tenant,
  check: Mistakes,
): SecretSources {
  const sources = new Map<string, SecretSource>();
  for (const [name, secret] of checkNamed("secrets", declared, EXAMPLE, check)) {
    const source = check.attempt(`secrets.${name}`, () =>
      checkSecret(name, secret, tenant.kubernetes.secretStore),
    );
    if (source !== undefined) sources.set(name, source);
  }
  return sources;
}

/** Makes the Secret of every file, or says whom to ask for it. Pods wait for them, and so does what makes the pods. */
export function addSecrets(workload: Workload, sources: SecretSources): TerraformResource[] {
  return [...sources].map(([name, source]) => {
    const metadata = metadataOf(workload, objectName(workload, name));
    if (source.kind === "store") {
      return new Manifest(workload, `secret-${name}`, {
        manifest: externalSecret(workload, name, source, metadata),
      });
    }
    return new SecretV1(workload, `secret-${name}`, {
      metadata,
      type: "Opaque",
      // Write-only: sent when the revision is raised, and kept in neither plan nor state.
      dataWo: { [name]: variableOf(workload.tenant, source.name).stringValue },
      dataWoRevision: source.revision,
    });
  });
}

/** All secrets in one folder, for the container's group to read and nobody to write. */
export function secretsVolume(workload: Workload, sources: SecretSources) {
  const secret = [...sources.keys()].map((name) => ({
    name: objectName(workload, name),
    items: [{ key: name, path: name }],
  }));
  return { name: "secrets", projected: [{ defaultMode: "0440", sources: [{ secret }] }] };
}

/** On the pods, so that a new value restarts them: a program reads its secrets when it starts. */
export function secretAnnotations(sources: SecretSources): Readonly<Record<string, string>> {
  const revisions = [...sources].flatMap(([name, source]) =>
    source.kind === "variable" ? [[`straat/secret.${name}`, `revision ${source.revision}`]] : [],
  );
  return Object.fromEntries(revisions);
}

/** Neither name has two hyphens, so no two pairs of them meet: `web` and `a-b`, `web-a` and `b`. */
function objectName({ node }: Workload, name: string): string {
  return `${node.id}--${name}`;
}

function externalSecret(
  { tenant }: Workload,
  name: string,
  { path, property }: SecretSource & { readonly kind: "store" },
  metadata: object,
) {
  const { client, stage } = tenant.environment;
  const key = `${client.name}/${stage.name}/${path}`;
  return {
    apiVersion: "external-secrets.io/v1",
    kind: "ExternalSecret",
    metadata,
    spec: {
      refreshInterval: REFRESH,
      secretStoreRef: { kind: "ClusterSecretStore", name: tenant.kubernetes.secretStore },
      // A store that is away for a moment takes nothing away from pods that run.
      target: { creationPolicy: "Owner", deletionPolicy: "Retain" },
      data: [{ secretKey: name, remoteRef: { key, ...(property === undefined ? {} : { property }) } }],
    },
  };
}

/** One variable of the stack for each name, whoever asks for it first. */
function variableOf(tenant: Tenant, name: string): TerraformVariable {
  const stack = TerraformStack.of(tenant);
  const scope = stack.node.tryFindChild(VARIABLES) ?? new Construct(stack, VARIABLES);
  const made = scope.node.tryFindChild(name);
  if (made instanceof TerraformVariable) return made;
  const variable = new TerraformVariable(scope as Construct, name, {
    type: "string",
    description: `The secret ${name}. It is asked for at every apply and kept nowhere.`,
    nullable: false,
    sensitive: true,
  });
  // Names here have no underscore, so no two meet; with hyphens a shell could not export it.
  variable.overrideLogicalId(name.replaceAll("-", "_"));
  // The binding does not know the attribute yet (Terraform 1.10).
  variable.addOverride("ephemeral", true);
  return variable;
}

const VARIABLES = "Variables";
