/** Everybody else's pods: of other clients, of operators. No label of theirs is one of ours. */
export const OTHER_PODS = "other pods";

/** The cluster's own resolvers. */
export const CLUSTER_DNS = "cluster dns";
