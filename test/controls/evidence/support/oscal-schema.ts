/*
 * As much of OSCAL 1.0.4's assessment results as evidence uses, by the rules of the published model: which fields there
 * are, which have to be, and what their texts look like. No package carries the published schema, so this is written by
 * hand; nothing that is not named here may be there.
 */

const UUID = {
  type: "string",
  pattern: "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$",
};
const TOKEN = { type: "string", pattern: "^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$" };
const STRING = { type: "string", pattern: "^\\S(.*\\S)?$" };
const MARKUP = { type: "string", minLength: 1 };
const TIME = { type: "string", format: "date-time", pattern: "Z$" };

/** An object of these fields; those that end in `?` may be left out. */
function object(fields: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(fields).map(([name, schema]) => [name.replace("?", ""), schema] as const);
  return {
    type: "object",
    properties: Object.fromEntries(entries),
    required: Object.keys(fields).filter((name) => !name.endsWith("?")),
    additionalProperties: false,
  };
}

/** A list in OSCAL has something in it, or is left out. */
function list(items: unknown) {
  return { type: "array", minItems: 1, items };
}

const PROPS = list(
  object({ name: TOKEN, "ns?": { type: "string", format: "uri" }, value: STRING, "class?": TOKEN }),
);

const METADATA = object({
  title: MARKUP,
  "last-modified": TIME,
  version: STRING,
  "oscal-version": STRING,
  "roles?": list(object({ id: TOKEN, title: MARKUP })),
  "parties?": list(
    object({
      uuid: UUID,
      type: { enum: ["person", "organization"] },
      "name?": STRING,
      "remarks?": MARKUP,
    }),
  ),
  "responsible-parties?": list(object({ "role-id": TOKEN, "party-uuids": list(UUID) })),
});

const COMPONENT = object({
  uuid: UUID,
  type: STRING,
  title: MARKUP,
  description: MARKUP,
  "props?": PROPS,
  status: object({
    state: { enum: ["under-development", "operational", "disposition", "other"] },
    "remarks?": MARKUP,
  }),
});

const OBSERVATION = object({
  uuid: UUID,
  "title?": MARKUP,
  description: MARKUP,
  "props?": PROPS,
  methods: list({ enum: ["EXAMINE", "INTERVIEW", "TEST", "UNKNOWN"] }),
  "subjects?": list(
    object({
      "subject-uuid": UUID,
      type: { enum: ["component", "inventory-item", "location", "party", "user", "resource"] },
      "title?": MARKUP,
      "props?": PROPS,
      "remarks?": MARKUP,
    }),
  ),
  "relevant-evidence?": list(object({ description: MARKUP })),
  collected: TIME,
  "expires?": TIME,
});

const FINDING = object({
  uuid: UUID,
  title: MARKUP,
  description: MARKUP,
  "props?": PROPS,
  target: object({
    type: { enum: ["statement-id", "objective-id"] },
    "target-id": TOKEN,
    "title?": MARKUP,
    status: object({
      state: { enum: ["satisfied", "not-satisfied"] },
      "reason?": TOKEN,
      "remarks?": MARKUP,
    }),
  }),
  "related-observations?": list(object({ "observation-uuid": UUID })),
});

const RESULT = object({
  uuid: UUID,
  title: MARKUP,
  description: MARKUP,
  start: TIME,
  "end?": TIME,
  "local-definitions?": object({ "components?": list(COMPONENT) }),
  "reviewed-controls": object({
    "description?": MARKUP,
    "control-selections": list(object({ "include-controls?": list(object({ "control-id": TOKEN })) })),
  }),
  "observations?": list(OBSERVATION),
  "findings?": list(FINDING),
});

export const OSCAL_SCHEMA = object({
  "assessment-results": object({
    uuid: UUID,
    metadata: METADATA,
    "import-ap": object({ href: { type: "string", format: "uri-reference" }, "remarks?": MARKUP }),
    results: list(RESULT),
    "back-matter?": object({
      "resources?": list(object({ uuid: UUID, "title?": MARKUP, "description?": MARKUP })),
    }),
  }),
});
