import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { containersOf, type KubernetesResource, kubernetesResources, podsOf } from "../../subjects/pods";

/** `registry.example.nl/team/image:tag@sha256:…`: a host, a path, and the digest of what was looked at. */
const PINNED = /^(?<host>[a-z0-9.-]+(?:\.[a-z0-9-]+|:\d+))\/[a-z0-9._/-]+(?::[\w.-]+)?@sha256:[0-9a-f]{64}$/;

/** I-08, H-20, B-10: what runs in production is byte for byte what was tested in acceptance. */
export const imageByDigest = stackRule<KubernetesResource>({
  id: "image-by-digest",
  info: "every container's image names its registry and the digest of its content",
  explanation:
    "Behind a tag there may be another image tomorrow than the one that was scanned and tested, and without a registry it is whatever a stranger published under that name.",
  remedy: "write registry.example.nl/team/image:1.2.3@sha256:… with the digest that the acceptance test ran",
  promises: ["I-08", "H-20", "B-10"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: kubernetesResources,
  judge({ resource }) {
    return podsOf(resource)
      .flatMap(containersOf)
      .flatMap((container) => {
        const image = container.text("image");
        if (PINNED.test(image)) return [];
        const lacks = image.includes("@sha256:") ? "no registry of its own" : "no digest";
        return [`the image ${image} has ${lacks}`];
      });
  },
});
