import { ADMINISTRATION_PORTS, type Port } from "../../../model/port";
import type { FlowRule } from "../../../network/flow-rule";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import {
  clientNetworks,
  networksOfHouse,
  poolsOf,
  sitesOfHouse,
  union,
  unknownIn,
} from "../../subjects/walls/networks-of";
import { meet, shownAddresses, shownRule } from "../../subjects/walls/read-rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import type { StackOutput } from "../../terraform/stack-output";

/** V-07, H-15, H-17: in every wall, whatever flow was declared, the ports of administration are the VPN's alone. */
export const administrationByVpnOnly = stackRule<Wall>({
  id: "administration-by-vpn-only",
  info: "SSH, RDP, Kibana, the Kubernetes API and other ports of administration are open to the VPN's addresses and to no others",
  explanation:
    "Who reaches such a port can try keys and passwords, or a leak in what listens there. The VPN is the first of two locks, and this rule is what makes it one.",
  remedy:
    "leave the flow out: administrators reach SSH of every server through the VPN; for another service use Peer.vpn() or Peer.admins(…)",
  promises: ["V-07", "V-08", "H-15", "H-17"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "administration comes through the VPN, always" },
  subjects: walls,
  judge(wall, stack, house) {
    const pools = union(sitesOfHouse(house).map((site) => poolsOf(site)));
    return wall.rules.flatMap((rule) => {
      const service = administrationIn(rule.port);
      if (service === undefined || !isInward(rule, wall, stack, house)) return [];
      const others = unknownIn(rule.from, pools, stack.model, house);
      if (others.isEmpty) return [];
      return `${shownRule(rule)} opens ${service.name} (${service.number}) to ${shownAddresses(others)}, outside the VPN`;
    });
  },
});

function administrationIn(port: Port) {
  return ADMINISTRATION_PORTS.find(({ number }) => port.includes("tcp", number));
}

/** What servers open elsewhere is that place's to refuse; in this house everything is. */
function isInward({ to }: FlowRule, { record }: Wall, { model }: StackOutput, house: House): boolean {
  return record.hook === "input" || meet(to, networksOfHouse(house).union(clientNetworks(model)));
}
