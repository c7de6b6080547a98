import type { ServerRole } from "../../../model/model-file";
import type { GuestFile } from "../../guest-part";

/**
 * What a server is for, as far as its hardening differs. `web` is a server with the web server's part; `bastion` and
 * `kubernetes-node` are named by the exceptions of the promises, and become servers of this house later.
 */
export type BaselineRole = ServerRole | "web" | "bastion" | "kubernetes-node";

export const BASELINE_ROLES: readonly BaselineRole[] = [
  "server",
  "edge",
  "vpn-gateway",
  "backup-repository",
  "web",
  "bastion",
  "kubernetes-node",
];

/** How an item is made true. One of them may be the work of another part, which is then named. */
export type Measure =
  | { readonly kind: "sysctl"; readonly key: string; readonly value: number }
  /** A kernel module that is never loaded. */
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "packages"; readonly names: readonly string[] }
  /** Packages that are taken away where a template has them. */
  | { readonly kind: "removed"; readonly names: readonly string[] }
  | { readonly kind: "masked"; readonly units: readonly string[] }
  | { readonly kind: "enabled"; readonly units: readonly string[] }
  | { readonly kind: "file"; readonly file: GuestFile }
  /** Owner and mode, set at every boot where the path exists. */
  | { readonly kind: "access"; readonly path: string; readonly mode: string; readonly owner: string }
  | { readonly kind: "login.defs"; readonly key: string; readonly value: string }
  /** A word on the kernel's command line. */
  | { readonly kind: "boot"; readonly word: string }
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "part"; readonly part: string }
  /** As Debian's template has it; the check proves that it stays so. */
  | { readonly kind: "template" };

/** Where an item of the baseline does not hold, decided beforehand and told. */
export interface BaselineException {
  /** @default every role */
  readonly roles?: readonly BaselineRole[];
  readonly reason: string;
  /** The promise, or the place, that makes it so. */
  readonly promise: string;
}

/**
 * One recommendation of the CIS benchmark for Debian 12, by the number that the draft in ComplianceAsCode gives it
 * (`controls/cis_debian12.yml`); what it is called and how it is met are our own.
 */
export interface BaselineItem {
  readonly id: string;
  readonly title: string;
  readonly level: 1 | 2;
  /** Empty when it holds nowhere: then an exception says why. */
  readonly how: readonly Measure[];
  /** A command of the functions in `scripts/baseline-checks.sh`: status 0 when the item holds on the running server. */
  readonly check: string;
  readonly exceptions?: readonly BaselineException[];
}

type Extra = Partial<Pick<BaselineItem, "level" | "exceptions">>;

export function item(
  id: string,
  title: string,
  how: Measure | readonly Measure[],
  check: string,
  { level = 1, ...extra }: Extra = {},
): BaselineItem {
  return { id, title, level, how: [how].flat(), check, ...extra };
}

/** An item that no server meets, with the reason. */
export function excepted(
  id: string,
  title: string,
  exception: BaselineException,
  level: 1 | 2 = 1,
): BaselineItem {
  return { id, title, level, how: [], check: "false", exceptions: [exception] };
}

export const sysctl = (key: string, value: number): Measure => ({ kind: "sysctl", key, value });
export const part = (name: string): Measure => ({ kind: "part", part: name });
export const removed = (...names: readonly string[]): Measure => ({ kind: "removed", names });
export const packages = (...names: readonly string[]): Measure => ({ kind: "packages", names });
export const command = (line: string): Measure => ({ kind: "command", command: line });
export const file = (path: string, content: string, mode?: GuestFile["mode"]): Measure => ({
  kind: "file",
  file: mode === undefined ? { path, content } : { path, content, mode },
});
export const access = (path: string, mode: string, owner = "root:root"): Measure => ({
  kind: "access",
  path,
  mode,
  owner,
});
export const TEMPLATE: Measure = { kind: "template" };

/** An item that is a kernel module which is not to be had. */
export function noModule(id: string, name: string, level: 1 | 2 = 1): BaselineItem {
  return item(id, `no kernel module ${name}`, { kind: "module", name }, `module_unavailable ${name}`, {
    level,
  });
}

/** An item that is settings of the kernel, one value for all keys. */
export function kernel(
  id: string,
  title: string,
  value: number,
  keys: readonly string[],
  exceptions?: readonly BaselineException[],
): BaselineItem {
  const check = keys.map((key) => `sysctl_is '${key}' ${value}`).join(" && ");
  const how = keys.map((key) => sysctl(key, value));
  return item(id, title, how, check, exceptions === undefined ? {} : { exceptions });
}

/** An item that is packages which are not there. */
export function without(id: string, title: string, ...names: readonly string[]): BaselineItem {
  return item(id, title, removed(...names), `absent ${names.join(" ")}`);
}

/** An item that is the owner and the mode of paths. */
export function closed(
  id: string,
  title: string,
  mode: string,
  owner: string,
  paths: readonly string[],
  isThere = true,
): BaselineItem {
  const test = isThere ? "access" : "access_if_there";
  const check = paths.map((path) => `${test} ${path} ${mode} ${owner}`).join(" && ");
  return item(
    id,
    title,
    paths.map((path) => access(path, mode, owner)),
    check,
  );
}
