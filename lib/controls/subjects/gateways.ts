import { Machine } from "../machine";
import type { StackOutput } from "../terraform/stack-output";
import { isTold } from "./machines";

/** VPN gateways, and whatever else is told of tunnels. */
export function vpnGateways(stack: StackOutput): readonly Machine[] {
  return Machine.in(stack).filter(
    (machine) => machine.group?.role === "vpn-gateway" || isTold(machine, "vpn"),
  );
}
