import { defineSite } from "../../lib";
import { packageKey } from "../package-key";

/** Global Switch, Amsterdam: a datastore cluster in which vSphere keeps members apart by rule. */
export const amsterdam = defineSite({
  name: "amsterdam",
  datacenter: "ams-dc1",
  cluster: "ams-cluster1",
  hosts: ["esx1.ams.example.nl", "esx2.ams.example.nl", "esx3.ams.example.nl", "esx4.ams.example.nl"],
  storage: { datastoreCluster: "ams-flash" },
  distributedSwitch: "ams-dvs1",
  template: "debian-12-straat",
  virtualTpm: true,
  streets: "10.20.0.0/14",
  streets6: "2001:db8:2000::/36",
  vlans: { first: 1000, last: 3047 },
  uplink: { portGroup: "ams-uplink", network: "172.20.0.0/20", network6: "2001:db8:20:ffff::/64" },
  vpn: {
    endpoint: "vpn-ams.example.nl",
    pool: "10.99.1.0/24",
    pool6: "2001:db8:99:1::/64",
    // An example, whose private half was thrown away. The gateway's own is what it tells after its first boot, as
    // guestinfo.straat.report.vpn-public-key.
    publicKey: "pdVRW2aHd3BGdviwgI2YpCFEO8ICMXNC456NS09DzyY=",
  },
  countrySource: "https://packages.example.nl/countries.csv",
  packageMirror: "https://packages.example.nl",
  packageKey,
  vulnerabilityDatabase: "packages.example.nl/trivy-db:2",
  logCollector: "logs-ams.example.nl",
  // What the repository told after its first boot; here an example whose private half was thrown away.
  backupRecipient: "age1u4nmqlrhnaycmnk8x3rznafv5lhhj8k3yghkr9kq4m696ghdqdfqyyh5ee",
  dns: ["172.31.1.53", "172.31.2.53"],
  ntp: ["172.31.1.123", "172.31.2.123"],
  services: { logs: ["172.31.1.44"], packages: ["172.31.1.80"], backup: ["172.20.0.5"] },
  kubernetes: {
    context: "straat-ams",
    podSecurity: "v1.34",
    zones: ["ams-a", "ams-b", "ams-c"],
    pods: "10.200.0.0/16",
    gatewayClass: "envoy",
    issuer: "acme-ov",
    storageClass: "ams-block",
    secretStore: "vault-ams",
  },
});
