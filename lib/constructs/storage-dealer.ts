import { createHash } from "node:crypto";
import type { StraatStack } from "./straat-stack";

/** Deals members out over a site's storage, so that no two of a group share a datastore. */
export class StorageDealer {
  private readonly offset: number;

  constructor(
    private readonly stack: StraatStack,
    groupName: string,
  ) {
    // A group starts at a datastore of its own, or all first members of the house would share one.
    this.offset = createHash("sha256").update(groupName).digest().readUInt32BE(0);
  }

  /** Undefined where vSphere chooses inside a datastore cluster. */
  datastoreOf(member: number): string | undefined {
    const { storage } = this.stack.site;
    if (storage.kind === "datastore-cluster") return undefined;
    return storage.names[(this.offset + member) % storage.names.length];
  }

  placeOf(member: number): { readonly datastoreId: string } | { readonly datastoreClusterId: string } {
    const { site, lookups } = this.stack;
    if (site.storage.kind === "datastore-cluster") {
      return { datastoreClusterId: lookups.datastoreClusterId(site.storage.name) };
    }
    return { datastoreId: lookups.datastoreId(this.datastoreOf(member) as string) };
  }
}
