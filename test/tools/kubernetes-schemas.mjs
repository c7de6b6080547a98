// Judges objects of Kubernetes by the schemas of its API and of custom resources, as the packages carry them: compiled
// validators, as ES modules, which Jest cannot load. Reads a JSON list from standard input and writes, in its order, a list of
// complaints for each.
import { readFileSync } from "node:fs";

const PACKAGES = [
  [/^gateway\.networking\.k8s\.io\//, "@kubernetes-models/gateway-api/"],
  [/cert-manager\.io\//, "@kubernetes-models/cert-manager/"],
  [/^gateway\.envoyproxy\.io\//, "@kubernetes-models/envoy-gateway/"],
  [/^(v1$|[a-z]+\/|[a-z.]+\.k8s\.io\/)/, "kubernetes-models/"],
];

// Fields of the API that the makers of the packages dropped: their generator takes a `description` for a comment.
const DROPPED = ["PriorityClass/description"];

async function complaints(object) {
  const found = PACKAGES.find(([group]) => group.test(object.apiVersion));
  let Model;
  try {
    Model = (await import(`${found?.[1]}${object.apiVersion}/${object.kind}`))[object.kind];
  } catch (error) {
    return [`no schema of ${object.apiVersion} ${object.kind}: ${error.message}`];
  }
  const unread = [];
  const instance = watched(new Model(object), "", unread);
  const wrong = [];
  try {
    Model.prototype.validate.call(instance);
  } catch (error) {
    wrong.push(error.message);
  }
  const unknown = unread
    .flatMap((list) => list())
    .filter((path) => !DROPPED.includes(`${object.kind}${path}`));
  return [...wrong, ...unknown.map((path) => `${path} is no field of the API`)];
}

// The schemas allow any other field. What no validator ever looks at is a field they do not know.
function watched(value, path, unread) {
  const seen = new Set();
  const children = new Map();
  unread.push(() =>
    Object.keys(value)
      .filter((key) => !seen.has(key))
      .map((key) => `${path}/${key}`),
  );
  return new Proxy(value, {
    get(target, key, receiver) {
      seen.add(key);
      const child = Reflect.get(target, key, receiver);
      if (typeof child !== "object" || child === null || !Object.hasOwn(target, key)) return child;
      if (!children.has(key)) children.set(key, watched(child, `${path}/${String(key)}`, unread));
      return children.get(key);
    },
  });
}

const objects = JSON.parse(readFileSync(0, "utf8"));
const judged = [];
for (const object of objects) judged.push(await complaints(object));
process.stdout.write(JSON.stringify(judged));
