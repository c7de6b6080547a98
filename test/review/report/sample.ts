import type { Hazard } from "../../../lib/review/hazard";
import type { AccessChange, Review, RuleChange, WayReview } from "../../../lib/review/review";
import type { AttributeChange, ResourceChange, StackReview } from "../../../lib/review/stack-review";

/** A review in which nothing changes, with what a test is about. */
export function reviewOf(parts: Partial<Review> = {}): Review {
  return {
    kind: "diff",
    base: "main (1a2b3c4)",
    head: "the working tree",
    stacks: [],
    ways: [],
    rules: [],
    access: [],
    hazards: [],
    notAnalysed: [],
    digest: undefined,
    verdict: "fine",
    ...parts,
  };
}

export function wayOf(parts: Partial<WayReview> = {}): WayReview {
  return {
    client: "verne",
    from: "internet",
    to: "verne/production/web",
    kind: "opened",
    opened: ["tcp/443 from anywhere to 10.20.6.10"],
    closed: [],
    why: ["visitors"],
    end: undefined,
    isFromOutside: false,
    ...parts,
  };
}

export function hazardOf(parts: Partial<Hazard> = {}): Hazard {
  return {
    kind: "redundancy",
    level: "block",
    stack: "verne/production",
    subjects: ["vsphere_virtual_machine.web_1", "vsphere_virtual_machine.web_2"],
    text: "both members of web are replaced in one plan, so that nothing answers for a while",
    remedy: "raise the generation of one member, apply, and then that of the other",
    ...parts,
  };
}

export function ruleOf(parts: Partial<RuleChange> = {}): RuleChange {
  return {
    kind: "broken",
    rule: "ports-closed",
    promises: ["I-02"],
    level: "error",
    stack: "verne-production",
    subject: "verne/production/web",
    problem: "tcp/22 is open to the internet",
    remedy: "let administrators in through the VPN",
    ...parts,
  };
}

export function accessOf(parts: Partial<AccessChange> = {}): AccessChange {
  return {
    kind: "given",
    what: "whitelist",
    where: "verne/acceptance",
    who: "Bureau Nemo",
    before: undefined,
    after: "203.0.113.0/26",
    owner: "Jantien de Vries",
    until: "2027-03-31",
    ...parts,
  };
}

export function attributeOf(parts: Partial<AttributeChange> = {}): AttributeChange {
  return {
    path: "memory",
    kind: "changed",
    before: "4096",
    after: "8192",
    meaning: undefined,
    lines: [],
    isCosmetic: false,
    ...parts,
  };
}

export function changeOf(parts: Partial<ResourceChange> = {}): ResourceChange {
  return {
    address: "vsphere_virtual_machine.web_1",
    type: "vsphere_virtual_machine",
    action: "update",
    previousAddress: undefined,
    importing: undefined,
    reason: undefined,
    replacePaths: [],
    attributes: [attributeOf()],
    isCosmetic: false,
    ...parts,
  };
}

export function stackOf(parts: Partial<StackReview> = {}): StackReview {
  return {
    stacks: ["verne/production"],
    reason: "its client file changed",
    changes: [changeOf()],
    promotion: undefined,
    ...parts,
  };
}

/** One of everything. */
export function sample(): Review {
  return reviewOf({
    kind: "plan",
    head: "verne-production.plan.json",
    verdict: "block",
    digest: "sha256:6f1ed002ab5595859014ebf0951522d9d0c9f5e1d1a3f0c4f2f6b6a1f3d4c5e6",
    ways: [
      wayOf({
        kind: "closed",
        from: "verne/test/web",
        to: "verne/test/search",
        opened: [],
        closed: ["tcp/9200 from 10.20.2.16/28 to 10.20.2.40"],
        why: ["search"],
        end: "gone",
      }),
      wayOf({
        kind: "widened",
        from: "vpn",
        to: "verne/acceptance/database",
        opened: ["tcp/5432 from 10.99.0.0/24 to 10.20.4.20"],
        why: ["reports for the product owner"],
      }),
      wayOf({ isFromOutside: true, end: "new" }),
    ],
    hazards: [
      hazardOf(),
      hazardOf({
        kind: "data",
        subjects: ["vsphere_virtual_disk.database_1"],
        text: "the disk that holds the data of database is destroyed",
        remedy: "take it out of the state with a removed block, and keep the disk",
      }),
      hazardOf({
        kind: "drift",
        level: "team-tech",
        subjects: ["vsphere_virtual_machine.search_1"],
        text: "somebody gave this server more memory by hand",
        remedy: "write 16384 in the client's file, or let the apply undo it",
      }),
      hazardOf({
        kind: "established",
        level: "note",
        subjects: [],
        text: "connections that are there stay open until they end",
        remedy: "restart the edge firewall in the night if they may not",
      }),
    ],
    rules: [
      ruleOf({
        level: "warning",
        rule: "whitelist-owner",
        promises: [],
        stack: undefined,
        subject: "fleet",
        problem: "an entry has no owner",
        remedy: "name one",
      }),
      ruleOf(),
      ruleOf({
        kind: "mended",
        rule: "members-apart",
        promises: ["B-04", "B-05"],
        problem: "both members run on one host",
      }),
    ],
    access: [
      accessOf(),
      accessOf({
        kind: "changed",
        what: "administrator",
        where: "amsterdam",
        who: "Ada Lovelace",
        before: "the VPN",
        after: "SSH and the VPN",
        owner: undefined,
        until: undefined,
      }),
    ],
    stacks: [
      stackOf({
        promotion: { kind: "differs", text: "its database is larger" },
        changes: [
          changeOf({
            attributes: [
              attributeOf({
                path: 'extra_config["guestinfo.straat.firewall"]',
                before: "v1",
                after: "v2",
                meaning: "the firewall of the server",
                lines: ["  chain input {", "+   tcp dport 443 accept", "-   tcp dport 80 accept", "  }"],
              }),
              attributeOf(),
              attributeOf({
                path: "annotation",
                kind: "added",
                before: undefined,
                after: "by Straat",
                isCosmetic: true,
              }),
            ],
          }),
          changeOf({
            address: "vsphere_virtual_machine.web_2",
            action: "replace",
            reason: "replace_triggered_by asks for it",
            replacePaths: ["disk[0].size", "generation"],
            attributes: [attributeOf({ path: "disk[0].size", before: "40", after: "20" })],
          }),
          changeOf({
            address: "vsphere_folder.street",
            action: "no-op",
            previousAddress: "vsphere_folder.old",
            attributes: [],
          }),
          changeOf({
            address: "vsphere_tag.verne",
            action: "create",
            importing: "urn:tag:12",
            attributes: [],
          }),
        ],
      }),
      stackOf({
        stacks: ["aurora/production", "hopper/production", "lovelace/production", "verne/test"],
        reason: "the library renders firewalls differently",
        changes: [
          changeOf({ isCosmetic: true, attributes: [attributeOf({ path: "comment", isCosmetic: true })] }),
        ],
      }),
    ],
    notAnalysed: [{ what: "module.legacy", why: "it is not made by Straat" }],
  });
}
