import { Fields } from "./fields";

/** A resource or data source of a stack, as synthesized or as planned. */
export class Resource extends Fields {
  /**
   * @param address in Terraform, such as `vsphere_virtual_machine.web_1` or `data.vsphere_tag.site_class`
   * @param dependsOn addresses it waits for by declaration, beside those it refers to
   * @param ignored attributes whose change Terraform leaves alone (`lifecycle.ignore_changes`); undefined where the
   *   source does not say, as in a plan
   * @param actions what a plan does to it, such as `["update"]`; undefined in a synth, which is of what is to be made
   */
  constructor(
    readonly address: string,
    readonly type: string,
    readonly isData: boolean,
    values: Readonly<Record<string, unknown>>,
    readonly dependsOn: readonly string[],
    readonly ignored: readonly string[] | undefined,
    readonly actions?: readonly string[],
  ) {
    super(values, address);
  }

  /** Whether it is there already and stays: what is said once, when a thing is made, was said before. */
  get isThere(): boolean {
    return this.actions !== undefined && !this.actions.includes("create");
  }
}
