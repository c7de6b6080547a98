/** Envoy Gateway's own API. */
export const ENVOY_API = "gateway.envoyproxy.io/v1alpha1";
