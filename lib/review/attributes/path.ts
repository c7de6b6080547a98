const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The path of an attribute of something, as one would write it: `disk.size`, `extra_config["guestinfo.metadata"]`. */
export function pathOf(parent: string, key: string): string {
  if (!NAME.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === "" ? key : `${parent}.${key}`;
}

/** A path as Terraform lists it: `["disk", 0, "size"]`. */
export function pathOfSteps(steps: readonly unknown[]): string {
  return steps.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${step}]` : pathOf(path, String(step))),
    "",
  );
}

/** Whether a path is another one, or lies below it. */
export function isWithin(path: string, own: string): boolean {
  return path === own || path.startsWith(`${own}.`) || path.startsWith(`${own}[`);
}
