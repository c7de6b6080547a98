import { describeRule } from "../support/rule-cases";

describeRule("groups-where-they-belong", {
  judges: ["verne/production/web", "verne/street/edge", "platform-alkmaar/vpn"],
  breaches: [
    {
      when: "an application is an edge",
      change(fleet) {
        fleet.group("verne-production", "web").role = "edge";
      },
      finds: ["verne/production/web"],
      saying: /with the role edge does not belong in verne-production/,
    },
    {
      when: "an edge is a gateway",
      change(fleet) {
        fleet.group("verne-street", "edge").role = "vpn-gateway";
      },
      finds: ["verne/street/edge"],
      saying: /with the role vpn-gateway does not belong in verne-street/,
    },
    {
      when: "a platform has two gateways",
      change(fleet) {
        fleet.group("platform-alkmaar", "backup").role = "vpn-gateway";
      },
      finds: ["platform-alkmaar/vpn", "platform-alkmaar/backup"],
      saying: /has 2 groups with the role vpn-gateway/,
    },
    {
      when: "a group stands in another stage",
      change(fleet) {
        fleet.group("verne-production", "web").path = "verne/test/web";
      },
      finds: ["verne/test/web"],
      saying: /does not stand in verne\/production/,
    },
    {
      when: "two groups have one name",
      change(fleet) {
        fleet.group("verne-production", "cache").path = "verne/production/web";
      },
      finds: ["verne/production/web"],
      saying: /2 groups have its name/,
    },
    {
      when: "a server is named after another group",
      change(fleet) {
        fleet.group("verne-production", "web").servers[0].name = "verne-production-cache-1";
      },
      finds: ["verne/production/web"],
      saying: /verne-production-cache-1 is not named verne-production-web-1/,
    },
    {
      when: "a member is counted wrongly",
      change(fleet) {
        fleet.group("verne-production", "web").servers[0].member = 2;
      },
      finds: ["verne/production/web"],
      saying: /verne-production-web-1 is not named verne-production-web-2/,
    },
  ],
});
