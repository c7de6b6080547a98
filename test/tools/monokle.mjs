// Judges objects of Kubernetes by @monokle/validation: its practices, the Pod Security Standards and links between objects, with
// every rule on. It is an ES module, which Jest cannot load. Reads from standard input a JSON list of clusters, each a list of
// { object, text }, and writes for each cluster a list of { rule, object, line }: what it found, of what, on which line.
import { text } from "node:stream/consumers";
import {
  DefaultPluginLoader,
  DisabledFixer,
  MonokleValidator,
  processRefs,
  ResourceParser,
  SchemaLoader,
} from "@monokle/validation";

// Not among them: what fetches schemas or policies, and goes on without them where there is no network.
const PLUGINS = { practices: true, "pod-security-standards": true, "resource-links": true };

const parser = new ResourceParser();
const validator = new MonokleValidator({
  loader: new DefaultPluginLoader(),
  parser,
  schemaLoader: new SchemaLoader(),
  fixer: new DisabledFixer(),
  // Nothing that is judged may silence its judge by an annotation.
  suppressors: [],
});

// Which rules there are is known once they are loaded; half of them are off unless they are asked for.
await validator.preload({ plugins: PLUGINS });
const all = Object.entries(validator.rules).flatMap(([plugin, rules]) =>
  rules.map(({ name }) => [`${plugin}/${name}`, "err"]),
);
await validator.preload({ plugins: PLUGINS, rules: Object.fromEntries(all) });

function resourceOf({ object, text: yaml }, index) {
  const { apiVersion, kind, metadata } = object;
  const id = `${index}`;
  return {
    id,
    name: metadata.name,
    namespace: metadata.namespace,
    apiVersion,
    kind,
    content: object,
    text: yaml,
    fileId: id,
    fileName: id,
    filePath: id,
    fileOffset: 0,
  };
}

async function findings(cluster) {
  const resources = cluster.map(resourceOf);
  processRefs(resources, parser);
  const { runs } = await validator.validate({ resources });
  return runs.flatMap(({ results }) => results).map((result) => findingOf(result, cluster));
}

function findingOf({ ruleId, locations }, cluster) {
  const place = locations.find(
    ({ physicalLocation }) => physicalLocation.artifactLocation.uriBaseId === "RESOURCE",
  );
  const { artifactLocation, region } = place.physicalLocation;
  const { object, text: yaml } = cluster[Number(artifactLocation.uri)];
  const { namespace, name } = object.metadata;
  const line = yaml.split("\n")[(region?.startLine ?? 1) - 1] ?? "";
  const path = namespace === undefined ? name : `${namespace}/${name}`;
  return { rule: ruleId, object: `${object.kind} ${path}`, line: line.trim() };
}

const clusters = JSON.parse(await text(process.stdin));
const judged = [];
for (const cluster of clusters) judged.push(await findings(cluster));
process.stdout.write(JSON.stringify({ rules: all.map(([rule]) => rule), clusters: judged }));
