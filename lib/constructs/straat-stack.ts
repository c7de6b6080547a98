import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { VsphereProvider, type VsphereProviderConfig } from "@cdktf/provider-vsphere/lib/provider";
import { type ISynthesisSession, type TerraformElement, TerraformStack } from "cdktf";
import type { Construct, Node } from "constructs";
import { describeMistake } from "../model/mistake";
import { MODEL_FILE_NAME, type ModelFile } from "../model/model-file";
import type { Site } from "../model/site";
import { mistakesIn } from "./findings";
import { checkReferences } from "./references";
import { SiteLookups } from "./site-lookups";
import { addStateBackend } from "./state-backend";

/**
 * A Terraform stack of this house: its own state, vSphere without credentials (the provider reads VSPHERE_SERVER,
 * VSPHERE_USER and VSPHERE_PASSWORD), readable addresses, and the model file beside its `cdk.tf.json`.
 */
export abstract class StraatStack extends TerraformStack {
  /** Objects of the site, found by name. */
  readonly lookups: SiteLookups;
  private model: ModelFile | undefined;

  constructor(
    scope: Construct,
    id: string,
    readonly site: Site,
  ) {
    super(scope, id);
    addStateBackend(this);
    // The binding requires user and password; Terraform takes them from the environment, and so must we.
    new VsphereProvider(this, "vsphere", {} as VsphereProviderConfig);
    this.lookups = new SiteLookups(this, site);
    this.node.addValidation({ validate: () => mistakesIn(this).map(describeMistake) });

    const { synthesizer } = this;
    this.synthesizer = {
      synthesize: (session) => {
        synthesizer.synthesize(session);
        this.writeModelFile(session);
      },
    };
  }

  /**
   * The engine resolves every stack once more before it writes any, to turn a reference into another stack's objects
   * into a read of that stack's state. Here such a reference is refused (see {@link toTerraform}), so there is nothing
   * to prepare, and a third of the work is spared.
   */
  override prepareStack(): void {}

  /** @throws InvalidError when something is referred to that this stack does not make or look up */
  override toTerraform(): Record<string, unknown> {
    const json = super.toTerraform();
    checkReferences(this, json);
    return json;
  }

  /** Other sites its servers know of: where backups go, and through which administrators may come. */
  abstract get otherSites(): readonly Site[];

  /** What the stack means so far; see {@link ModelFile}. */
  abstract toModel(): ModelFile;

  /** What the stack means, once all of the app is declared. Made once. */
  get finalModel(): ModelFile {
    this.model ??= this.toModel();
    return this.model;
  }

  /**
   * `web_1` rather than `web_1_4F2A90C3`: names in this house have no underscore, so joining a path with one stays
   * unique, and a reviewer can read a plan. Elements with other ids, added by hand, keep the engine's hashed name.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = "node" in element ? element.node : element;
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    return path.every((id) => /^[a-z0-9-]+$/.test(id)) ? path.join("_") : super.allocateLogicalId(element);
  }

  private writeModelFile(session: ISynthesisSession): void {
    const { synthesizedStackPath } = session.manifest.forStack(this);
    const folder = join(session.outdir, dirname(synthesizedStackPath));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, MODEL_FILE_NAME), `${JSON.stringify(this.finalModel, null, 2)}\n`);
  }
}
