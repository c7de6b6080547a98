import { TLS_PROFILE } from "../../../model/tls-profile";
import type { ApiObject } from "./api-object";
import { ENVOY_API } from "./envoy-api";
import type { GatewayName } from "./gateway-implementation";

/** What visitors may claim of where they come from. Proxies say it themselves, after who is really there. */
const CLAIMS = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

/**
 * How visitors are spoken to: TLS as the profile says (V-10), nothing believed that they say of themselves (V-09), and no
 * connection kept for who sends too slowly. Without `clientIPDetection` a visitor is who the packets come from.
 */
export function clientTraffic({ name }: GatewayName): ApiObject {
  return {
    apiVersion: ENVOY_API,
    kind: "ClientTrafficPolicy",
    name,
    spec: {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name }],
      tls: {
        minVersion: TLS_PROFILE.minVersion,
        maxVersion: TLS_PROFILE.maxVersion,
        ciphers: [...TLS_PROFILE.ciphers],
        ecdhCurves: [...TLS_PROFILE.curves],
        signatureAlgorithms: [...TLS_PROFILE.signatures],
        alpnProtocols: ["h2", "http/1.1"],
      },
      headers: { earlyRequestHeaders: { remove: CLAIMS }, withUnderscoresAction: "RejectRequest" },
      // A path is matched after it is put in its plainest form, so that no route is passed by writing another differently.
      path: { disableMergeSlashes: false, escapedSlashesAction: "UnescapeAndRedirect" },
      timeout: { http: { requestReceivedTimeout: "5m", idleTimeout: "5m", streamIdleTimeout: "5m" } },
      http2: { maxConcurrentStreams: 100 },
    },
  };
}
