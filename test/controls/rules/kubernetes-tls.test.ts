import type { Body } from "../../support/app";
import { describeRule } from "../support/tenant-cases";
import { idOf, type TenantFleet } from "../support/tenant-fleet";

const GATEWAY = [idOf("gateway")];
const spec = (name: string, edit: (spec: Body) => void) => (fleet: TenantFleet) =>
  edit(fleet.object(name).spec);
const CERTIFICATE = [idOf("certificate")];
const key = (edit: (key: Body) => void) => spec("certificate", (one) => edit(one["privateKey"]));
const tls = (edit: (tls: Body) => void) => spec("traffic", (one) => edit(one["tls"]));

describeRule("certificate-key", {
  judges: CERTIFICATE,
  breaches: [
    {
      when: "nothing is said of the key",
      saying: /RSA with nobody says how many bits/,
      finds: CERTIFICATE,
      change: spec("certificate", (one) => (one["privateKey"] = { rotationPolicy: "Always" })),
    },
    {
      when: "RSA is of 1024 bits",
      saying: /RSA with 1024 bits/,
      finds: CERTIFICATE,
      change: key((one) => Object.assign(one, { algorithm: "RSA", size: 1024 })),
    },
    {
      when: "a curve is none",
      saying: /ECDSA with 224 bits/,
      finds: CERTIFICATE,
      change: key((one) => (one["size"] = 224)),
    },
    {
      when: "visitors may not know the algorithm",
      saying: /of Ed25519/,
      finds: CERTIFICATE,
      change: key((one) => (one["algorithm"] = "Ed25519")),
    },
    {
      when: "the key stays",
      saying: /stays the same/,
      finds: CERTIFICATE,
      change: key((one) => (one["rotationPolicy"] = "Never")),
    },
    {
      when: "it is for whatever name",
      saying: /for \*\.zorgplein\.nl/,
      finds: CERTIFICATE,
      change: spec("certificate", (one) => one["dnsNames"].push("*.zorgplein.nl")),
    },
    {
      when: "nobody says when it is renewed",
      saying: /when it is renewed/,
      finds: CERTIFICATE,
      change: spec("certificate", (one) => delete one["renewBefore"]),
    },
    {
      when: "it signs others",
      saying: /makes certificates/,
      finds: CERTIFICATE,
      change: spec("certificate", (one) => (one["isCA"] = true)),
    },
    {
      when: "nobody signs it",
      saying: /said to sign it/,
      finds: CERTIFICATE,
      change: spec("certificate", (one) => delete one["issuerRef"]),
    },
  ],
  allows: [
    { when: "a curve is larger", change: key((one) => (one["size"] = 384)) },
    {
      when: "RSA is of 2048 bits",
      change: key((one) => Object.assign(one, { algorithm: "RSA", size: 2048 })),
    },
  ],
});

describeRule("host-keys-are-of-today", {
  judges: CERTIFICATE,
  breaches: [
    {
      when: "RSA is of the sheet's 2048 bits",
      saying: /RSA with 2048 bits/,
      finds: CERTIFICATE,
      change: key((one) => Object.assign(one, { algorithm: "RSA", size: 2048 })),
    },
  ],
  allows: [
    {
      when: "RSA is of 3072 bits",
      change: key((one) => Object.assign(one, { algorithm: "RSA", size: 3072 })),
    },
  ],
});

describeRule("gateways-speak-strong-tls", {
  judges: GATEWAY,
  breaches: [
    {
      when: "nothing is said of TLS",
      saying: /0 policies say which TLS/,
      finds: GATEWAY,
      change: (fleet) => delete fleet.tenant.objects["traffic"],
    },
    {
      when: "it is said of one listener",
      saying: /0 policies say which TLS/,
      finds: GATEWAY,
      change: spec("traffic", (one) => (one["targetRefs"][0].sectionName = "portaal")),
    },
    ...["1.0", "1.1", "Auto"].map((version) => ({
      when: `version ${version} is spoken`,
      saying: new RegExp(`from version ${version} on`),
      finds: GATEWAY,
      change: tls((one) => (one["minVersion"] = version)),
    })),
    {
      when: "no version is named",
      saying: /from version none on/,
      finds: GATEWAY,
      change: tls((one) => delete one["minVersion"]),
    },
    ...["AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES256-GCM-SHA384"].map((cipher) => ({
      when: `${cipher} is spoken`,
      saying: new RegExp(`it speaks ${cipher}`),
      finds: GATEWAY,
      change: tls((one) => one["ciphers"].push(cipher)),
    })),
    {
      when: "a weak curve is spoken",
      saying: /it speaks P-192/,
      finds: GATEWAY,
      change: tls((one) => one["ecdhCurves"].push("P-192")),
    },
    {
      when: "a visitor is believed about their address",
      saying: /about who sent it/,
      finds: GATEWAY,
      change: spec("traffic", (one) => (one["clientIPDetection"] = { xForwardedFor: { numTrustedHops: 1 } })),
    },
    {
      when: "whoever connects is believed about an address",
      saying: /about who sent it/,
      finds: GATEWAY,
      change: spec("traffic", (one) => (one["enableProxyProtocol"] = true)),
    },
  ],
  allows: [{ when: "TLS 1.3 alone is spoken", change: tls((one) => (one["minVersion"] = "1.3")) }],
});
