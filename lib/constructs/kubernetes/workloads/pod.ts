import { Image } from "../../../model/image";
import { checkNamed, type Known } from "../../../model/known-properties";
import { checkSetting } from "../../../model/kubernetes/setting";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import type { Tenant } from "../tenant";
import { checkWords } from "./command";
import { type CheckedOptOuts, checkOptOuts, type OptOut, type OptOuts } from "./opt-outs";
import { checkResources, type ResourceProps, type Resources } from "./resources";
import { checkScratch } from "./scratch";
import { Secret } from "./secret";
import { checkSecrets, type SecretSources } from "./secret-files";
import { checkUser, USER_MIN } from "./security-context";
import { checkGrace } from "./stopping";

/** What every workload says of its pods. */
export interface PodProps {
  /** By registry, path, tag and digest: `registry.example.nl/zorgplein/web:2.4.1@sha256:…` (B-10, H-20). */
  readonly image: string;
  /** What one pod gets and at most takes (B-21). */
  readonly resources: ResourceProps;
  /** Plain settings, as environment variables. Nothing secret: everybody who looks at the cluster reads them. @default none */
  readonly config?: Readonly<Record<string, string>>;
  /** Secrets by name; each is a file `/run/secrets/<name>` that the program's group may read (V-10). @default none */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** Folders the program may write to, by path with the most each holds, such as `{ "/tmp": "64Mi" }`. @default none */
  readonly scratch?: Readonly<Record<string, string>>;
  /** Number of the user and the group it runs as, from 10001 (H-22). @default 10001 */
  readonly user?: number;
  /** What is run instead of the image's own entry point, as a list of words. @default the image's */
  readonly command?: readonly string[];
  /** What is given to it, as a list of words. @default the image's */
  readonly args?: readonly string[];
  /** How long it may take to end once it is told to, in seconds, from 1 to 600. @default 30 */
  readonly grace?: number;
  /** Safe defaults that are left, with the reason of each. @default none */
  readonly optOut?: OptOuts;
}

/** What may be said of the pods of any workload. */
export const POD_PROPERTIES: Known<PodProps> = {
  image: true,
  resources: true,
  config: true,
  secrets: true,
  scratch: true,
  user: true,
  command: true,
  args: true,
  grace: true,
  optOut: true,
};

/** The same, checked. */
export interface Pod {
  readonly image: string;
  readonly resources: Resources;
  readonly config: readonly (readonly [name: string, value: string])[];
  readonly secrets: SecretSources;
  readonly scratch: readonly { readonly path: string; readonly size: string }[];
  readonly user: number;
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  /** Seconds from SIGTERM until it is killed. */
  readonly grace: number;
  readonly optOuts: CheckedOptOuts;
}

/** @param optOuts the defaults this kind of workload has, beside those of every pod */
export function checkPod(props: PodProps, tenant: Tenant, optOuts: readonly OptOut[], check: Mistakes): Pod {
  const left = checkOptOuts(props.optOut, ["readOnlyRootFilesystem", "highUser", ...optOuts], check);
  const words = (property: "command" | "args") => {
    const written = props[property];
    return written === undefined ? undefined : check.attempt(property, () => checkWords(written));
  };
  const resources = checkResources(props.resources, check);
  return {
    image: check.attempt("image", () => Image.parse(props.image))?.toString() ?? "",
    resources,
    config: checkNamed("config", props.config, '{ LOG_LEVEL: "info" }', check).flatMap(([name, value]) => {
      const setting = check.attempt(`config.${name}`, () => checkPlain(name, value));
      return setting === undefined ? [] : [[name, setting] as const];
    }),
    secrets: checkSecrets(props.secrets, tenant, check),
    scratch: checkScratch(props.scratch, resources, check),
    user: check.attempt("user", () => checkUser(props.user ?? USER_MIN, left)) ?? USER_MIN,
    command: words("command"),
    args: words("args"),
    grace: checkGrace(props.grace, check),
    optOuts: left,
  };
}

function checkPlain(name: string, value: unknown): string {
  if (!(value instanceof Secret)) return checkSetting(name, value);
  throw new InvalidError({
    value: "(a reference to a secret)",
    problem:
      "would be in the environment of the process, which every child of it and many a crash report has (V-10)",
    remedy: "declare it in secrets; the program reads it from /run/secrets",
  });
}
