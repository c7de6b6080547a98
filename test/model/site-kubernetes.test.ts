import { describe, expect, test } from "@jest/globals";
import { defineSite } from "../../lib/model/site";
import {
  checkObjectName,
  checkSiteKubernetes,
  type SiteKubernetesProps,
} from "../../lib/model/site-kubernetes";
import { mistakeOf, mistakesOf } from "../support/errors";
import { oost, siteProps } from "../support/sites";

const props: SiteKubernetesProps = {
  context: "oost",
  podSecurity: "v1.34",
  zones: ["oost-a", "oost-b"],
  pods: "10.64.0.0/16",
  gatewayClass: "envoy",
  issuer: "public-ov",
};

describe("the cluster of a site", () => {
  test("is what is written, with its network as a value", () => {
    const { pods, ...rest } = checkSiteKubernetes({
      ...props,
      storageClass: "block",
      secretStore: "vault.house",
    });
    expect([`${pods}`, pods.prefix]).toEqual(["10.64.0.0/16", 16]);
    expect(rest).toEqual({
      context: "oost",
      podSecurity: "v1.34",
      zones: ["oost-a", "oost-b"],
      gatewayClass: "envoy",
      issuer: "public-ov",
      storageClass: "block",
      secretStore: "vault.house",
    });
  });

  test("has neither storage nor a store of secrets unless told", () => {
    const { storageClass, secretStore } = checkSiteKubernetes(props);
    expect([storageClass, secretStore]).toEqual([undefined, undefined]);
  });

  test("is none unless a site has one", () => {
    expect(oost.kubernetes).toBeUndefined();
    expect(`${defineSite(siteProps({ kubernetes: props })).kubernetes?.pods}`).toBe("10.64.0.0/16");
  });

  test.each<Partial<SiteKubernetesProps>>([
    { context: "admin@oost.example.nl:6443/cluster_1" },
    { context: "a" },
    { podSecurity: "v1.9" },
    { zones: ["a", "b", "c"] },
    { pods: "10.0.0.0/8" },
    { pods: "10.0.0.0/24" },
    { gatewayClass: "a.b-c.d" },
    { issuer: "1" },
    { storageClass: "a".repeat(253) },
  ])("may have %j", (change) => {
    const made = checkSiteKubernetes({ ...props, ...change });
    expect(JSON.parse(JSON.stringify(made))).toEqual({ ...props, ...change });
  });

  test.each<[Partial<Record<keyof SiteKubernetesProps, unknown>>, string]>([
    [{ context: "" }, "context in a kubeconfig"],
    [{ context: "two words" }, "context in a kubeconfig"],
    [{ context: "a".repeat(129) }, "context in a kubeconfig"],
    [{ context: undefined }, "context in a kubeconfig"],
    [{ podSecurity: "latest" }, "latest would change by itself"],
    [{ podSecurity: "1.34" }, "is not a version of the Pod Security Standards"],
    [{ podSecurity: "v1.34.1" }, "is not a version of the Pod Security Standards"],
    [{ podSecurity: "v2.1" }, "is not a version of the Pod Security Standards"],
    [{ podSecurity: 1.34 }, "is not a version of the Pod Security Standards"],
    [{ zones: [] }, "at least 2 different failure zones"],
    [{ zones: ["a"] }, "one failure takes every replica"],
    [{ zones: ["a", "a"] }, "at least 2 different failure zones"],
    [{ zones: ["a", "B"] }, "DNS label"],
    [{ zones: ["a", 3] }, "is no name of a zone"],
    [{ zones: ["a", undefined] }, "is no name of a zone"],
    [{ pods: "10.0.0.0/7" }, "IPv4, /8 to /24"],
    [{ pods: "10.0.0.0/25" }, "IPv4, /8 to /24"],
    [{ pods: "2001:db8::/32" }, "IPv4, /8 to /24"],
    [{ pods: "10.0.0.1/16" }, "10.0.0.0/16"],
    [{ pods: undefined }, "IPv4 or IPv6 address"],
    [{ gatewayClass: "Envoy" }, "name of a GatewayClass"],
    [{ gatewayClass: undefined }, "name of a GatewayClass"],
    [{ issuer: "-a" }, "name of a ClusterIssuer"],
    [{ storageClass: "" }, "name of a StorageClass"],
    [{ storageClass: "a".repeat(254) }, "name of a StorageClass"],
    [{ secretStore: "a_b" }, "name of a ClusterSecretStore"],
    [{ secretStore: null }, "name of a ClusterSecretStore"],
  ])("is refused with %j", (change, problem) => {
    const mistake = mistakeOf(() =>
      checkSiteKubernetes({ ...props, ...change } as unknown as SiteKubernetesProps),
    );
    expect(mistake.property).toBe(Object.keys(change)[0]);
    expect(mistake.problem).toContain(problem);
    expect(mistake.remedy).not.toBe("");
  });

  test("is refused with every mistake at once, at the site", () => {
    const wrong = { ...props, podSecurity: "latest", zones: ["a"], pods: "here" };
    expect(mistakesOf(() => checkSiteKubernetes(wrong)).map(({ property }) => property)).toEqual([
      "podSecurity",
      "zones",
      "pods",
    ]);
    const [mistake] = mistakesOf(() => defineSite(siteProps({ kubernetes: { ...props, zones: ["a"] } })));
    expect([mistake?.path, mistake?.property]).toEqual(["sites/oost", "kubernetes.zones"]);
  });
});

test("the name of an object says what it would be the name of", () => {
  expect(checkObjectName("a Secret", "velero-credentials")).toBe("velero-credentials");
  const { problem, value } = mistakeOf(() => checkObjectName("a Secret", "Velero"));
  expect([problem, value]).toEqual([expect.stringContaining("is not the name of a Secret"), '"Velero"']);
});
