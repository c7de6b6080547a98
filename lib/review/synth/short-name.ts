/** The name of something by the rest of its path, where it stands in the stack of this path: `web` for `verne/production/web`. */
export function shortName(path: string, own: string): string {
  return own !== "" && path.startsWith(`${own}/`) ? path.slice(own.length + 1) : path;
}
