import { defineSite } from "../../lib";
import { packageKey } from "../package-key";

/** Cyso, Alkmaar: datastores by name, one on each array, over which members are dealt out. */
export const alkmaar = defineSite({
  name: "alkmaar",
  datacenter: "alk-dc1",
  cluster: "alk-cluster1",
  hosts: ["esx1.alk.example.nl", "esx2.alk.example.nl", "esx3.alk.example.nl"],
  storage: { datastores: ["alk-pure1", "alk-tintri1", "alk-pure2"] },
  distributedSwitch: "alk-dvs1",
  template: "debian-12-straat",
  streets: "10.24.0.0/14",
  streets6: "2001:db8:3000::/36",
  vlans: { first: 1000, last: 3047 },
  uplink: { portGroup: "alk-uplink", network: "172.20.16.0/20", network6: "2001:db8:24:ffff::/64" },
  vpn: {
    endpoint: "vpn-alk.example.nl",
    pool: "10.99.2.0/24",
    pool6: "2001:db8:99:2::/64",
    // An example, whose private half was thrown away. The gateway's own is what it tells after its first boot, as
    // guestinfo.straat.report.vpn-public-key.
    publicKey: "PL1hjewEv14Lx0c2AA1M/LTTnarDJDTbmizsPImXvRM=",
  },
  countrySource: "https://packages.example.nl/countries.csv",
  packageMirror: "https://packages.example.nl",
  packageKey,
  vulnerabilityDatabase: "packages.example.nl/trivy-db:2",
  logCollector: "logs-alk.example.nl",
  // What the repository told after its first boot; here an example whose private half was thrown away.
  backupRecipient: "age1lmhpxlu2vr9gvr6ypr25qy6p3vcwptr59rqxay94yxq0ymralf6st33ydh",
  dns: ["172.31.2.53", "172.31.1.53"],
  ntp: ["172.31.2.123", "172.31.1.123"],
  services: { logs: ["172.31.2.44"], packages: ["172.31.2.80"], backup: ["172.20.16.5"] },
  kubernetes: {
    context: "straat-alk",
    podSecurity: "v1.34",
    zones: ["alk-a", "alk-b", "alk-c"],
    pods: "10.201.0.0/16",
    gatewayClass: "envoy",
    issuer: "acme-ov",
    storageClass: "alk-block",
    secretStore: "vault-alk",
  },
});
