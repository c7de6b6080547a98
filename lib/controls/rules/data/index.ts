import type { Rule } from "../../rule";
import { certificateOfItsServer } from "./certificate-of-its-server";
import { certificatesAreStrong } from "./certificates-are-strong";
import { certificatesEndLater } from "./certificates-end-later";
import { classified } from "./classified";
import { databaseTakesTlsOnly } from "./database-takes-tls-only";
import { knownResourceTypes } from "./known-resource-types";
import { noBlocksBeside } from "./no-blocks-beside";
import { noOutputs } from "./no-outputs";
import { noProvisioners } from "./no-provisioners";
import { noRandomText } from "./no-random-text";
import { noSecretAnywhere } from "./no-secret-anywhere";
import { noUnknownAttributes } from "./no-unknown-attributes";
import { providersArePinned } from "./providers-are-pinned";
import { providersWithoutCredentials } from "./providers-without-credentials";
import { rsaIsOfToday } from "./rsa-is-of-today";
import { sameAuthorityEverywhere } from "./same-authority-everywhere";
import { tlsIsStrong } from "./tls-is-strong";
import { variablesCarrySecrets } from "./variables-carry-secrets";

/** Data is classified, and neither it nor any secret is where others read it. */
export const DATA: readonly Rule[] = [
  certificateOfItsServer,
  certificatesAreStrong,
  certificatesEndLater,
  classified,
  databaseTakesTlsOnly,
  knownResourceTypes,
  noBlocksBeside,
  noOutputs,
  noProvisioners,
  noRandomText,
  noSecretAnywhere,
  noUnknownAttributes,
  providersArePinned,
  providersWithoutCredentials,
  rsaIsOfToday,
  sameAuthorityEverywhere,
  tlsIsStrong,
  variablesCarrySecrets,
];
