/**
 * Stops the engine from capturing a stack trace for every token it makes. Nothing in its output comes from them,
 * and they are half of the time it takes to build a tree (`npm run bench`). The engine has no setting for it, so its
 * function is replaced; where an engine keeps it elsewhere nothing happens but that synth takes longer.
 */
export function withoutTokenStackTraces(): void {
  try {
    const module: { captureStackTrace?: () => string[] } = require("cdktf/lib/tokens/private/stack-trace");
    if (module.captureStackTrace !== undefined) module.captureStackTrace = () => [];
  } catch {
    // An engine without that module.
  }
}
