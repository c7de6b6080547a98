import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PatchPlan } from "../../lib/guest/patching/patch-plan";
import { type PatchDocumentProps, patchDocument, patchingPart } from "../../lib/guest/patching/patching";
import { IpAddress } from "../../lib/model/ip";
import { GuestRoot } from "./guest-root";

export const PATCH = "/usr/local/lib/straat/patch";
export const STATE = "/var/lib/straat/patch";

/** A line of the report. */
export interface PatchReport {
  readonly patch: string;
  readonly server: string;
  readonly started: string;
  readonly result: string;
  readonly reason: string;
  readonly restart: string;
  readonly packages: readonly { readonly name: string; readonly before: string; readonly after: string }[];
  readonly emergency?: readonly { readonly id: string; readonly owner: string; readonly reason: string }[];
}

/** Addresses for the members of a plan. */
export function addressesOf(plan: PatchPlan): readonly IpAddress[] {
  return plan.members.map(({ number }) => IpAddress.parse(`10.20.0.${number}`));
}

/**
 * A server of a group as the programs that patch it see one: its own clock, packages that an upgrade changes, peers
 * that answer or don't, services that break or don't. Date arithmetic, and all else, is the real programs'.
 */
export class PatchServer extends GuestRoot {
  constructor(number: number) {
    super(...(patchingPart().files ?? []));
    this.standIn("uname", `echo verne-production-web-${number}`);
    this.standIn("date", `[ "$*" != +%s ] || exec cat '${this.folder}/now'; real "$@"`);
    this.recorder("ping", `for peer do :; done; ! grep -qxF "$peer" '${this.folder}/silent'`);
    this.recorder("apt-get", `exit "$(cat '${this.folder}/mirror')"`);
    this.recorder(
      "unattended-upgrade",
      `echo "$APT_CONFIG $NEEDRESTART_SUSPEND" >> '${this.folder}/apt-config'\ncp '${this.folder}/newer' '${this.folder}/packages'`,
    );
    this.recorder("needrestart", `echo "NEEDRESTART-KSTA: $(cat '${this.folder}/kernel')"`);
    this.recorder("systemctl", `case $1 in list-units) cat '${this.folder}/failed' ;; esac`);
    this.standIn("dpkg-query", `cat '${this.folder}/packages'`);
    for (const [name, text] of Object.entries(HEALTHY)) this.set(name as keyof typeof HEALTHY, text);
    for (const zone of ["Europe/Amsterdam", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"]) {
      this.write(`/usr/share/zoneinfo/${zone}`, "");
    }
  }

  /** How the world around the server is. */
  set(what: keyof typeof HEALTHY, text: string): void {
    writeFileSync(join(this.folder, what), text);
  }

  /** The moment it is, as its own clock tells. */
  clock(moment: Date | string): this {
    this.set("now", `${Math.floor(new Date(moment).getTime() / 1000)}\n`);
    return this;
  }

  give(plan: PatchPlan, props: Partial<PatchDocumentProps> = {}): void {
    this.write(
      "/var/lib/straat/documents/patch",
      patchDocument(plan, { addresses: addressesOf(plan), ...props }),
    );
  }

  /** What `patch may` answers. */
  may(kind: string, moment: Date | string): string {
    const { stdout, stderr } = this.clock(moment).run(PATCH, ["may", kind]);
    return `${stdout}${stderr}`.trim();
  }

  /** Patches; the status and the line of the report it left, if any. */
  patch(
    kind: string,
    moment: Date | string,
  ): { readonly status: number | null; readonly report?: PatchReport } {
    const before = this.reports.length;
    const { status } = this.clock(moment).run(PATCH, [kind]);
    const report = this.reports[before];
    return report === undefined ? { status } : { status, report };
  }

  get reports(): readonly PatchReport[] {
    const lines = (this.read(`${STATE}/report.jsonl`) ?? "").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as PatchReport);
  }
}

const HEALTHY = {
  now: "0\n",
  silent: "",
  mirror: "0\n",
  kernel: "1\n",
  failed: "",
  packages: "libc6:amd64 2.36-9\nopenssl:amd64 3.0.11-1\n",
  newer: "libc6:amd64 2.36-9\nlibnew:amd64 1.0\nopenssl:amd64 3.0.13-1\n",
};
