import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const VERNE = "verne-production";
const WEB = `${VERNE}/vsphere_virtual_machine.web_1`;
const DATABASE = `${VERNE}/vsphere_virtual_machine.database_1`;
const EDGE = "verne-street/vsphere_virtual_machine.edge_1";
const GATEWAY = "platform-alkmaar/vsphere_virtual_machine.vpn_1";
const REPOSITORY = "platform-alkmaar/vsphere_virtual_machine.backup_1";
const JUDGED = [WEB, DATABASE, EDGE, GATEWAY, REPOSITORY];

const web = (fleet: EditableFleet) => fleet.machine(VERNE, "web_1");

const swap =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

/** A change to what a web server is told of its patches. */
function told(when: string, edit: (text: string) => string, saying: RegExp) {
  const change = (fleet: EditableFleet) => web(fleet).document("patch", edit);
  return { when, change, finds: [WEB], saying };
}

/** The same, of what only looks like a breach. */
function right(when: string, edit: (text: string) => string) {
  return { when, change: (fleet: EditableFleet) => web(fleet).document("patch", edit) };
}

describeRule("patch-plan-of-every-server", {
  judges: JUDGED,
  breaches: [
    {
      when: "a machine is in no group",
      change: (fleet) => {
        const { vsphere_virtual_machine } = fleet.stack(VERNE).terraform.resource;
        vsphere_virtual_machine.extra = { ...vsphere_virtual_machine.web_1, name: "extra" };
      },
      finds: [`${VERNE}/vsphere_virtual_machine.extra`],
      saying: /is in no group of the model file/,
    },
    told(
      "a member is left out",
      swap(/^member 2 .*\n/gm, ""),
      /plans nothing for member 2, verne-production-web-2/,
    ),
    told(
      "a member that is none is planned",
      (text) =>
        text +
        text
          .match(/^member 2 .*\n/gm)
          ?.join("")
          .replaceAll("member 2", "member 3"),
      /plans a member 3/,
    ),
    told(
      "a peer is looked for elsewhere",
      swap("10.20.7.3", "10.20.7.77"),
      /looks for verne-production-web-2 at 10\.20\.7\.77/,
    ),
    told("there are more members than places", swap("places 2", "places 1"), /has 1 places for 2 members/),
    told(
      "a backup is awaited that nothing makes",
      swap("data no", "data yes"),
      /waits for a backup that nothing makes/,
    ),
    {
      when: "a database does not wait for its backup",
      change: (fleet) => fleet.machine(VERNE, "database_1").document("patch", swap("data yes", "data no")),
      finds: [DATABASE],
      saying: /does not wait for a backup/,
    },
  ],
  allows: [
    {
      when: "a server is told nothing, of which another rule tells",
      change: (fleet) => {
        delete web(fleet).body.extra_config["guestinfo.straat.patch"];
      },
    },
  ],
});

describeRule("patches-in-the-window", {
  judges: JUDGED,
  breaches: [
    told(
      "the window is longer than was agreed",
      swap("00:00 04:00", "00:00 06:00"),
      /in the window .*00:00-06:00.* and .*00:00-04:00.* was agreed/,
    ),
    told(
      "the window has another day",
      swap("window Mon,Tue,Wed,Thu,Fri", "window Mon,Tue,Wed,Thu,Fri,Sat"),
      /was agreed/,
    ),
    told(
      "a full round is at noon",
      swap("full Tue *-*-09..15 00:50", "full Tue *-*-09..15 12:00"),
      /the full round of member 1 takes up to 105 minutes from 12:00/,
    ),
    told(
      "a full round ends after the window",
      swap("full Tue *-*-09..15 00:50", "full Tue *-*-09..15 02:16"),
      /from 02:16/,
    ),
    told(
      "a restart is on a Sunday",
      swap("restart Tue", "restart Sun"),
      /the restart round of member 1 is also on Sun/,
    ),
    told(
      "security updates are on Saturdays",
      swap("security Mon,Tue,Wed,Thu,Fri", "security Mon,Tue,Wed,Thu,Fri,Sat"),
      /is also on Sat/,
    ),
    told(
      "security updates go by another clock",
      swap("00:00:00 Europe/Amsterdam", "00:00:00 UTC"),
      /goes by the clock of UTC/,
    ),
    told(
      "security updates are each hour",
      swap("00:00:00 Europe/Amsterdam", "*:00:00 Europe/Amsterdam"),
      /begins all day long/,
    ),
    {
      when: "another window is agreed with the client than a server is told",
      change: (fleet) => {
        fleet.stack("verne-street").model.client.maintenance.end = "03:00";
      },
      finds: [EDGE, "verne-street/vsphere_virtual_machine.edge_2"],
      saying: /00:00-03:00 Europe\/Amsterdam was agreed/,
    },
  ],
  allows: [
    right(
      "a full round ends as the window does",
      swap("full Tue *-*-09..15 00:50", "full Tue *-*-09..15 02:15"),
    ),
  ],
});

describeRule("a-full-round-a-month", {
  judges: JUDGED,
  breaches: [
    told(
      "a full round is on one date only",
      swap("full Tue *-*-09..15", "full Tue *-*-13"),
      /member 1 gets no full round for \d+ days, and 36/,
    ),
    told(
      "a full round is never",
      swap("full Tue *-*-09..15", "full Tue *-*-31"),
      /member 1 gets no full round for/,
    ),
    told(
      "a night for restarts is left out",
      swap("01..08,16..31", "16..31"),
      /has no night for a restart for 21 days, and 7/,
    ),
  ],
  allows: [
    right("a full round may also be a week earlier", swap("full Tue *-*-09..15", "full Tue *-*-02..15")),
  ],
});

describeRule("security-updates-in-every-window", {
  judges: JUDGED,
  breaches: [
    told(
      "a night is skipped",
      swap("security Mon,Tue,Wed,Thu,Fri", "security Mon,Tue,Thu,Fri"),
      /member 1 installs no security updates on Wed/,
    ),
    told(
      "only the first half of a month counts",
      swap("security Mon,Tue,Wed,Thu,Fri *-*-*", "security Mon,Tue,Wed,Thu,Fri *-*-01..15"),
      /on 15 days of a month only/,
    ),
  ],
});

describeRule("members-not-in-one-night", {
  judges: JUDGED,
  breaches: [
    told(
      "both members get their full round in one night",
      swap("full Thu *-*-11..17", "full Tue *-*-09..15"),
      /member 2 may restart on Tue and Thu|may both restart on Tue/,
    ),
    told(
      "both members have one night",
      (text) => text.replaceAll("Thu *-*-11..17", "Tue *-*-11..17").replace("restart Thu", "restart Tue"),
      /members 1 and 2 may both restart on Tue/,
    ),
    told(
      "a member may restart on two nights",
      swap("restart Tue", "restart Tue,Wed"),
      /member 1 may restart on Tue and Wed/,
    ),
    told(
      "both members have one part of the night",
      swap("member 2 place 1", "member 2 place 0"),
      /members 1 and 2 have one place/,
    ),
    told(
      "security updates of both are at one time",
      swap("00:25:00", "00:00:00"),
      /member 2 installs security updates at 00:00/,
    ),
    told(
      "a restart is while others install",
      swap("full Tue *-*-09..15 00:50", "full Tue *-*-09..15 00:25"),
      /member 1 may restart at 00:25/,
    ),
    told("a place is beyond the night", swap("member 2 place 1", "member 2 place 5"), /has place 5 of 2/),
  ],
});

describeRule("gateways-not-in-one-night", {
  judges: [GATEWAY, "platform-amsterdam/vsphere_virtual_machine.vpn_1"],
  breaches: [
    {
      when: "two gateways have one night",
      change: (fleet) =>
        fleet
          .machine("platform-alkmaar", "vpn_1")
          .document("patch", (text) => text.replaceAll(" Tue ", " Thu ")),
      finds: [GATEWAY],
      saying: /is patched on Thu, as platform-amsterdam\/vsphere_virtual_machine\.vpn_1 is/,
    },
    {
      when: "two gateways have one part of the night",
      change: (fleet) =>
        fleet.machine("platform-alkmaar", "vpn_1").document("patch", swap("place 0", "place 1")),
      finds: [GATEWAY],
      saying: /in part 2 of the night, as/,
    },
    {
      when: "a gateway does not look for the other",
      change: (fleet) =>
        fleet.machine("platform-alkmaar", "vpn_1").document("patch", swap(/^peer .*\n/m, "")),
      finds: [GATEWAY],
      saying: /does not look whether the gateway at 172\.20\.0\.9 is there/,
    },
    {
      when: "a gateway reckons with itself alone",
      change: (fleet) =>
        fleet.machine("platform-alkmaar", "vpn_1").document("patch", swap("places 2", "places 1")),
      finds: [GATEWAY],
      saying: /has 1 places for 2 gateways/,
    },
  ],
});

const emergency = (id: string, until: string, owner: string) => (text: string) =>
  `${text}emergency ${id} ${until}\nemergency-owner ${id} ${owner}\nemergency-reason ${id} remote code execution\n`;

describeRule("emergencies-are-team-techs", {
  judges: JUDGED,
  breaches: [
    told(
      "somebody else declares one",
      emergency("CVE-2027-12345", "2027-01-18", "Somebody Else"),
      /declared by Somebody Else, who is not in team Tech/,
    ),
    {
      when: "it lasts for a month",
      change: (fleet) =>
        web(fleet).document("patch", emergency("DSA-5900-1", "2027-02-15", fleet.facts.teamTech[0] ?? "")),
      finds: [WEB],
      saying: /DSA-5900-1 lasts until 2027-02-15, 31 days from now/,
    },
    {
      when: "it is over",
      change: (fleet) =>
        web(fleet).document("patch", emergency("DSA-5900-1", "2027-01-14", fleet.facts.teamTech[0] ?? "")),
      finds: [WEB],
      saying: /ended on 2027-01-14, and is still there/,
    },
  ],
  allows: [
    {
      when: "team Tech declares one for a week",
      change: (fleet) =>
        web(fleet).document(
          "patch",
          emergency("CVE-2027-12345", "2027-01-22", fleet.facts.teamTech[0] ?? ""),
        ),
    },
  ],
});
