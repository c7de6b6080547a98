import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

interface Server {
  readonly name: string;
  readonly extra_config: Readonly<Record<string, string>>;
}

/**
 * Takes the firewall of every group out of a synth and into files, one for each: what somebody without Straat would
 * have written by hand and kept beside the code. Straat compiles them anew in every run, which its time includes.
 */
export function extractRulesets(outdir: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const stack of readdirSync(join(outdir, "stacks"))) {
    const { resource } = JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
    for (const { name, extra_config } of Object.values<Server>(resource.vsphere_virtual_machine ?? {})) {
      const zipped = Buffer.from(extra_config["guestinfo.straat.firewall"] ?? "", "base64");
      writeFileSync(rulesetFile(folder, name.replace(/-\d+$/, "")), gunzipSync(zipped));
    }
  }
}

/** The file with the firewall of a group, by the name its servers begin with. */
export function rulesetFile(folder: string, group: string): string {
  return join(folder, `${group}.nft`);
}
