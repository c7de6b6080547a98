import { block, blocks, flag, map, number, octal, projections, type Shape, text, texts } from "../shape";
import { FIELD_REF, KEY_TO_PATH, RESOURCE_FIELD_REF, RESOURCES } from "./container";
import { COMMON_METADATA, SELECTOR } from "./metadata";

/** Permissions of files in a volume where none are written: everybody on the machine may read. */
const MODE = { default_mode: octal({ fallback: 0o644 }) };

const DOWNWARD_FILES = blocks({
  path: text(),
  mode: octal(),
  field_ref: block(FIELD_REF),
  resource_field_ref: block(RESOURCE_FIELD_REF),
});

export const CLAIM_SPEC: Shape = {
  access_modes: texts(),
  storage_class_name: text({ serverFills: true }),
  volume_mode: text({ fallback: "Filesystem" }),
  volume_name: text({ serverFills: true }),
  resources: block(RESOURCES),
  selector: block(SELECTOR),
};

const PROJECTED: Shape = {
  ...MODE,
  sources: projections({
    secret: blocks({ name: text(), items: blocks(KEY_TO_PATH), optional: flag() }),
    config_map: blocks({ name: text(), items: blocks(KEY_TO_PATH), optional: flag() }),
    downward_api: block({ items: DOWNWARD_FILES }),
    service_account_token: block({
      audience: text(),
      expiration_seconds: number({ fallback: 3600 }),
      path: text(),
    }),
  }),
};

/**
 * Volumes that may be met. Those of one cloud, and those the API has given up (`git_repo`, `glusterfs`, `flocker`, `ceph_fs`, `rbd`,
 * …), are not known here: a pod that has one cannot be read, and nobody should have one.
 */
export const VOLUME: Shape = {
  name: text(),
  config_map: block({ name: text(), items: blocks(KEY_TO_PATH), ...MODE, optional: flag() }),
  secret: block({ secret_name: text(), items: blocks(KEY_TO_PATH), ...MODE, optional: flag() }),
  empty_dir: block({ medium: text(), size_limit: text() }),
  projected: block(PROJECTED),
  downward_api: block({ items: DOWNWARD_FILES, ...MODE }),
  persistent_volume_claim: block({ claim_name: text(), read_only: flag() }),
  ephemeral: block({
    volume_claim_template: block({ metadata: block(COMMON_METADATA), spec: block(CLAIM_SPEC) }),
  }),
  csi: block({
    driver: text(),
    fs_type: text(),
    read_only: flag(),
    volume_attributes: map(),
    node_publish_secret_ref: block({ name: text() }),
  }),
  host_path: block({ path: text(), type: text() }),
  nfs: block({ server: text(), path: text(), read_only: flag() }),
};
