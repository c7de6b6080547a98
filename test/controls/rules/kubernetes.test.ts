import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../../lib/controls/assessment";
import { KUBERNETES } from "../../../lib/controls/rules/kubernetes";
import { TenantFleet } from "../support/tenant-fleet";

describe("a tenant that is as it should be", () => {
  test("breaks no rule about Kubernetes", () => {
    const findings = findingsOf(new TenantFleet().assess(KUBERNETES));
    expect(findings.map(({ rule, subject, problem }) => `${rule} ${subject}: ${problem}`)).toEqual([]);
  });

  test("is looked at by every one of them", () => {
    const { verdicts } = new TenantFleet().assess(KUBERNETES);
    const silent = KUBERNETES.filter(({ id }) => !verdicts.some(({ rule }) => rule.id === id));
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
