const SECRETS = [
  ...["private-key", "key-material", "authorization", "cookie", "bearer", "password", "passwd", "option"],
  ...["url-password", "jwt", "provider-token"],
];
const PERSONAL = [...SECRETS, "bsn-named", "bsn", "e-mail"];

/** What is taken out of lines of each scope, at least. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  all: SECRETS,
  text: PERSONAL,
  access: [...PERSONAL, "query"],
};

/** What a configuration of rsyslog leaves in lines, scope by scope. */
export function leftInLines(pipeline: string): readonly string[] {
  return Object.entries(SCOPES).flatMap(([scope, kinds]) => {
    const rules = rulesetIn(pipeline, `straat_scrub_${scope}`);
    const left = kinds.filter((kind) => !rules.includes(`"<scrubbed:${kind}>"`));
    return left.map((kind) => `leaves ${kind} in lines of the scope ${scope}`);
  });
}

/** What stands in a ruleset, without comments; nothing where there is none. */
export function rulesetIn(pipeline: string, name: string): string {
  const start = pipeline.indexOf(`\nruleset(name="${name}"`);
  const rest = start < 0 ? "" : pipeline.slice(start + 1);
  return rest.slice(0, rest.indexOf("\n}\n") + 1).replace(/^\s*#.*$/gm, "");
}
