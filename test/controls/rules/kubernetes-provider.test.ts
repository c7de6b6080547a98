import { describeRule } from "../support/tenant-cases";
import { idOf, STACK, type TenantFleet } from "../support/tenant-fleet";

const PROVIDER = [`${STACK}/provider.kubernetes[0]`];
const provider = (change: object) => (fleet: TenantFleet) =>
  Object.assign(fleet.tenant.providers["kubernetes"]?.[0] ?? {}, change);

describeRule("providers-without-credentials", {
  judges: PROVIDER,
  breaches: [
    {
      when: "another cluster is named than the site's",
      saying: /config_context stands in the block/,
      finds: PROVIDER,
      change: provider({ config_context: "west" }),
    },
    {
      when: "no cluster is named",
      saying: /does not say oost/,
      finds: PROVIDER,
      change: (fleet) => delete fleet.tenant.providers["kubernetes"]?.[0]?.["config_context"],
    },
    {
      when: "a token stands there too",
      saying: /token stands in the block/,
      finds: PROVIDER,
      change: provider({ token: "x" }),
    },
    {
      when: "whoever answers is believed",
      saying: /whoever answers is taken/,
      finds: PROVIDER,
      change: provider({ insecure: true }),
    },
    {
      when: "another provider names a cluster",
      saying: /config_context stands in the block/,
      finds: [`${STACK}/provider.helm[0]`],
      change: (fleet) => (fleet.tenant.providers["helm"] = [{ config_context: "oost" }]),
    },
  ],
});

describeRule("known-resource-types", {
  judges: [idOf("web"), `${STACK}/kubernetes_secret_v1.key`],
  breaches: [
    {
      when: "a type of Kubernetes is not known",
      saying: /no rule judges a resource of type kubernetes_csi_driver_v1/,
      finds: [`${STACK}/kubernetes_csi_driver_v1.it`],
      change: (fleet) => (fleet.tenant.resources["kubernetes_csi_driver_v1"] = { it: { metadata: {} } }),
    },
  ],
});
