import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { inner, textIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { containersOf, podMakers } from "../../subjects/kubernetes/pods";
import type { StackOutput } from "../../terraform/stack-output";

interface Imaged extends Subject {
  /** Images, each read when it is judged. */
  readonly images: () => readonly string[];
}

/** `registry.example.nl/team/image:1.4.2@sha256:…`: a host, a path, a tag for people and the digest of what was looked at. */
const IMAGE =
  /^(?<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?|[a-z0-9-]+:\d+)\/[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::(?<tag>[\w][\w.-]{0,127}))?@sha256:[0-9a-f]{64}$/;

/** I-08, H-20, B-10: what runs in production is byte for byte what was tested in acceptance. */
export const imageByDigest = stackRule<Imaged>({
  id: "image-by-digest",
  info: "every container's image names its registry, its release and the digest of its content",
  explanation:
    "Behind a tag there may be another image tomorrow than the one that was scanned and tested, and without a registry it is whatever a stranger published under that name. A digest alone tells nobody which release it is.",
  remedy: "write registry.example.nl/team/image:1.2.3@sha256:… with the digest that the acceptance test ran",
  promises: ["I-08", "H-20", "B-10"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [
    ...podMakers(stack).map(({ id, pod }) => ({
      id,
      images: () => containersOf(pod).map((container) => container.text("image")),
    })),
    ...proxies(stack).map((proxy) => ({ id: proxy.id, images: () => imagesOfProxies(proxy) })),
  ],
  judge: ({ images }) => images().flatMap(wrongImage),
});

function wrongImage(image: string): readonly string[] {
  const parts = IMAGE.exec(image)?.groups;
  if (parts === undefined) {
    return [`the image ${image} has ${image.includes("@sha256:") ? "no registry of its own" : "no digest"}`];
  }
  if (parts.tag === undefined) return [`the image ${image} has no tag, which tells people the release`];
  return parts.tag === "latest" ? [`the image ${image} is the latest, whichever release that is`] : [];
}

function proxies(stack: StackOutput): readonly MadeObject[] {
  return ofKind(stack, GROUPS.envoy, "EnvoyProxy");
}

/** The controller knows which image it was released with; one that is named is judged like any other. */
function imagesOfProxies({ spec }: MadeObject): readonly string[] {
  const provider = inner(spec, "provider", "kubernetes");
  return ["envoyDeployment", "envoyDaemonSet"].flatMap((key) => {
    const container = inner(provider, key, "container");
    const started = inner(provider, key).blocks("initContainers");
    const own = textIn(container, "image") ?? textIn(container, "imageRepository");
    return [...(own === undefined ? [] : [own]), ...started.map((one) => one.text("image"))];
  });
}
