import type { TerraformStack } from "cdktf";

/** What is written with the provider's typed classes, and the same in the API's own words. */
export interface Example {
  readonly what: string;
  readonly build: (stack: TerraformStack) => void;
  /** Documents, in the order in which they are built. */
  readonly yaml: string;
}
