import type { IConstruct } from "constructs";

/**
 * The path of a construct as people name it: `verne/production/database`. An engine's stack needs an id that is
 * unique in the app, `verne-production`; in a path that would say the client's name twice.
 */
export function pathOf(construct: IConstruct): string {
  return construct.node.scopes
    .slice(1)
    .map((scope, index, scopes) => {
      const prefix = index === 0 ? "" : `${scopes[index - 1]?.node.id}-`;
      return scope.node.id.startsWith(prefix) ? scope.node.id.slice(prefix.length) : scope.node.id;
    })
    .join("/");
}
