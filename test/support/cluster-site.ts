import type { StreetProps } from "../../lib";
import { defineSite, type Environment, type SiteProps } from "../../lib";
import { Tenant, type TenantProps } from "../../lib/constructs/kubernetes/tenant";
import { type AppView, buildStreet } from "./app";
import { siteProps } from "./sites";

const kubernetes = {
  context: "oost",
  podSecurity: "v1.34",
  zones: ["oost-a", "oost-b"],
  pods: "10.64.0.0/16",
  gatewayClass: "envoy",
  issuer: "public-ov",
  storageClass: "block",
  secretStore: "vault",
} satisfies SiteProps["kubernetes"];

/** A site with a cluster. */
export const clusterSite = defineSite(siteProps({ kubernetes }));

/** The same with another cluster, or with less of it. */
export function clusterSiteWith(changes: Partial<typeof kubernetes>) {
  return defineSite(siteProps({ kubernetes: { ...kubernetes, ...changes } }));
}

/** Room enough for anything a test declares. */
const QUOTA: TenantProps["quota"] = {
  pods: 100,
  cpu: "100",
  memory: "200Gi",
  ephemeralStorage: "500Gi",
  storage: "5Ti",
};

/** Builds one client at a site with a cluster, with a tenant `apps` in every stage. */
export function tenantOf(
  build: (tenant: Tenant, environment: Environment) => void,
  changes: Partial<StreetProps> = {},
  props: Partial<TenantProps> = {},
): AppView {
  return buildStreet({ site: clusterSite, ...changes }, (environment) => {
    build(new Tenant(environment, "apps", { quota: QUOTA, ...props }), environment);
  });
}
