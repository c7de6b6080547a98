import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

interface Server {
  readonly name: string;
  readonly extra_config: Readonly<Record<string, string>>;
}

/** What all servers of a group are given to read: the digest of each text, by its key in `guestinfo`. */
export type GuestIndex = Readonly<Record<string, string>>;

/** In an index the bundle with a server's files, which takes several keys in `guestinfo`, is one text. */
export const FILES_KEY = "guestinfo.straat-files";

/** What is written for people and programs; network settings are no file, as they differ from server to server. */
const TEXT_KEY = /^guestinfo\.(userdata|straat\.[a-z]+|straat-files\.[0-9])$/;

/**
 * Takes what servers are given to read out of a synth and into files: what somebody without Straat would have written
 * by hand and kept beside the code. Every text is there once, by its digest, with an index for each group: hundreds of
 * groups have the same files. Straat makes them anew in every run, which its time includes.
 */
export function extractGuestTexts(outdir: string, folder: string): void {
  for (const kind of ["texts", "groups"]) mkdirSync(join(folder, kind), { recursive: true });
  for (const stack of readdirSync(join(outdir, "stacks"))) {
    const { resource } = JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8"));
    for (const { name, extra_config } of Object.values<Server>(resource.vsphere_virtual_machine ?? {})) {
      const file = indexFile(folder, name.replace(/-\d+$/, ""));
      if (existsSync(file)) continue;
      const entries = [...wholeValues(extra_config)].map(([key, value]) => [key, store(folder, value)]);
      writeFileSync(file, JSON.stringify(Object.fromEntries(entries)));
    }
  }
}

/** Which texts a group has, by the name its servers begin with. */
export function readGuestIndex(folder: string, group: string): GuestIndex {
  return JSON.parse(readFileSync(indexFile(folder, group), "utf8"));
}

export function readGuestText(folder: string, digest: string): string {
  return readFileSync(textFile(folder, digest), "utf8");
}

/** Values with a text, zipped; what was cut over several keys is put together again. */
function wholeValues(extraConfig: Server["extra_config"]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const key of Object.keys(extraConfig).sort()) {
    if (!TEXT_KEY.test(key)) continue;
    const whole = key.startsWith(FILES_KEY) ? FILES_KEY : key;
    values.set(whole, `${values.get(whole) ?? ""}${extraConfig[key]}`);
  }
  return values;
}

/** Keeps a text and answers its digest. */
function store(folder: string, value: string): string {
  const text = gunzipSync(Buffer.from(value, "base64"));
  const digest = createHash("sha256").update(text).digest("hex");
  const file = textFile(folder, digest);
  if (!existsSync(file)) writeFileSync(file, text);
  return digest;
}

function indexFile(folder: string, group: string): string {
  return join(folder, "groups", `${group}.json`);
}

function textFile(folder: string, digest: string): string {
  return join(folder, "texts", digest);
}
