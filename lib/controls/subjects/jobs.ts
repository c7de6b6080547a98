import { isDatabase, Software } from "../../model/software";
import type { Machine } from "../machine";

/** What a server does beside what all do: by this it has services that others have not. */
export interface Jobs {
  readonly isEdge: boolean;
  readonly isGateway: boolean;
  /** Has an address that moves between members. */
  readonly isShared: boolean;
  readonly isWeb: boolean;
  /** The engine of its database; undefined where there is none. */
  readonly engine: "postgresql" | "mariadb" | undefined;
}

/** All of it in one text, for what is judged once for servers that do the same. */
export function jobsTold({ group }: Machine): string {
  return [group?.role ?? "server", group?.runs ?? "", String((group?.virtual.length ?? 0) > 0)].join(" ");
}

/** Reads what {@link jobsTold} wrote. */
export function jobsOf(told: string): Jobs {
  const [role, runs, shared] = told.split(" ");
  const software = Object.values(Software).find((one) => one === runs);
  return {
    isEdge: role === "edge",
    isGateway: role === "vpn-gateway",
    isShared: shared === "true",
    isWeb: software === Software.NGINX,
    engine: isDatabase(software) ? software : undefined,
  };
}
