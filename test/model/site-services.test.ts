import { describe, expect, test } from "@jest/globals";
import { defineSite } from "../../lib";
import { packageKey } from "../../stacks/package-key";
import { mistakeOf, mistakesOf } from "../support/errors";
import { siteProps } from "../support/sites";

const RECIPIENT = "age10ksr4v7mvaeedkzh64nlqfquhw49aqr8pchvefhrcr475zn7kprsyvn0uv";

describe("what servers know of a site's services", () => {
  test("is nothing unless it is declared", () => {
    expect(defineSite(siteProps({}))).toMatchObject({
      packageMirror: undefined,
      vulnerabilityDatabase: undefined,
      logCollector: undefined,
      backupRecipient: undefined,
    });
  });

  test("is taken as it is written", () => {
    const services = {
      packageMirror: "https://packages.example.nl/mirror",
      packageKey: packageKey.trimEnd(),
      vulnerabilityDatabase: "packages.example.nl:5000/trivy-db:2",
      logCollector: "logs.example.nl",
      backupRecipient: RECIPIENT,
    };
    expect(defineSite(siteProps(services))).toMatchObject(services);
  });

  test.each([
    ["packageMirror", "http://packages.example.nl"],
    ["packageMirror", "https://user:secret@packages.example.nl"],
    ["packageMirror", "https://packages.example.nl/$(id)"],
    ["vulnerabilityDatabase", "packages.example.nl/trivy-db"],
    ["vulnerabilityDatabase", "packages.example.nl/trivy db:2"],
    ["logCollector", "logs"],
    ["logCollector", "Logs.example.nl"],
    ["logCollector", 'logs.example.nl" stop'],
    ["backupRecipient", "age1short"],
    ["backupRecipient", `${RECIPIENT.slice(0, -1)}w`],
  ])("is refused for %s %j, with what to write instead", (property, value) => {
    const mistake = mistakeOf(() => defineSite(siteProps({ [property]: value })));
    expect(mistake).toMatchObject({ path: "sites/oost", property });
    expect(mistake.remedy).not.toBe("");
  });

  test("is refused where the scanner would come from nowhere, and with it no package at all (H-20)", () => {
    const services = {
      packageMirror: "https://packages.example.nl",
      vulnerabilityDatabase: "packages.example.nl/db:2",
    };
    expect(mistakeOf(() => defineSite(siteProps(services)))).toMatchObject({
      property: "vulnerabilityDatabase",
    });
    expect(defineSite(siteProps({ ...services, packageKey }))).toMatchObject(services);
  });

  test("never has a secret key repeated", () => {
    const secret = "AGE-SECRET-KEY-1QQQQQQQQQQ";
    const told = JSON.stringify(mistakesOf(() => defineSite(siteProps({ backupRecipient: secret }))));
    expect(told).not.toContain("QQQQ");
  });
});
