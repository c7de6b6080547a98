/**
 * Stops the engine from capturing a stack trace for every token it makes. Nothing in its output comes from them,
 * and they are half of the time it takes to build a tree (`npm run bench`). `cdktf` has no setting for it, so its
 * function is replaced; its successor `cdktn` has one. Where an engine has neither, synth only takes longer.
 */
export function withoutTokenStackTraces(): void {
  process.env.CDKTN_DISABLE_CREATION_STACK ??= "1";
  try {
    const module: { captureStackTrace?: () => string[] } = require("cdktf/lib/tokens/private/stack-trace");
    if (module.captureStackTrace !== undefined) module.captureStackTrace = () => [];
  } catch {
    // An engine without that module.
  }
}
