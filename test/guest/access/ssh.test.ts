import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { ADMIN_GROUP } from "../../../lib/guest/access/admin-accounts";
import { sshDocument, sshPart } from "../../../lib/guest/access/ssh";
import { sshdConfig } from "../../../lib/guest/access/sshd-config";
import { Cidr } from "../../../lib/model/cidr";
import { SshKey } from "../../../lib/model/ssh-key";
import { admin, PUBLIC_KEYS } from "../../support/admins";
import { mistakeOf, mistakesOf } from "../../support/errors";

const [FIRST, SECOND, THIRD] = PUBLIC_KEYS;
const JANTIEN = admin("jdevries", FIRST, "2028-01-31");
const OMAR = admin("obakker", SECOND, "2027-06-30");
const pools = (...texts: readonly string[]) => texts.map(Cidr.parse);

describe("the configuration of sshd", () => {
  const lines = sshdConfig(pools("10.99.1.0/24", "fd00:99:1::/64")).split("\n");

  test("lets in the group of administrators, from the pools of the VPN", () => {
    expect(lines).toContain(`AllowGroups ${ADMIN_GROUP}`);
    expect(lines).toContain("AllowUsers *@10.99.1.0/24 *@fd00:99:1::/64");
  });

  test("says each thing once, and the same for everybody: no Match, no Include", () => {
    const names = lines.filter((line) => !/^(#|$)/.test(line)).map((line) => line.split(" ")[0]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain("Match");
    expect(names).not.toContain("Include");
  });

  test("is not made without a pool, nor with everybody for one", () => {
    expect(mistakeOf(() => sshdConfig([]))).toMatchObject({ property: "pools" });
    const wide = mistakesOf(() => sshPart(pools("10.99.1.0/24", "0.0.0.0/0", "::/0")));
    expect(wide.map(({ property }) => property)).toEqual(["pools[1]", "pools[2]"]);
  });
});

describe("the part with SSH", () => {
  test("depends on the pools alone", () => {
    expect(sshPart(pools("10.99.1.0/24"))).toEqual(sshPart(pools("10.99.1.0/24")));
    expect(sshPart(pools("10.99.1.0/24"))).not.toEqual(sshPart(pools("10.99.2.0/24")));
  });

  test("has commands of one line", () => {
    const { commands = [] } = sshPart(pools("10.99.1.0/24"));
    expect(commands.join("\n").split("\n")).toHaveLength(commands.length);
    expect(commands.join("")).not.toContain("\t");
  });
});

describe("the document of who may log in", () => {
  test("has a line for each administrator, and then for each authority", () => {
    const payload = sshDocument({ admins: [OMAR, JANTIEN], authorities: [SshKey.parse(THIRD)] });
    expect(payload).toBe(
      `admin jdevries 2028-01-31 ${FIRST}\nadmin obakker 2027-06-30 ${SECOND}\nauthority ${THIRD}\n`,
    );
  });

  test("is empty for nobody", () => {
    expect(sshDocument({ admins: [], authorities: [] })).toBe("");
  });

  test("is the same however the lists are written", () => {
    const authorities = [SshKey.parse(THIRD)];
    const payload = sshDocument({ admins: [JANTIEN, OMAR], authorities });
    expect(sshDocument({ admins: [OMAR, JANTIEN], authorities: [...authorities, ...authorities] })).toBe(
      payload,
    );
  });

  test("holds no name of a person, and no word that somebody wrote", () => {
    const person = "Jan \"; rm -rf / $(reboot) '";
    const odd = admin("jan", `${FIRST} jan@laptop; reboot`, "2028-01-31", { person });
    expect(sshDocument({ admins: [odd], authorities: [] })).toBe(`admin jan 2028-01-31 ${FIRST}\n`);
  });

  test("has room for the people there may be, and no more (H-16)", () => {
    const key = (index: number) => {
      const blob = Buffer.from(FIRST.split(" ")[1] ?? "", "base64");
      blob[blob.length - 1] = index;
      return `ssh-ed25519 ${blob.toString("base64")}`;
    };
    const people = Array.from({ length: 11 }, (_, index) => admin(`a${index}`, key(index), "2028-01-31"));
    expect(sshDocument({ admins: people.slice(1), authorities: [] }).split("\n")).toHaveLength(11);
    expect(mistakeOf(() => sshDocument({ admins: people, authorities: [] }))).toMatchObject({
      property: "admins",
      value: "11",
    });
  });

  test("has a login and a key for one person only, and an authority that is nobody's (V-03)", () => {
    const again = admin("jdevries", SECOND, "2027-01-01");
    const shared = admin("other", FIRST, "2027-01-01");
    const authorities = [SshKey.parse(THIRD), SshKey.parse(FIRST)];
    const mistakes = mistakesOf(() => sshDocument({ admins: [JANTIEN, again, shared], authorities }));
    expect(mistakes.map(({ property }) => property)).toEqual([
      "admins[1].login",
      "admins[2].sshKey",
      "authorities[1]",
    ]);
    expect(mistakes.every(({ problem }) => problem.includes("V-03"))).toBe(true);
  });

  test("keeps its form, whatever people are called", () => {
    const texts = fc.record({ login: fc.string(), person: fc.string(), comment: fc.string() });
    let taken = 0;
    fc.assert(
      fc.property(texts, fc.boolean(), ({ login, person, comment }, isPlain) => {
        const name = isPlain ? `a${login.replace(/[^a-z0-9]/g, "").slice(0, 8)}` : login;
        let payload: string;
        try {
          const somebody = admin(name, `${FIRST} ${comment}`, "2028-01-31", { person: `P ${person}`.trim() });
          payload = sshDocument({ admins: [somebody], authorities: [] });
        } catch (error) {
          expect((error as Error).name).toBe("InvalidError");
          return;
        }
        taken += 1;
        expect(payload).toMatch(/^admin [a-z][a-z0-9-]* 2028-01-31 ssh-ed25519 [A-Za-z0-9+/]+=*\n$/);
      }),
    );
    expect(taken).toBeGreaterThan(20);
  });
});
