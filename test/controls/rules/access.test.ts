import { Day } from "../../../lib/model/day";
import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { ed25519Key, wireguardKey } from "../support/keys";
import { describeRule } from "../support/rule-cases";

const [AMSTERDAM, ALKMAAR] = ["platform-amsterdam", "platform-alkmaar"];

const adminsOf = (fleet: EditableFleet, stack: string): Body[] => fleet.stack(stack).model.admins;
const [first, second] = [
  (fleet: EditableFleet) => adminsOf(fleet, AMSTERDAM)[0] as Body,
  (fleet: EditableFleet) => adminsOf(fleet, AMSTERDAM)[1] as Body,
];

/** Somebody new in the list of Amsterdam. */
function add(fleet: EditableFleet, number: number, changes: Body = {}): void {
  adminsOf(fleet, AMSTERDAM).push({
    login: `person${number}`,
    person: `Person Number${String.fromCharCode(65 + number)}`,
    sshKey: ed25519Key(number),
    wireguardKey: wireguardKey(number),
    until: "2027-12-31",
    ...changes,
  });
}

describeRule("administrators-are-few", {
  judges: [AMSTERDAM, ALKMAAR],
  breaches: [
    {
      when: "an eleventh person has access",
      change: (fleet) => {
        for (let number = 0; number < 8; number++) add(fleet, number);
      },
      finds: [AMSTERDAM],
      saying: /^11 people have administrator access, and 10 may/,
    },
    {
      when: "nobody has access",
      change: (fleet) => {
        adminsOf(fleet, AMSTERDAM).splice(0);
      },
      finds: [AMSTERDAM],
      saying: /^nobody has administrator access, so nobody can get in$/,
    },
    {
      when: "one person has access",
      change: (fleet) => {
        adminsOf(fleet, ALKMAAR).splice(1);
      },
      finds: [ALKMAAR],
      saying: /^jdevries alone has administrator access$/,
    },
  ],
  allows: [
    {
      when: "ten people have access",
      change: (fleet) => {
        for (let number = 0; number < 7; number++) add(fleet, number);
      },
    },
    {
      when: "two people have access",
      change: (fleet) => {
        adminsOf(fleet, AMSTERDAM).splice(2);
      },
    },
  ],
});

describeRule("administrators-are-people", {
  judges: [`${AMSTERDAM}/jdevries`, `${ALKMAAR}/svermeer`],
  breaches: [
    {
      when: "a last name is also what a team is called",
      change: (fleet) => add(fleet, 1, { person: "Robin Group" }),
      finds: [`${AMSTERDAM}/person1`],
      saying: /Robin Group is called group/,
    },
    {
      when: "a team is an administrator",
      change: (fleet) => add(fleet, 1, { person: "Team Hosting" }),
      finds: [`${AMSTERDAM}/person1`],
      saying: /is called team/,
    },
    {
      when: "a person has a first name only",
      change: (fleet) => add(fleet, 1, { person: "Jantien" }),
      finds: [`${AMSTERDAM}/person1`],
      saying: /"Jantien" is no first and last name/,
    },
    {
      when: "a last name is a number",
      change: (fleet) => add(fleet, 1, { person: "Jantien 2" }),
      finds: [`${AMSTERDAM}/person1`],
      saying: /is no first and last name/,
    },
  ],
  allows: [
    {
      when: "a last name is also a word",
      change: (fleet) => add(fleet, 1, { login: "pbot", person: "Piet Bot" }),
    },
    {
      when: "a name has letters of other languages",
      change: (fleet) => add(fleet, 1, { person: "Zoë O’Brien-Ørsted" }),
    },
    {
      when: "a name begins with a small letter",
      change: (fleet) => add(fleet, 1, { person: "Bo van 't Hoff" }),
    },
  ],
});

describeRule("logins-are-not-shared", {
  judges: [`${AMSTERDAM}/jdevries`, `${ALKMAAR}/svermeer`],
  breaches: [
    {
      when: "a login is that of a function",
      change: (fleet) => add(fleet, 1, { login: "devops" }),
      finds: [`${AMSTERDAM}/devops`],
      saying: /is called devops, which is a function/,
    },
    {
      when: "a part of a login is that of a function",
      change: (fleet) => add(fleet, 1, { login: "verne-admin" }),
      finds: [`${AMSTERDAM}/verne-admin`],
      saying: /is called admin/,
    },
    {
      when: "a login is a word that could be a name, and nothing else",
      change: (fleet) => add(fleet, 1, { login: "bot" }),
      finds: [`${AMSTERDAM}/bot`],
      saying: /is called bot/,
    },
    {
      when: "two people have one login",
      change: (fleet) => add(fleet, 1, { login: first(fleet).login }),
      finds: [`${AMSTERDAM}/jdevries`],
      saying: /is also there as/,
    },
    {
      when: "one person has two logins",
      change: (fleet) => add(fleet, 1, { person: "jantien de vries" }),
      finds: [`${AMSTERDAM}/jdevries`, `${AMSTERDAM}/person1`],
      saying: /is also there as/,
    },
  ],
  allows: [
    {
      when: "a login has a word of a function inside",
      change: (fleet) => add(fleet, 1, { login: "teamsma" }),
    },
    {
      when: "a person has one name",
      change: (fleet) => add(fleet, 1, { login: "suparman", person: "Suparman" }),
    },
  ],
});

describeRule("administrators-have-keys-of-their-own", {
  judges: [`${AMSTERDAM}/jdevries`],
  breaches: [
    {
      when: "two people have one SSH key",
      change: (fleet) => add(fleet, 1, { sshKey: first(fleet).sshKey }),
      finds: [`${AMSTERDAM}/jdevries`, `${AMSTERDAM}/person1`, `${ALKMAAR}/jdevries`],
      saying: /the SSH key of jdevries is also that of person1/,
    },
    {
      when: "two people have one WireGuard key",
      change: (fleet) => add(fleet, 1, { wireguardKey: second(fleet).wireguardKey }),
      finds: [`${AMSTERDAM}/obakker`, `${AMSTERDAM}/person1`, `${ALKMAAR}/obakker`],
      saying: /the WireGuard key of obakker is also that of person1/,
    },
    {
      when: "somebody has the key of a gateway",
      change: (fleet) => add(fleet, 1, { wireguardKey: fleet.stack(ALKMAAR).model.site.vpn.publicKey }),
      finds: [`${AMSTERDAM}/person1`],
      saying: /is that of the gateway of alkmaar/,
    },
  ],
  allows: [{ when: "somebody comes with keys of their own", change: (fleet) => add(fleet, 1) }],
});

const trustOf = (fleet: EditableFleet, platform: string) => fleet.stack(platform).model.trust;

describeRule("same-trust-everywhere", {
  judges: [AMSTERDAM, ALKMAAR],
  breaches: [
    {
      when: "one site has an authority of SSH",
      change: (fleet) => trustOf(fleet, ALKMAAR).sshAuthorities.push(ed25519Key(7)),
      finds: [ALKMAAR],
      saying: /names the authority of SSH SHA256:\S+, and platform-amsterdam does not/,
    },
    {
      when: "one site has no authority of certificates",
      change: (fleet) => trustOf(fleet, ALKMAAR).authorities.pop(),
      finds: [ALKMAAR],
      saying: /does not name the authority of certificates [0-9A-F:]+, and platform-amsterdam does/,
    },
    {
      when: "one site has no escrow",
      change: (fleet) => trustOf(fleet, AMSTERDAM).escrow.pop(),
      finds: [ALKMAAR],
      saying: /names age1\S+ as escrow, and platform-amsterdam does not/,
    },
  ],
  allows: [
    {
      when: "both sites name a second authority",
      change: (fleet) => {
        for (const platform of [AMSTERDAM, ALKMAAR])
          trustOf(fleet, platform).sshAuthorities.push(ed25519Key(7));
      },
    },
  ],
});

describeRule("same-administrators-everywhere", {
  judges: [AMSTERDAM, ALKMAAR],
  breaches: [
    {
      when: "somebody is left in the list of one site",
      change: (fleet) => adminsOf(fleet, AMSTERDAM).shift(),
      finds: [ALKMAAR],
      saying: /lists Jantien de Vries .* and platform-amsterdam does not/,
    },
    {
      when: "somebody is missing in the list of one site",
      change: (fleet) => adminsOf(fleet, ALKMAAR).shift(),
      finds: [ALKMAAR],
      saying: /does not list Jantien de Vries .* and platform-amsterdam does/,
    },
    {
      when: "access ends later at one site",
      change: (fleet) => {
        (adminsOf(fleet, ALKMAAR)[0] as Body).until = "2028-02-01";
      },
      finds: [ALKMAAR],
      saying: /until 2028-02-01/,
    },
    {
      when: "somebody has another SSH key at one site",
      change: (fleet) => {
        (adminsOf(fleet, ALKMAAR)[0] as Body).sshKey = ed25519Key(7);
      },
      finds: [ALKMAAR],
      saying: /lists Jantien/,
    },
    {
      when: "somebody has another WireGuard key at one site",
      change: (fleet) => {
        (adminsOf(fleet, ALKMAAR)[0] as Body).wireguardKey = wireguardKey(7);
      },
      finds: [ALKMAAR],
      saying: /lists Jantien/,
    },
  ],
  allows: [
    { when: "the list has another order at one site", change: (fleet) => adminsOf(fleet, ALKMAAR).reverse() },
  ],
});

describeRule("admin-access-has-not-ended", {
  judges: [`${AMSTERDAM}/jdevries`],
  breaches: [
    {
      when: "somebody is listed after their last day",
      change: (fleet) => {
        first(fleet).until = "2027-01-14";
      },
      finds: [`${AMSTERDAM}/jdevries`],
      saying: /ended on 2027-01-14, and it is 2027-01-15/,
    },
    {
      when: "a day comes on which everybody's has ended",
      change: (fleet) => {
        fleet.facts = { ...fleet.facts, day: Day.parse("2028-02-01") };
      },
      finds: [AMSTERDAM, ALKMAAR].flatMap((stack) =>
        ["jdevries", "obakker", "svermeer"].map((login) => `${stack}/${login}`),
      ),
      saying: /ended on 2028-01-31/,
    },
  ],
  allows: [
    {
      when: "it is somebody's last day",
      change: (fleet) => {
        first(fleet).until = "2027-01-15";
      },
    },
  ],
});

describeRule("admin-access-ends-in-time", {
  judges: [`${AMSTERDAM}/jdevries`],
  breaches: [
    {
      when: "access lasts for more than two years",
      change: (fleet) => {
        first(fleet).until = "2029-01-16";
      },
      finds: [`${AMSTERDAM}/jdevries`],
      saying: /lasts until 2029-01-16, 732 days from now/,
    },
  ],
  allows: [
    {
      when: "access lasts for two years",
      change: (fleet) => {
        first(fleet).until = "2029-01-15";
      },
    },
  ],
});
