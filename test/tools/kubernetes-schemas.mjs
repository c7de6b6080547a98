// Judges objects of Kubernetes by the schemas of its API and of custom resources, as the packages carry them: compiled
// validators, as ES modules, which Jest cannot load. Reads a JSON list from standard input and writes, in its order, a list of
// complaints for each.
import { text } from "node:stream/consumers";

const PACKAGES = [
  [/^gateway\.networking\.k8s\.io\//, "@kubernetes-models/gateway-api/"],
  [/cert-manager\.io\//, "@kubernetes-models/cert-manager/"],
  [/^gateway\.envoyproxy\.io\//, "@kubernetes-models/envoy-gateway/"],
  [/^external-secrets\.io\//, "@kubernetes-models/external-secrets/"],
  [/^(v1$|[a-z]+\/|[a-z.]+\.k8s\.io\/)/, "kubernetes-models/"],
];

// Fields of the API that the makers of the packages dropped: their generator takes a `description` for a comment.
const DROPPED = ["PriorityClass/description"];

async function modelOf({ apiVersion, kind }) {
  const found = PACKAGES.find(([group]) => group.test(apiVersion));
  if (found === undefined) return undefined;
  try {
    return (await import(`${found[1]}${apiVersion}/${kind}`))[kind];
  } catch (error) {
    if (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED")
      return undefined;
    throw error;
  }
}

async function complaints(object) {
  const Model = await modelOf(object);
  if (Model === undefined) return [`no schema of ${object.apiVersion} ${object.kind}`];
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

const objects = JSON.parse(await text(process.stdin));
const judged = [];
for (const object of objects) judged.push(await complaints(object));
process.stdout.write(JSON.stringify(judged));
