/**
 * What the care platform runs. A release raises a tag and its digest in one pull request, and goes from stage to stage as
 * it is. These are examples: nothing is behind their digests.
 */
export const zorgpleinImages = {
  web: "registry.example.nl/zorgplein/web:4.12.0@sha256:7c109a6e139372164aff316abb6eee65ad2d255159c3f0723e1488ca92698d9e",
  application:
    "registry.example.nl/zorgplein/application:4.12.0@sha256:af46fb74006b0e1116264f0aca771a74597df85424ccacb869afb52315b2a032",
  worker:
    "registry.example.nl/zorgplein/worker:4.12.0@sha256:e5b2ce4e75d51fd82e5e5c08056de926daf5d0c3d7d8a3ab41bb3bef4a186726",
};
