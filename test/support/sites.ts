import { defineSite, type SiteProps } from "../../lib";

const base: SiteProps = {
  name: "oost",
  datacenter: "oost-dc",
  cluster: "oost-cluster",
  hosts: ["h1.example.nl", "h2.example.nl", "h3.example.nl", "h4.example.nl", "h5.example.nl"],
  storage: { datastoreCluster: "oost-flash" },
  distributedSwitch: "oost-dvs",
  template: "debian-12",
  virtualTpm: true,
  streets: "10.0.0.0/12",
  streets6: "2001:db8::/32",
  vlans: { first: 1, last: 4094 },
  uplink: { portGroup: "oost-uplink", network: "172.16.0.0/16", network6: "2001:db8:0:ffff::/64" },
  vpn: { endpoint: "vpn-oost.example.nl", pool: "10.99.1.0/24" },
  countrySource: "https://packages.example.nl/countries.csv",
  dns: ["172.31.0.53"],
  ntp: ["172.31.0.123"],
  services: { logs: ["172.31.0.44"], packages: ["172.31.0.80"], backup: ["172.16.0.5"] },
};

/** A site for tests, with a datastore cluster. */
export const oost = defineSite(base);

/** Another, with datastores by name and no virtual TPM. */
export const west = defineSite({
  ...base,
  name: "west",
  datacenter: "west-dc",
  storage: { datastores: ["west-a", "west-b", "west-c"] },
  virtualTpm: false,
  hosts: ["w1.example.nl", "w2.example.nl", "w3.example.nl"],
  streets: "10.16.0.0/12",
  uplink: { portGroup: "west-uplink", network: "172.17.0.0/16", network6: "2001:db8:1:ffff::/64" },
  services: { ...base.services, backup: ["172.17.0.5"] },
  vpn: { endpoint: "vpn-west.example.nl", pool: "10.99.2.0/24" },
});

/** The properties of `oost` with changes, to see a site refused. */
export function siteProps(changes: Partial<SiteProps>): SiteProps {
  return { ...base, ...changes };
}
