const GUARD =
  "a second guard: no rule asks for it, and a change that takes a namespace away is told by straat diff";

/** Mutants that no rule finds, each with why that is so. Whoever makes one of them found takes it out here. */
export const SURVIVORS: Readonly<Record<string, string>> = {
  "zorgplein-production: model: group zorgplein/production/search does not vote":
    "who votes is the application's own affair; the model file is the only thing that says it",
  "zorgplein-production: kubernetes_namespace_v1.apps_namespace lifecycle is gone": GUARD,
  "zorgplein-production: kubernetes_namespace_v1.apps_namespace lifecycle.prevent_destroy is gone": GUARD,
  "zorgplein-production: kubernetes_role_binding_v1.apps_binding-view subject.0.name is another text":
    "which group it is the client's file says and the sign-in knows: a review sees the line",
  "zorgplein-production: kubernetes_manifest.apps_gateway-restricted_production-zorgplein-example-nl_redirect is gone":
    "nobody is answered over HTTP without it; what is answered there is judged",
};
