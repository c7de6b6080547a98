import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { PLATFORM, type TenantFleet } from "../support/tenant-fleet";

const CLUSTER = [`${PLATFORM}/cluster`];
const daily = (edit: (spec: Body) => void) => (fleet: TenantFleet) => edit(fleet.ofPlatform("daily").spec);
const template = (edit: (template: Body) => void) => daily((spec) => edit(spec["template"]));

describeRule("cluster-is-backed-up", {
  judges: CLUSTER,
  breaches: [
    {
      when: "there is a store to which nothing goes",
      saying: /no schedule goes to more/,
      finds: CLUSTER,
      change: (fleet) => {
        const more = structuredClone(fleet.ofPlatform("store"));
        more["metadata"].name = "more";
        fleet.platform.objects["more"] = more;
      },
    },
    {
      when: "nothing is kept for 21 days",
      saying: /nothing is kept every day for 21 days/,
      finds: CLUSTER,
      change: (fleet) => {
        delete fleet.platform.objects["daily"];
      },
    },
    {
      when: "daily copies are kept an hour short",
      saying: /nothing is kept every day for 21 days/,
      finds: CLUSTER,
      change: template((one) => (one["ttl"] = "503h0m0s")),
    },
    {
      when: "nothing is kept for six weeks",
      saying: /nothing is kept every week for 6 weeks/,
      finds: CLUSTER,
      change: (fleet) => (fleet.ofPlatform("weekly").spec.template.ttl = "1007h0m0s"),
    },
    {
      when: "a run a day leaves no time to move data",
      saying: /more than 24 hours may be lost/,
      finds: CLUSTER,
      change: daily((spec) => (spec["schedule"] = "30 20 * * *")),
    },
    {
      when: "moving data may take a day",
      saying: /more than 24 hours may be lost/,
      finds: CLUSTER,
      change: template((one) => (one["itemOperationTimeout"] = "13h")),
    },
    {
      when: "data stays on its array",
      saying: /snapshotMoveData/,
      finds: CLUSTER,
      change: template((one) => delete one["snapshotMoveData"]),
    },
    {
      when: "a tenant is left out",
      saying: /daily leaves zorgplein-production out/,
      finds: CLUSTER,
      change: template((one) => one["excludedNamespaces"].push("zorgplein-production")),
    },
    {
      when: "some namespaces are named",
      saying: /some namespaces only/,
      finds: CLUSTER,
      change: template((one) => (one["includedNamespaces"] = ["verne-production"])),
    },
    {
      when: "some objects are chosen",
      saying: /some objects only/,
      finds: CLUSTER,
      change: template((one) => (one["labelSelector"] = { matchLabels: { backup: "yes" } })),
    },
    {
      when: "it is paused",
      saying: /daily is paused/,
      finds: CLUSTER,
      change: daily((spec) => (spec["paused"] = true)),
    },
    {
      when: "a store is of the same site",
      saying: /goes to oost, which is no other site/,
      finds: CLUSTER,
      change: (fleet) => {
        fleet.ofPlatform("store").metadata.name = "oost";
        for (const name of ["daily", "weekly"]) fleet.ofPlatform(name).spec.template.storageLocation = "oost";
      },
    },
    {
      when: "a store is of a site that nobody knows",
      saying: /no other site/,
      finds: CLUSTER,
      change: (fleet) => fleet.others.shift(),
    },
    {
      when: "a store is not there",
      saying: /this stack does not know/,
      finds: CLUSTER,
      change: (fleet) => delete fleet.platform.objects["store"],
    },
    {
      when: "a store is reached in the clear",
      saying: /in the clear/,
      finds: CLUSTER,
      change: (fleet) => (fleet.ofPlatform("store").spec.config.s3Url = "http://backups.west.example.nl"),
    },
    {
      when: "a store is only read",
      saying: /where nothing is written/,
      finds: CLUSTER,
      change: (fleet) => (fleet.ofPlatform("store").spec.accessMode = "ReadOnly"),
    },
    {
      when: "a schedule is of another form",
      saying: /neither every day nor every week/,
      finds: CLUSTER,
      change: daily((spec) => (spec["schedule"] = "@every 24h")),
    },
  ],
});

/** A setting of what restarts nodes; undefined takes it out. */
const setting = (name: string, value?: string) => (fleet: TenantFleet) => {
  const { containers } = fleet.ofPlatform("kured").spec.template.spec;
  const others = containers[0].args.filter((word: string) => !word.startsWith(`--${name}=`));
  containers[0].args = value === undefined ? others : [...others, `--${name}=${value}`];
};

describeRule("nodes-restart-in-the-window", {
  judges: CLUSTER,
  breaches: [
    {
      when: "nothing restarts nodes",
      saying: /0 programs restart its nodes/,
      finds: CLUSTER,
      change: (fleet) => delete fleet.platform.objects["kured"],
    },
    {
      when: "something else is run in place of a restart",
      saying: /is told reboot-command, and no rule knows/,
      finds: CLUSTER,
      change: setting("reboot-command", "/bin/sh"),
    },
    {
      when: "a command restarts nodes",
      saying: /a command of its own restarts nodes/,
      finds: CLUSTER,
      change: setting("reboot-method", "command"),
    },
    {
      when: "nodes restart on Saturdays",
      saying: /nodes restart on mon, sat/,
      finds: CLUSTER,
      change: setting("reboot-days", "mon,sat"),
    },
    {
      when: "nodes restart on any day",
      saying: /any day/,
      finds: CLUSTER,
      change: setting("reboot-days"),
    },
    {
      when: "nodes restart into the morning",
      saying: /from 00:00 to 05:00/,
      finds: CLUSTER,
      change: setting("end-time", "05:00"),
    },
    {
      when: "nodes restart in the last minute",
      saying: /have to be back by 04:00/,
      finds: CLUSTER,
      change: setting("end-time", "04:00"),
    },
    {
      when: "nodes restart from the evening on",
      saying: /from 22:00/,
      finds: CLUSTER,
      change: setting("start-time", "22:00"),
    },
    {
      when: "nodes restart by another clock",
      saying: /by the clock of UTC/,
      finds: CLUSTER,
      change: setting("time-zone", "UTC"),
    },
    {
      when: "nodes restart by no clock that is named",
      saying: /by the clock of the cluster/,
      finds: CLUSTER,
      change: setting("time-zone"),
    },
    {
      when: "two nodes restart at once",
      saying: /2 nodes restart at once/,
      finds: CLUSTER,
      change: setting("concurrency", "2"),
    },
    {
      when: "nodes look once an hour",
      saying: /look so seldom/,
      finds: CLUSTER,
      change: setting("period", "1h"),
    },
  ],
  allows: [
    { when: "one at a time is not written", change: setting("concurrency") },
    { when: "nodes restart on fewer days", change: setting("reboot-days", "tue,thu") },
  ],
});
