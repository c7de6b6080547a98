import { X509Certificate } from "node:crypto";
import { afterAll, describe, expect, test } from "@jest/globals";
import { weakSignature } from "../../../lib/controls/certificates/signature";
import { Day } from "../../../lib/model/day";
import { Authority, type KeyKind, type SignProps } from "../../support/authority";
import type { EditableFleet } from "../support/editable-fleet";
import { everyoneTold, everywhere } from "../support/every-machine";
import { DATABASE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const house = new Authority("House");
const stranger = new Authority("Stranger");
afterAll(() => {
  house.remove();
  stranger.remove();
});
const weak = new Authority("Old house", "rsa:2048");
afterAll(() => weak.remove());

const [WEB1, WEB2] = ["verne-production-web-1", "verne-production-web-2"];
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** What both web servers are told, on a day from today. */
const told =
  (authority: Authority, certificates: readonly string[], today = 1) =>
  (fleet: EditableFleet) => {
    const payload = `authority\n${authority.pem}certificates\n${certificates.join("")}`;
    for (const name of ["web_1", "web_2"]) {
      fleet.machine("verne-production", name).document("identity", () => payload);
    }
    fleet.facts = { ...fleet.facts, day: Day.parse(day(today)) };
  };
const signed = (name: string, props: SignProps = {}, kind: KeyKind = "P-256") =>
  house.certificate(name, props, kind);
const BOTH = [WEB1, WEB2].map((_, index) => `verne-production/vsphere_virtual_machine.web_${index + 1}`);
const LEAF = "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth,serverAuth";

describeRule("certificates-are-strong", {
  judges: [WEB.id, REPOSITORY.id],
  breaches: [
    {
      when: "a key is RSA of 1024 bits",
      saying: /of verne-production-web-1 has a key of rsa 1024/,
      finds: BOTH,
      change: (fleet) => told(house, [signed(WEB1, {}, "rsa:1024" as KeyKind)])(fleet),
    },
    {
      when: "a certificate has ended",
      saying: /ended on/,
      finds: BOTH,
      change: (fleet) => told(house, [signed(WEB1, { until: 10 })], 20)(fleet),
    },
    {
      when: "a certificate does not hold yet",
      saying: /does not hold before/,
      finds: BOTH,
      change: (fleet) => told(house, [signed(WEB1, { from: 30 })])(fleet),
    },
    {
      when: "a document is no certificates",
      saying: /cannot be judged/,
      finds: [WEB.id],
      change: (fleet) =>
        fleet
          .machine("verne-production", "web_1")
          .document("identity", (text) => text.replace("BEGIN CERTIFICATE", "BEGIN CERT")),
    },
  ],
  allows: [
    {
      when: "keys are RSA of 3072 bits, or of another curve",
      change: (fleet) => told(house, [signed(WEB1, {}, "rsa:3072"), signed(WEB2, {}, "P-384")])(fleet),
    },
    {
      when: "a key is of the sheet's 2048 bits",
      change: (fleet) => told(house, [signed(WEB1, {}, "rsa:2048")])(fleet),
    },
  ],
});

describeRule("certificates-end-later", {
  judges: [WEB.id],
  breaches: [
    {
      when: "a certificate ends next week",
      saying: /of verne-production-web-1 ends on/,
      finds: BOTH,
      change: (fleet) => told(house, [signed(WEB1, { until: 8 })])(fleet),
    },
  ],
  allows: [
    {
      when: "a certificate ends in two months",
      change: (fleet) => told(house, [signed(WEB1, { until: 60 })])(fleet),
    },
  ],
});

describeRule("rsa-is-of-today", {
  judges: [WEB.id],
  breaches: [
    {
      when: "a server has a key of 2048 bits",
      saying: /key of RSA 2048/,
      finds: BOTH,
      change: (fleet) => told(house, [signed(WEB1, {}, "rsa:2048")])(fleet),
    },
    {
      when: "the authority has a key of 2048 bits",
      saying: /certificate of Old house has a key of RSA 2048/,
      finds: BOTH,
      change: (fleet) => told(weak, [])(fleet),
    },
  ],
  allows: [
    {
      when: "a server has a key of 3072 bits",
      change: (fleet) => told(house, [signed(WEB1, {}, "rsa:3072")])(fleet),
    },
  ],
});

describeRule("certificate-of-its-server", {
  judges: [WEB.id, REPOSITORY.id],
  breaches: [
    {
      when: "a certificate is another server's",
      saying: /is of no server of this group/,
      finds: BOTH,
      change: (fleet) => told(house, [signed("verne-production-database-1")])(fleet),
    },
    {
      when: "a certificate is a stranger's",
      saying: /not signed by an authority that the server trusts/,
      finds: BOTH,
      change: (fleet) => told(house, [stranger.certificate(WEB1)])(fleet),
    },
    {
      when: "a certificate is also for another name",
      saying: /is also for DNS:verne-production-database-1/,
      finds: BOTH,
      change: (fleet) =>
        told(house, [
          signed(WEB1, { extensions: `${LEAF}\nsubjectAltName=DNS:${WEB1},DNS:verne-production-database-1` }),
        ])(fleet),
    },
    {
      when: "a certificate has its name where nobody looks",
      saying: /where nobody looks/,
      finds: BOTH,
      change: (fleet) => told(house, [signed(WEB1, { extensions: LEAF })])(fleet),
    },
    {
      when: "a certificate can make others",
      saying: /can make certificates itself/,
      finds: BOTH,
      change: (fleet) =>
        told(house, [
          signed(WEB1, {
            extensions: `basicConstraints=CA:TRUE\nextendedKeyUsage=clientAuth,serverAuth\nsubjectAltName=DNS:${WEB1}`,
          }),
        ])(fleet),
    },
    {
      when: "a certificate is for clients only",
      saying: /not for a server of TLS/,
      finds: BOTH,
      change: (fleet) =>
        told(house, [
          signed(WEB1, {
            extensions: `basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\nsubjectAltName=DNS:${WEB1}`,
          }),
        ])(fleet),
    },
    {
      when: "a server's certificate is trusted as an authority's",
      saying: /which is no authority/,
      finds: BOTH,
      change: (fleet) => told({ pem: signed(WEB1) } as Authority, [])(fleet),
    },
    {
      when: "nobody is trusted",
      saying: /trusts no authority/,
      finds: BOTH,
      change: (fleet) => told({ pem: "" } as Authority, [])(fleet),
    },
  ],
  allows: [
    { when: "each member has its own", change: (fleet) => told(house, [signed(WEB1), signed(WEB2)])(fleet) },
    {
      when: "one authority takes over from another",
      change: (fleet) =>
        told({ pem: `${house.pem}${stranger.pem}` } as Authority, [signed(WEB1), stranger.certificate(WEB2)])(
          fleet,
        ),
    },
  ],
});

describeRule("same-authority-everywhere", {
  judges: [WEB.id, REPOSITORY.id, DATABASE.id],
  breaches: [
    {
      when: "one group trusts a stranger",
      saying: /trusts Stranger \([0-9A-F:]{95}\), whom the platform of amsterdam does not name/,
      finds: BOTH,
      change: (fleet) => told(stranger, [])(fleet),
    },
    {
      when: "all servers of a site, and so all of the house, trust a stranger",
      saying: /trusts Stranger/,
      finds: everyoneTold("identity"),
      change: everywhere("identity", (text) =>
        text.replace("certificates\n", `${stranger.pem}certificates\n`),
      ),
    },
    {
      when: "a server trusts one of two authorities",
      saying: /does not trust (AB:){31}AB, whom the platform of amsterdam names/,
      finds: everyoneTold("identity", "amsterdam"),
      change: (fleet) =>
        fleet.stack("platform-amsterdam").model.trust.authorities.push(Array(32).fill("AB").join(":")),
    },
  ],
});

describe("the signature of a certificate", () => {
  /** A certificate signed with RSA, of which the last byte of each algorithm's identifier is another. */
  const rsaWith = (last: number) => {
    const raw = Buffer.from(new X509Certificate(weak.pem).raw);
    const identifier = Buffer.from("2a864886f70d01010b", "hex");
    for (let at = raw.indexOf(identifier); at >= 0; at = raw.indexOf(identifier, at + 1)) raw[at + 8] = last;
    return { raw } as X509Certificate;
  };

  test.each([
    [0x0b, undefined],
    [0x0c, undefined],
    [0x05, "RSA with SHA-1"],
    [0x04, "RSA with MD5"],
    [0x7f, "a way that is not known (2a864886f70d01017f)"],
  ])("of RSA with algorithm %d is weakly %s", (last, weakly) => {
    expect(weakSignature(rsaWith(last))).toBe(weakly);
  });

  test("of ECDSA is strong, and of what is no certificate cannot be read", () => {
    expect(weakSignature(new X509Certificate(house.pem))).toBeUndefined();
    expect(() => weakSignature({ raw: Buffer.from([0x30, 0x84]) } as X509Certificate)).toThrow(/breaks off/);
    expect(() => weakSignature({ raw: Buffer.from("no certificate") } as X509Certificate)).toThrow(
      /another form/,
    );
  });
});
